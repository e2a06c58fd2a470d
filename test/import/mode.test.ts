import { dind, imported, novolume, reasonsOf, release, runnerOf } from './releases';

const without = (text: string) => text.replace(/containerMode: .*\n/, '');
describe('values without a mode', () => {
  it('are of mode runner, as with the chart', () => {
    expect(runnerOf(without(novolume())).containerMode).toBe('runner');
    expect(reasonsOf(without(novolume()))).toEqual([]);
  });

  it('get the one that the caller says', () => {
    expect(runnerOf(without(novolume()), { containerMode: 'dind' }).containerMode).toBe('dind');
  });

  it('keep their own although the caller says another', () => {
    expect(runnerOf(novolume(), { containerMode: 'dind' }).containerMode).toBe('kubernetes-novolume');
  });
});

test('a mode that the chart does not know is told, and what it is like', () => {
  expect(reasonsOf(novolume().replace('kubernetes-novolume', 'kuberntes'))).toEqual([
    "containerMode.type: is none of the chart's modes (dind, kubernetes, kubernetes-novolume), and it goes on without one; did you mean kubernetes?",
  ]);
});

const INSISTS =
  'template.spec.containers[0]: has no ACTIONS_RUNNER_REQUIRE_JOB_CONTAINER, so steps of jobs without container: would run in the runner, whose ServiceAccount may read every Secret of the namespace; here jobs must have a container:';

