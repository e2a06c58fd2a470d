import { CacheVolume, ContainerMode, type RunnerSetProps } from '../../src';
import { beyondBaseline } from '../../src/pod/security';
import { modes } from '../support/modes';
import { findingsOf, synthSet } from '../support/sets';

const selector = { 'kubernetes.io/os': 'windows' };
const windows: Partial<RunnerSetProps> = {
  containerMode: ContainerMode.runner(),
  nodeSelector: selector,
  runnerImage: 'example.com/runner-windows:ltsc2022',
};
const refused = (props: Partial<RunnerSetProps>) => findingsOf(() => synthSet({ ...windows, ...props }));
const affinityFor = (...systems: string[][]) => ({
  nodeAffinity: {
    requiredDuringSchedulingIgnoredDuringExecution: {
      nodeSelectorTerms: systems.map(values => ({
        matchExpressions: [{ key: 'kubernetes.io/os', operator: 'In', values }],
      })),
    },
  },
});

describe('a set for Windows nodes', () => {
  test('starts the runner with the command of its image', () => {
    const { runner, pod } = synthSet(windows);
    expect(runner).toEqual({ name: 'runner', image: 'example.com/runner-windows:ltsc2022' });
    expect(pod.nodeSelector).toEqual(selector);
  });

  test('starts it with the command of the template', () => {
    const command = ['cmd.exe', '/c', 'C:\\home\\runner\\run.cmd'];
    const { runner } = synthSet({ ...windows, template: { spec: { containers: [{ name: 'runner', command }] } } });
    expect(runner.command).toEqual(command);
  });

  test('may mount a volume at a path with a drive letter', () => {
    const mount = { name: 'cache', mountPath: 'C:\\cache' };
    const { runner } = synthSet({
      ...windows,
      template: {
        spec: {
          containers: [{ name: 'runner', volumeMounts: [mount] }],
          volumes: [{ name: 'cache', hostPath: { path: 'D:\\cache' } }],
        },
      },
    });
    expect(runner.volumeMounts).toEqual([mount]);
  });

  test.each([
    ['a node selector of the template', { nodeSelector: undefined, template: { spec: { nodeSelector: selector } } }],
    ['a required node affinity', { nodeSelector: undefined, affinity: affinityFor(['windows'], ['windows']) }],
    ['a node selector, and the os of the pod', { template: { spec: { os: { name: 'windows' } } } }],
  ])('is selected by %s', (_, asked) => {
    expect(synthSet({ ...windows, ...(asked as Partial<RunnerSetProps>) }).runner).not.toHaveProperty('command');
  });

  test('is not selected by an affinity that Linux nodes match too', () => {
    const either = { nodeSelector: undefined, affinity: affinityFor(['windows'], ['linux']) };
    expect(synthSet({ ...windows, ...either }).runner.command).toEqual(['/home/runner/run.sh']);
  });

  test('requires runnerImage', () => {
    expect(refused({ runnerImage: undefined })).toEqual([
      'runnerImage: is required on Windows nodes: the default image is for Linux, and GitHub publishes none ' +
        'for Windows',
    ]);
  });

  test.each(modes.filter(([type]) => type !== 'runner'))('is refused in mode %s', (type, containerMode) => {
    expect(refused({ containerMode })).toEqual([
      'nodeSelector.kubernetes.io/os: asks for Windows nodes, which run containerMode runner only, and ' +
        `containerMode is ${type}: the container hooks, and Docker in a privileged container, need Linux`,
    ]);
  });

  test('cannot have caches, whose directories have Linux paths', () => {
    expect(refused({ caches: [CacheVolume.named('npm'), CacheVolume.named('maven')] })).toEqual([
      'caches: cannot be mounted on Windows nodes: cache directories have Linux paths; write a volume and its ' +
        'mount in template',
    ]);
  });

  test('cannot mount a certificate', () => {
    const ca = { configMap: 'ca', key: 'ca.crt' };
    expect(refused({ githubServerTls: { ...ca, runnerMountPath: '/ca' } })).toEqual([
      expect.stringContaining('githubServerTls.runnerMountPath: cannot be used on Windows nodes'),
    ]);
    expect(synthSet({ ...windows, githubServerTls: ca }).runnerSet.spec).toHaveProperty('githubServerTLS');
  });

  test.each([
    [{ hostPid: true }, 'hostPid'],
    [{ shareProcessNamespace: true }, 'shareProcessNamespace'],
    [{ securityContext: { fsGroup: 1001 } }, 'securityContext.fsGroup'],
    [{ securityContext: { runAsUser: 0 } }, 'securityContext.runAsUser'],
    [
      { containers: [{ name: 'runner', securityContext: { privileged: true } }] },
      'containers[0].securityContext.privileged',
    ],
    [
      { initContainers: [{ name: 'a', image: 'a', securityContext: { capabilities: { add: ['SYS_ADMIN'] } } }] },
      'initContainers[0].securityContext.capabilities',
    ],
  ])('cannot have the Linux fields %j', (spec, at) => {
    expect(refused({ template: { spec: { containers: [], ...spec } } })).toEqual([
      `template.spec.${at}: is for Linux, and the pods are for Windows nodes; leave it out, or use ` +
        'securityContext.windowsOptions',
    ]);
  });

  test('may set the user of a Windows container', () => {
    const securityContext = { windowsOptions: { runAsUserName: 'ContainerAdministrator' } };
    expect(synthSet({ ...windows, template: { spec: { containers: [], securityContext } } }).pod).toMatchObject({
      securityContext,
    });
  });
});

describe('the operating system of nodes', () => {
  test.each([
    ['nodeSelector.kubernetes.io/os', { nodeSelector: { 'kubernetes.io/os': 'Windows' } }],
    [
      'template.spec.nodeSelector.kubernetes.io/os',
      { template: { spec: { containers: [], nodeSelector: { 'kubernetes.io/os': 'Windows' } } } },
    ],
  ])('%s must be an operating system of nodes', (at, props) => {
    expect(findingsOf(() => synthSet(props))).toEqual([`${at}: must be linux or windows, got "Windows"`]);
  });

  test('of job pods must be Linux, where the container hooks run', () => {
    expect(findingsOf(() => synthSet({ jobPod: { nodeSelector: selector } }))).toEqual([
      'jobPod.nodeSelector.kubernetes.io/os: must be linux: the container hooks run Linux commands in every ' +
        'job pod; leave it out',
    ]);
  });

  test('must be the same for the pod and its nodes', () => {
    const os = (name: string) => ({ template: { spec: { containers: [], os: { name } } } });
    expect(refused(os('linux'))).toEqual([
      'template.spec.os: name must be windows, got "linux": the set asks for Windows nodes; leave it out',
    ]);
    expect(refused({ ...os('windows'), nodeSelector: undefined })).toEqual([
      'template.spec.os: windows needs Windows nodes: otherwise pods go to Linux nodes, which reject them; ' +
        'write kubernetes.io/os: windows under nodeSelector',
    ]);
  });
});

test('a hostProcess container needs more than Pod Security level baseline', () => {
  const securityContext = { windowsOptions: { hostProcess: true } };
  expect(beyondBaseline({ securityContext, containers: [] })).toEqual(['the pod runs as a process of a Windows node']);
});
