import { ContainerMode, type RunnerSetProps } from '../../src';
import { k8s } from '../../src/kubernetes';
import { changes } from '../support/changes';
import { everyMode, modes } from '../support/modes';
import { pattern } from '../support/pattern';
import { findingsOf, synthSet } from '../support/sets';

const containerMode = everyMode.dind;

/** The changes of a template in the runner pod. */
function changed(template: k8s.PodTemplateSpec, props: Partial<RunnerSetProps> = {}): object {
  return changes(
    synthSet({ containerMode, ...props }).runnerSet.spec.template,
    synthSet({ containerMode, ...props, template }).runnerSet.spec.template,
  );
}

function spec(podSpec: Partial<k8s.PodSpec>): k8s.PodTemplateSpec {
  return { spec: { containers: [], ...podSpec } };
}

function refused(template: k8s.PodTemplateSpec): string[] {
  return findingsOf(() => synthSet({ containerMode, template }));
}

describe('template overrides', () => {
  const daemon = 'spec.initContainers[dind]';

  test('the daemon of dind, by the name of its container', () => {
    expect(
      changed(
        spec({
          initContainers: [
            {
              name: 'dind',
              image: 'docker:28-dind',
              args: ['dockerd', '--debug'],
              resources: { limits: { memory: k8s.Quantity.fromString('8Gi') } },
            },
          ],
        }),
      ),
    ).toEqual({
      [`${daemon}.image`]: ['docker:29.5.3-dind', 'docker:28-dind'],
      [`${daemon}.args`]: [
        ['dockerd', '--host=unix:///var/run/docker.sock', '--group=$(DOCKER_GROUP_GID)'],
        ['dockerd', '--debug'],
      ],
      [`${daemon}.resources.limits.memory`]: [undefined, '8Gi'],
    });
  });

  test('the daemon of dind as a plain container, for Kubernetes before 1.29', () => {
    const set = synthSet(
      { containerMode, template: spec({ containers: [{ name: 'dind', image: 'docker:28-dind' }] }) },
      { kubernetesVersion: '1.28' },
    );
    expect(set.container('dind').image).toBe('docker:28-dind');
  });

  test('a field of the pod that a prop sets', () => {
    expect(changed(spec({ priorityClassName: 'urgent' }), { priorityClassName: 'ci' })).toEqual({
      'spec.priorityClassName': ['ci', 'urgent'],
    });
  });

  test('a variable that the mode sets', () => {
    expect(
      changed(
        spec({ containers: [{ name: 'runner', env: [{ name: 'RUNNER_WAIT_FOR_DOCKER_IN_SECONDS', value: '600' }] }] }),
      ),
    ).toEqual({
      'spec.containers[runner].env[RUNNER_WAIT_FOR_DOCKER_IN_SECONDS].value': ['120', '600'],
    });
  });

  test('a volume that the mode has', () => {
    expect(changed(spec({ volumes: [{ name: 'work', hostPath: { path: '/nvme/work' } }] }))).toEqual({
      'spec.volumes[work].emptyDir': [{}, undefined],
      'spec.volumes[work].hostPath.path': [undefined, '/nvme/work'],
    });
  });

  test('a mount, by its path', () => {
    expect(
      changed(
        spec({
          containers: [
            { name: 'runner', volumeMounts: [{ name: 'dind-sock', mountPath: '/var/run', readOnly: true }] },
          ],
        }),
      ),
    ).toEqual({
      'spec.containers[runner].volumeMounts[/var/run].readOnly': [undefined, true],
    });
  });

  test.each(modes)('a field without a prop in mode %s', (_, mode) => {
    const template = {
      metadata: { labels: { team: 'web' }, annotations: { note: 'x' } },
      ...spec({ hostAliases: [{ ip: '10.0.0.1', hostnames: ['mirror'] }] }),
    };
    expect(changed(template, { containerMode: mode })).toEqual({
      'metadata.labels.team': [undefined, 'web'],
      'metadata.annotations.note': [undefined, 'x'],
      'spec.hostAliases[0].ip': [undefined, '10.0.0.1'],
      'spec.hostAliases[0].hostnames': [undefined, ['mirror']],
    });
  });
});