describe('a pod written by hand', () => {
  const byHand = (feature: string, from: string | RegExp = '', to = '') => release(feature).text.replace(from, to);

  it.each([
    ['by-hand-dind', 'dind'],
    ['by-hand-kubernetes', 'kubernetes'],
    ['by-hand-novolume', 'kubernetes-novolume'],
  ])('is known for what it is: %s', (feature, mode) => {
    expect(runnerOf(byHand(feature)).containerMode).toBe(mode);
  });

  it('says at the keys of the mode what it changes', () => {
    expect(runnerOf(byHand('by-hand-dind'))).toMatchObject({
      runnerImage: 'registry.example/runner:5',
      dind: {
        image: 'docker:28-dind',
        daemonArgs: ['--mtu=1400', '--registry-mirror=https://mirror.example'],
        env: { GOGC: '50' },
        resources: { limits: { memory: '8Gi' } },
        volumeMounts: [{ name: 'daemon', mountPath: '/etc/docker' }],
      },
      template: { spec: { volumes: [{ name: 'daemon', configMap: { name: 'docker-daemon' } }] } },
    });
  });

  it('is carried as written where it has the daemon among the containers, as before there were sidecars', () => {
    const daemon = /( {6}- name: dind\n[\s\S]*?)( {4}containers:\n[\s\S]*?)( {4}volumes:\n)/;
    const text = byHand('by-hand-dind', daemon, '$2$1$3').replace(
      / {8}(restartPolicy: Always|startupProbe: .*)\n/g,
      '',
    );
    const { containerMode, dind: options, template } = runnerOf(text);
    expect([containerMode, options]).toEqual(['runner', undefined]);
    const daemonOf = (template.spec.containers as { name: string }[]).find(({ name }) => name === 'dind');
    expect(daemonOf).toMatchObject({ image: 'docker:28-dind', securityContext: { privileged: true } });
    expect(daemonOf).not.toHaveProperty('startupProbe');
    expect(imported(text).config).toContain(
      '# The pod is carried as written. It has a Docker daemon, but is not the pod of containerMode dind: container dind is no init container with restartPolicy: Always.\n',
    );
  });

  it('may let cp talk', () => {
    expect(runnerOf(byHand('by-hand-dind', '[cp, -r,', '[cp, -r, -v,')).template.spec.initContainers).toEqual([
      {
        name: 'init-dind-externals',
        command: ['cp', '-r', '-v', '/home/runner/externals/.', '/home/runner/tmpDir/'],
        args: [],
      },
    ]);
  });

  it('keeps a daemon whose arguments are no single words', () => {
    expect(
      runnerOf(byHand('by-hand-dind', '--mtu=1400', '--log-level\n          - "debug"')).template.spec.initContainers[0]
        .args,
    ).toEqual([
      'dockerd',
      '--host=unix:///var/run/docker.sock',
      '--group=$(DOCKER_GROUP_GID)',
      '--log-level',
      'debug',
      '--registry-mirror=https://mirror.example',
    ]);
  });

  it('has rights for its hooks that the chart does not give it, which is told', () => {
    expect(reasonsOf(byHand('by-hand-novolume', '    serviceAccountName: runner-of-docs\n'))).toEqual([
      'template.spec.serviceAccountName: is missing, and the chart gives these runners no rights, without which the hooks refuse every job; here they have an account with those',
      INSISTS,
    ]);
  });

  // Without it, steps would run under an account that may read every Secret of the namespace.
  it('insists on container: where it did not, which is told', () => {
    const text = byHand('by-hand-novolume');
    expect(runnerOf(text)).not.toHaveProperty('template');
    expect(reasonsOf(text)).toContain(INSISTS);
  });

  it.each([
    ['by-hand-dind', 'privileged: true', 'privileged: false', 'container dind is not privileged'],
    [
      'by-hand-dind',
      '--host=unix:///var/run/docker.sock',
      '--host=tcp://0.0.0.0:2376',
      'the arguments of dind do not begin with dockerd --host=unix:///var/run/docker.sock --group=$(DOCKER_GROUP_GID)',
    ],
    [
      'by-hand-dind',
      'value: "unix:///var/run/docker.sock"',
      'value: "tcp://localhost:2376"',
      'container runner has another value of the variable DOCKER_HOST',
    ],
    [
      'by-hand-dind',
      'name: dind-externals, emptyDir: {}',
      'name: dind-externals, hostPath: { path: /nvme/externals }',
      'volume dind-externals is no emptyDir',
    ],
    ['by-hand-dind', 'name: init-dind-externals', 'name: externals', 'there is no init container init-dind-externals'],
    [
      'by-hand-dind',
      '- { name: DOCKER_GROUP_GID, value: "123" }\n',
      '',
      'container dind has no variable DOCKER_GROUP_GID',
    ],
    [
      'by-hand-dind',
      'value: "123"',
      'value: "1000"',
      'container dind has another value of the variable DOCKER_GROUP_GID',
    ],
    [
      'by-hand-dind',
      'mountPath: /var/run }',
      'mountPath: /run/docker }',
      'container dind has nothing mounted at /var/run',
    ],
    [
      'by-hand-dind',
      /(volumeMounts:\n {10}- \{ name: work, mountPath: \/home\/runner\/_work) \}/,
      '$1, subPath: a }',
      'container dind has another mount at /home/runner/_work',
    ],
    [
      'by-hand-dind',
      / {10}- dockerd\n/,
      '',
      'the arguments of dind do not begin with dockerd --host=unix:///var/run/docker.sock --group=$(DOCKER_GROUP_GID)',
    ],
    [
      'by-hand-dind',
      / {8}restartPolicy: Always\n {8}startupProbe: .*\n/,
      '',
      'container dind has not restartPolicy: Always; container dind has no startupProbe',
    ],
    ['by-hand-dind', / {8}startupProbe: .*\n/, '', 'container dind has no startupProbe'],
    [
      'by-hand-dind',
      / {10}- \{ name: RUNNER_WAIT_FOR_DOCKER_IN_SECONDS, value: "120" \}\n/,
      '',
      'container runner has no variable RUNNER_WAIT_FOR_DOCKER_IN_SECONDS',
    ],
    [
      'by-hand-dind',
      'initContainers:\n',
      'initContainers:\n      - { name: warm, image: busybox:1 }\n',
      'init-dind-externals and dind are not the first init containers',
    ],
  ])('is carried as written, with what is unlike dind: %s, %s, %s', (feature, from, to, unlike) => {
    const text = byHand(feature, from, to);
    expect(text).not.toBe(byHand(feature));
    expect(runnerOf(text).containerMode).toBe('runner');
    expect(reasonsOf(text)).toEqual([]);
    expect(imported(text).config).toContain(`not the pod of containerMode dind: ${unlike}.\n`);
  });

  it.each([
    ['by-hand-kubernetes', 'fieldPath: metadata.name', 'fieldPath: metadata.namespace'],
    ['by-hand-kubernetes', '- { name: work, mountPath: /home/runner/_work }\n', ''],
    ['by-hand-kubernetes', '/home/runner/k8s/index.js', '/opt/hooks/index.js'],
    ['by-hand-kubernetes', /- name: work\n {8}ephemeral:[\s\S]*?\n {6}-/, '- { name: work, emptyDir: {} }\n      -'],
    ['by-hand-novolume', / {10}- \{ name: ACTIONS_RUNNER_IMAGE.*\n/, ''],
  ])('is carried as written when a part of a mode with hooks is another: %s, %s, %s', (feature, from, to) => {
    const text = byHand(feature, from, to);
    expect(text).not.toBe(byHand(feature));
    expect(runnerOf(text).containerMode).toBe('runner');
    expect(imported(text).config).not.toContain('dind');
  });
});

test('hooks in a pod without an account that has rights for them are told', () => {
  const text = release('by-hand-novolume')
    .text.replace('    serviceAccountName: runner-of-docs\n', '')
    .replace('/home/runner/k8s-novolume/index.js', '/opt/hooks/index.js');
  expect(runnerOf(text).containerMode).toBe('runner');
  expect(reasonsOf(text)).toEqual([
    'template.spec.serviceAccountName: is missing, and neither the chart nor this set gives these runners the rights without which the hooks refuse every job',
  ]);
});

describe('what belongs to one mode', () => {
  it.each([
    [
      'kubernetesModeWorkVolumeClaim: { accessModes: [ReadWriteOnce] }',
      'kubernetesModeWorkVolumeClaim: the chart reads it only in the mode kubernetes',
    ],
    [
      'kubernetesModeAdditionalRoleRules: [{ apiGroups: [""], resources: [pods], verbs: [get] }]',
      'kubernetesModeAdditionalRoleRules: the chart reads it only in the modes kubernetes and kubernetes-novolume',
    ],
  ])('is told in another: %s', (line, reason) => {
    expect(reasonsOf(dind().replace('type: dind', `type: dind, ${line}`))).toEqual([`containerMode.${reason}`]);
  });
});
