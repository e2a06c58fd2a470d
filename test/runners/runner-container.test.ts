import { ContainerMode, type RunnerSetProps } from '../../src';
import { podTemplateFromJson } from '../../src/kubernetes';
import { everyMode, modes } from '../support/modes';
import { findingsOf, ifAccepted, synthSet } from '../support/sets';

const template = (spec: object) => ({ template: podTemplateFromJson({ spec }) });
const runner = (container: object) => template({ containers: [{ name: 'runner', ...container }] });
const variable = (name: string, value?: string) => runner({ env: [{ name, value }] });
const { kubernetes, dind } = everyMode;
const novolume = everyMode['kubernetes-novolume'];
const privileged = everyMode['cached-privileged-kubernetes'];

describe('a runner as root', () => {
  const asRoot = { securityContext: { runAsUser: 0 } };
  const refused =
    "must not be 0: the runner's start script refuses to run as root; leave it out, or set env " +
    'RUNNER_ALLOW_RUNASROOT: "1" too';

  test.each([kubernetes, novolume, dind])('is refused in every mode that starts run.sh', containerMode => {
    expect(findingsOf(() => synthSet({ containerMode, ...runner(asRoot) }))).toEqual([
      `template.spec.containers[0].securityContext.runAsUser: ${refused}`,
    ]);
  });

  test('is refused for the whole pod too', () => {
    expect(findingsOf(() => synthSet(template(asRoot)))).toEqual([
      `template.spec.securityContext.runAsUser: ${refused}`,
    ]);
  });

  test.each<[string, Partial<RunnerSetProps>]>([
    ['the variable', { ...runner(asRoot), env: { RUNNER_ALLOW_RUNASROOT: '1' } }],
    ['another start script', runner({ ...asRoot, command: ['/start-runner'] })],
    [
      'another user in the container',
      template({ ...asRoot, containers: [{ name: 'runner', securityContext: { runAsUser: 1001 } }] }),
    ],
  ])('is accepted with %s', (_, props) => {
    expect(ifAccepted(() => synthSet(props))).toBeDefined();
  });

  test('is refused if a template removes the variable', () => {
    expect(
      findingsOf(() => synthSet({ containerMode: privileged, ...variable('RUNNER_ALLOW_RUNASROOT', '') })),
    ).toEqual([expect.stringContaining('must not be 0: ')]);
  });
});

describe("the token of the runner's ServiceAccount", () => {
  const without = { automountServiceAccountToken: false };

  test.each([kubernetes, novolume, privileged])('is needed by container hooks', containerMode => {
    expect(findingsOf(() => synthSet({ containerMode, ...template(without) }))).toEqual([
      `template.spec.automountServiceAccountToken: must not be false in containerMode ${containerMode.type}: ` +
        `the container hooks make job pods with the token of the runner's ServiceAccount; leave it out`,
    ]);
  });

  test('may be disabled without container hooks', () => {
    expect(synthSet({ containerMode: dind, ...template(without) }).pod.automountServiceAccountToken).toBe(false);
  });

  test('may come from a volume of the template', () => {
    const mountPath = '/var/run/secrets/kubernetes.io/serviceaccount';
    const spec = {
      ...without,
      volumes: [{ name: 'token', projected: { sources: [{ serviceAccountToken: { path: 'token' } }] } }],
      containers: [{ name: 'runner', volumeMounts: [{ name: 'token', mountPath }] }],
    };
    expect(synthSet(template(spec)).pod.automountServiceAccountToken).toBe(false);
  });

  test('is that of the ServiceAccount of the set, under both names of the field', () => {
    expect(findingsOf(() => synthSet(template({ serviceAccount: 'mine' })))).toEqual([
      'template.spec.serviceAccount: is set by the runner set; use serviceAccountName instead',
    ]);
  });
});