describe('the template adds', () => {
  test('a container beside the runner', () => {
    const { pod } = synthSet({ template: spec({ containers: [{ name: 'sidecar', image: 'busybox:1' }] }) });
    expect(pod.containers.map(({ name }) => name)).toEqual(['runner', 'sidecar']);
  });

  test('an init container after the daemon, which is running then', () => {
    const { pod } = synthSet({
      containerMode,
      template: spec({ initContainers: [{ name: 'warm', image: 'busybox:1' }] }),
    });
    expect(pod.initContainers?.map(({ name }) => name)).toEqual(['init-dind-externals', 'dind', 'warm']);
  });
});

describe('template is refused with', () => {
  test('a misspelled field, which the typed API would leave out', () => {
    expect(refused(spec({ nodeSelectr: { disk: 'nvme' } } as Partial<k8s.PodSpec>))).toEqual([
      expect.stringMatching(/^template\.spec\.nodeSelectr: is not a field of spec in the typed API/),
    ]);
  });

  test('a quantity that is not a k8s.Quantity', () => {
    const limits = { memory: '8Gi' } as unknown as Record<string, k8s.Quantity>;
    expect(refused(spec({ containers: [{ name: 'runner', resources: { limits } }] }))).toEqual([
      expect.stringMatching(/^template\.spec\.containers\[0\]\.resources\.limits\.memory: .*has the wrong type/),
    ]);
  });

  test.each(['Always', 'OnFailure'])('the restart policy %s', restartPolicy => {
    expect(refused(spec({ restartPolicy }))).toEqual([
      `template.spec.restartPolicy: must be Never, got ${restartPolicy}: a runner works for one job; leave it out`,
    ]);
  });

  test.each(['Always', 'OnFailure'])('the restart policy %s of the runner container', restartPolicy => {
    const sidecar = { name: 'sidecar', image: 'sidecar:1', restartPolicy };
    expect(refused(spec({ containers: [sidecar, { name: 'runner', restartPolicy }] }))).toEqual([
      `template.spec.containers[1].restartPolicy: must be Never, got ${restartPolicy}: a runner works for one job; ` +
        'leave it out',
    ]);
  });

  test('a probe and a lifecycle hook that are empty', () => {
    expect(refused(spec({ containers: [{ name: 'runner', livenessProbe: {}, lifecycle: { preStop: {} } }] }))).toEqual([
      expect.stringMatching(/^template\.spec\.containers\[0\]\.livenessProbe: has no handler; /),
      expect.stringMatching(/^template\.spec\.containers\[0\]\.lifecycle\.preStop: has no handler; /),
    ]);
  });

  test('a container without an image, at its path in the template', () => {
    expect(refused(spec({ containers: [{ name: 'sidecar' }] }))).toEqual([
      'template.spec.containers[0].image: container sidecar has no image; add one, or use the name of a ' +
        'container that the pod already has',
    ]);
  });

  test.each(['initContainers', 'containers'] as const)(
    'the container name of a job pod among the %s of the runner pod',
    list => {
      expect(refused(spec({ [list]: [{ name: '$job', image: 'busybox:1' }] }))).toEqual([
        expect.stringMatching(new RegExp(`^template\\.spec\\.${list}\\[0\\].*\\$job`)),
      ]);
    },
  );

  test('a volume whose name Kubernetes refuses', () => {
    expect(refused(spec({ volumes: [{ name: 'My Volume', emptyDir: {} }] }))).toEqual([
      expect.stringMatching(/^template\.spec\.volumes.*My Volume/),
    ]);
  });

  test('a mount of a volume that does not exist', () => {
    expect(
      refused(spec({ containers: [{ name: 'runner', volumeMounts: [{ name: 'cache', mountPath: '/cache' }] }] })),
    ).toEqual([
      expect.stringMatching(
        pattern(
          /^template\.spec\.containers\[0\]\.volumeMounts\[0\]\.name: \/cache of container runner mounts /,
          /volume "cache", which the pod does not have/,
        ),
      ),
    ]);
  });

  test('the daemon in containers, although it is an init container', () => {
    expect(refused(spec({ containers: [{ name: 'dind', image: 'docker:28-dind' }] }))).toEqual([
      expect.stringMatching(/^template.*: uses the name "dind" for an init container and for a container; rename one$/),
    ]);
  });

  test('the same container twice in one list, with different images', () => {
    expect(
      refused(
        spec({
          containers: [
            { name: 'a', image: 'busybox:1' },
            { name: 'a', image: 'busybox:2' },
          ],
        }),
      ),
    ).toEqual(['template.spec.containers[1]: duplicate container "a"; write it once']);
  });

  test.each([
    'ACTIONS_RUNNER_INPUT_JITCONFIG',
    'GITHUB_ACTIONS_RUNNER_EXTRA_USER_AGENT',
    'ACTIONS_RUNNER_RETURN_VERSION_DEPRECATED_EXIT_CODE',
  ])('the variable %s, which ARC adds', name => {
    expect(refused(spec({ containers: [{ name: 'runner', env: [{ name, value: 'x' }] }] }))).toEqual([
      expect.stringMatching(new RegExp(`^template.*: ${name} is set by ARC on every runner; leave it out$`)),
    ]);
  });
});

