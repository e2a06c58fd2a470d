import { ContainerMode, type KubernetesModeOptions } from '../../src';
import { k8s } from '../../src/kubernetes';
import { changes } from '../support/changes';
import { findingsOf, synthSet } from '../support/sets';

const runnerImage = 'example.com/runner:1';
const kubernetes = (workVolumeClaim?: KubernetesModeOptions['workVolumeClaim']) =>
  synthSet({ runnerImage, containerMode: ContainerMode.kubernetes({ workVolumeClaim }) });

test('the runner pod has hook 0.7.0 and the volume that it shares with job pods', () => {
  expect(kubernetes().pod).toEqual({
    serviceAccountName: 'docs-gha-rs-kube-mode',
    restartPolicy: 'Never',
    // Most volumes belong to root until the kubelet hands them to a group.
    securityContext: { fsGroup: 1001, fsGroupChangePolicy: 'OnRootMismatch' },
    containers: [
      {
        name: 'runner',
        image: runnerImage,
        command: ['/home/runner/run.sh'],
        env: [
          { name: 'ACTIONS_RUNNER_CONTAINER_HOOKS', value: '/home/runner/k8s/index.js' },
          { name: 'ACTIONS_RUNNER_POD_NAME', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
          { name: 'ACTIONS_RUNNER_REQUIRE_JOB_CONTAINER', value: 'true' },
        ],
        volumeMounts: [{ name: 'work', mountPath: '/home/runner/_work' }],
      },
    ],
    volumes: [
      {
        name: 'work',
        ephemeral: {
          volumeClaimTemplate: {
            spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
          },
        },
      },
    ],
  });
});

test('there is no hook extension without options for job pods', () => {
  expect(kubernetes().extension).toBeUndefined();
});

test('a hook extension is mounted as a directory, and an env variable has the path of its file', () => {
  const plain = kubernetes();
  const { pod } = synthSet({
    runnerImage,
    containerMode: ContainerMode.kubernetes(),
    jobPod: { labels: { team: 'web' } },
  });
  expect(changes(plain.pod, pod)).toEqual({
    'containers[runner].env[ACTIONS_RUNNER_CONTAINER_HOOK_TEMPLATE].value': [undefined, '/etc/hooks/content'],
    'containers[runner].volumeMounts[/etc/hooks].name': [undefined, 'hook-extension'],
    'containers[runner].volumeMounts[/etc/hooks].readOnly': [undefined, true],
    'volumes[hook-extension].configMap.name': [undefined, 'docs-gha-rs-hook-extension'],
  });
});

describe('the work volume', () => {
  const claim = 'volumes[work].ephemeral.volumeClaimTemplate.spec';

  test.each<[string, NonNullable<KubernetesModeOptions['workVolumeClaim']>, object]>([
    [
      'takes its storage class',
      { storageClassName: 'local-path' },
      { [`${claim}.storageClassName`]: [undefined, 'local-path'] },
    ],
    ['takes its size', { storage: '20Gi' }, { [`${claim}.resources.requests.storage`]: ['1Gi', '20Gi'] }],
    [
      'takes its access modes',
      { accessModes: ['ReadWriteMany'] },
      { [`${claim}.accessModes`]: [['ReadWriteOnce'], ['ReadWriteMany']] },
    ],
  ])('%s and nothing else', (_, options, expected) => {
    expect(changes(kubernetes().pod, kubernetes(options).pod)).toEqual(expected);
  });

  test.each<[string, object]>([
    ['a directory of the node', { hostPath: { path: '/nvme/work' } }],
    ['a directory of the pod', { emptyDir: {} }],
  ])('cannot be %s instead, where no job pod would find it', (_, source) => {
    const template = { spec: { containers: [], volumes: [{ name: 'work', ...source }] } };
    expect(findingsOf(() => synthSet({ containerMode: ContainerMode.kubernetes(), template }))).toEqual([
      'template.spec.volumes: volume work must be ephemeral: job pods use the claim that Kubernetes ' +
        'creates for it; set workVolumeClaim instead',
    ]);
  });

  test('cannot have access mode ReadWriteOncePod, since two pods mount it', () => {
    expect(findingsOf(() => kubernetes({ accessModes: ['ReadWriteOncePod'] }))).toEqual([
      'containerMode.workVolumeClaim.accessModes[0]: must be one of ReadWriteOnce, ReadWriteMany, got ' +
        '"ReadWriteOncePod"',
    ]);
    const spec = {
      accessModes: ['ReadWriteOncePod'],
      resources: { requests: { storage: k8s.Quantity.fromString('1Gi') } },
    };
    const work: k8s.Volume = { name: 'work', ephemeral: { volumeClaimTemplate: { spec } } };
    const template = { spec: { containers: [], volumes: [work] } };
    expect(findingsOf(() => synthSet({ containerMode: ContainerMode.kubernetes(), template }))).toEqual([
      'template.spec.volumes: volume work must not have access mode ReadWriteOncePod: the runner pod and its job ' +
        'pod both mount it; use ReadWriteOnce',
    ]);
  });

  test.each(['20GB', '', '20 Gi', 'much'])('refuses the storage %j', storage => {
    expect(findingsOf(() => kubernetes({ storage }))).toEqual([
      expect.stringContaining(
        `containerMode.workVolumeClaim.storage: must be an amount such as 20Gi, got "${storage}"`,
      ),
    ]);
  });

  test.each(['-5Gi', '0'])('refuses the storage %s', storage => {
    expect(findingsOf(() => kubernetes({ storage }))).toEqual([
      expect.stringMatching(/^containerMode\.workVolumeClaim\.storage: .*got/),
    ]);
  });

  test('refuses an empty list of accessModes', () => {
    expect(findingsOf(() => kubernetes({ accessModes: [] }))).toEqual([
      expect.stringMatching(/^containerMode\.workVolumeClaim\.accessModes/),
    ]);
  });

  test('refuses an unknown access mode', () => {
    expect(findingsOf(() => kubernetes({ accessModes: ['ReadWriteOne'] }))).toEqual([
      expect.stringMatching(/^containerMode\.workVolumeClaim\.accessModes\[0\]: .*ReadWriteOnce.*got "ReadWriteOne"/),
    ]);
  });
});