describe('a variable that the container hooks read', () => {
  test.each<[string, string | undefined, ContainerMode, RegExp]>([
    [
      'ACTIONS_RUNNER_CONTAINER_HOOKS',
      '/home/runner/k8s/index.js',
      novolume,
      /must be \/home\/runner\/k8s-novolume\/index\.js/,
    ],
    [
      'ACTIONS_RUNNER_CONTAINER_HOOKS',
      '/home/runner/k8s-novolume/index.js',
      kubernetes,
      /must be \/home\/runner\/k8s\/index\.js/,
    ],
    ['ACTIONS_RUNNER_CONTAINER_HOOKS', '', privileged, /must be .*, got ""/],
    ['ACTIONS_RUNNER_CONTAINER_HOOKS', '/home/runner/k8s/index.js', dind, /use containerMode kubernetes$/],
    [
      'ACTIONS_RUNNER_CONTAINER_HOOKS',
      '/home/runner/k8s-novolume/index.js',
      dind,
      /use containerMode kubernetes-novolume$/,
    ],
    ['ACTIONS_RUNNER_POD_NAME', 'mine', kubernetes, /must come from the field metadata\.name/],
    ['ACTIONS_RUNNER_REQUIRE_JOB_CONTAINER', 'false', kubernetes, /may read every Secret of the namespace/],
    ['ACTIONS_RUNNER_REQUIRE_JOB_CONTAINER', 'false', novolume, /may read every Secret of the namespace/],
    ['ACTIONS_RUNNER_REQUIRE_JOB_CONTAINER', undefined, novolume, /may read every Secret of the namespace/],
    ['ACTIONS_RUNNER_REQUIRE_JOB_CONTAINER', 'true', privileged, /set requireJobContainer instead$/],
    [
      'ACTIONS_RUNNER_REQUIRE_JOB_CONTAINER',
      'false',
      ContainerMode.cachedPrivileged({ requireJobContainer: true }),
      /set requireJobContainer instead$/,
    ],
    [
      'ACTIONS_RUNNER_CONTAINER_HOOK_TEMPLATE',
      '/mine.yaml',
      privileged,
      /replaces the hook extension of the runner set/,
    ],
    ['ACTIONS_RUNNER_CLAIM_NAME', 'work', kubernetes, /not the work volume of their runner/],
    ['ACTIONS_RUNNER_CLAIM_NAME', 'work', novolume, /is not read by the container hook/],
    ['ACTIONS_RUNNER_USE_KUBE_SCHEDULER', 'true', novolume, /is not read by the container hook/],
    ['ACTIONS_RUNNER_KUBERNETES_NAMESPACE', 'other', kubernetes, /set namespace instead$/],
  ])('%s: %j is refused', (name, value, containerMode, message) => {
    const [finding, ...others] = findingsOf(() => synthSet({ containerMode, ...variable(name, value) }));
    expect(others).toEqual([]);
    expect(finding).toMatch(/^template\.spec\.containers\[0\]\.env(\[0\])?: /);
    expect(finding).toContain(name);
    expect(finding).toMatch(message);
  });

  test.each<[string, string, ContainerMode, Partial<RunnerSetProps>]>([
    ['ACTIONS_RUNNER_CONTAINER_HOOKS', '/home/runner/mine/index.js', kubernetes, {}],
    ['ACTIONS_RUNNER_CONTAINER_HOOKS', '/home/runner/docker/index.js', dind, {}],
    ['ACTIONS_RUNNER_CONTAINER_HOOKS', '/home/runner/k8s/index.js', dind, { serviceAccountName: 'mine' }],
    ['ACTIONS_RUNNER_REQUIRE_JOB_CONTAINER', 'true', kubernetes, {}],
    ['ACTIONS_RUNNER_REQUIRE_JOB_CONTAINER', 'true', dind, {}],
    ['ACTIONS_RUNNER_CONTAINER_HOOK_TEMPLATE', '/mine.yaml', kubernetes, {}],
    ['ACTIONS_RUNNER_USE_KUBE_SCHEDULER', 'true', kubernetes, {}],
    ['ACTIONS_RUNNER_KUBERNETES_NAMESPACE', 'other', kubernetes, { serviceAccountName: 'mine' }],
    ['ACTIONS_RUNNER_IMAGE', 'example.com/public:1', novolume, {}],
    ['constructor', 'x', novolume, {}],
  ])('%s: %s is accepted', (name, value, containerMode, props) => {
    const set = synthSet({ containerMode, ...props, ...variable(name, value) });
    expect(set.runner.env).toContainEqual({ name, value });
  });

  test('is refused at env if it is set there', () => {
    expect(findingsOf(() => synthSet({ env: { ACTIONS_RUNNER_CLAIM_NAME: 'work' } }))).toEqual([
      'env.ACTIONS_RUNNER_CLAIM_NAME: is not read by the container hook of containerMode kubernetes-novolume; ' +
        'leave it out',
    ]);
  });

  test.each(modes)('is accepted as containerMode %s sets it', (_, containerMode) => {
    expect(ifAccepted(() => synthSet({ containerMode }))).toBeDefined();
  });
});

describe('a variable of the proxy', () => {
  const proxy = { https: { url: 'http://proxy.example:3128' } };

  test.each(['http_proxy', 'https_proxy', 'no_proxy'])('%s is refused with a proxy, since ARC sets it', name => {
    expect(findingsOf(() => synthSet({ proxy, env: { [name]: 'x' } }))).toEqual([
      `env.${name}: is set by ARC from proxy, whose value wins; leave it out`,
    ]);
    expect(synthSet({ env: { [name]: 'x' } }).runner.env).toContainEqual({ name, value: 'x' });
  });
});