test('a copy of a template has the same result', () => {
  const template = spec({
    containers: [{ name: 'runner', imagePullPolicy: 'Always' }],
    hostAliases: [{ ip: '10.0.0.1', hostnames: ['mirror'] }],
  });
  expect(synthSet({ template: structuredClone(template) }).manifests).toEqual(synthSet({ template }).manifests);
});

describe('the ServiceAccount of the pods', () => {
  test('is not that of a template, which is refused', () => {
    const findings = () => findingsOf(() => synthSet({ template: spec({ serviceAccountName: 'mine' }) }));
    expect(findings()).toEqual([expect.stringMatching(/^template\.spec\.serviceAccountName: /)]);
  });

  test('is that of the set by default', () => {
    expect(
      synthSet({ containerMode: ContainerMode.kubernetes(), template: spec({ hostNetwork: true }) }).pod
        .serviceAccountName,
    ).toBe('docs-gha-rs-kube-mode');
  });
});

test.each(['dind', 'kubernetes-novolume'] as const)(
  'an image of the runner container is refused in mode %s, since other containers need the same image',
  type => {
    const template = spec({ containers: [{ name: 'runner', image: 'example.com/runner:2' }] });
    expect(findingsOf(() => synthSet({ containerMode: everyMode[type], template }))).toEqual([
      expect.stringMatching(/^template\.spec\.containers.*runnerImage/),
    ]);
  },
);

describe('metadata that ARC and the container hooks do not copy to the pods is refused in', () => {
  const metadata = { name: 'a', namespace: 'b', finalizers: ['example.com/c'] };

  test.each<[string, Partial<RunnerSetProps>]>([
    ['template', { template: { metadata } }],
    ['jobPod.template', { containerMode: everyMode['kubernetes-novolume'], jobPod: { template: { metadata } } }],
    ['listenerTemplate', { listenerTemplate: { metadata } }],
  ])('%s', (path, props) => {
    expect(findingsOf(() => synthSet({ containerMode, ...props }))).toEqual(
      ['name', 'namespace', 'finalizers'].map(
        field =>
          `${path}.metadata.${field}: has no effect: pods get only the labels and annotations of a template; ` +
          'leave it out',
      ),
    );
  });
});
