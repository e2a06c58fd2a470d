import { k8s } from '../../src/kubernetes';
import { composePod } from '../../src/pod/compose';
import type { PartialPodTemplate, PodContribution } from '../../src/pod/contribution';

const cpu = k8s.Quantity.fromString('2');
const memory = k8s.Quantity.fromString('4Gi');

/** A runner with a Docker daemon, much as a mode makes it. */
const mode: PodContribution = deepFreeze({
  owner: ['containerMode'],
  template: {
    metadata: { labels: { mode: 'dind' } },
    spec: {
      restartPolicy: 'Never',
      securityContext: { fsGroup: 1001, runAsUser: 1001 },
      tolerations: [{ key: 'ci' }],
      containers: [
        {
          name: 'runner',
          image: 'runner:1',
          env: [{ name: 'DOCKER_HOST', value: 'unix:///socket' }],
          volumeMounts: [{ name: 'work', mountPath: '/work' }],
        },
      ],
      initContainers: [
        {
          name: 'dind',
          image: 'docker:29',
          args: ['dockerd', '--debug'],
          resources: { limits: { cpu, memory } },
          ports: [{ containerPort: 2375, name: 'docker' }],
          startupProbe: { exec: { command: ['docker', 'info'] }, periodSeconds: 5 },
        },
      ],
      volumes: [{ name: 'work', emptyDir: {} }],
    },
  },
});

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value))
    Object.values(Object.freeze(value)).forEach(deepFreeze);
  return value;
}

/** The mode's pod after somebody's last word on it. */
function after(template: PartialPodTemplate): k8s.PodSpec {
  return composePod([mode, deepFreeze({ owner: ['template'], template, lastWord: true })]).spec as k8s.PodSpec;
}
const dindAfter = (fields: Partial<k8s.Container>) =>
  after({ spec: { initContainers: [{ name: 'dind', ...fields }] } }).initContainers?.[0];
const runnerAfter = (fields: Partial<k8s.Container>) =>
  after({ spec: { containers: [{ name: 'runner', ...fields }] } }).containers[0];

describe('the last word replaces', () => {
  test('the image of a container', () => {
    expect(dindAfter({ image: 'docker:30' })?.image).toBe('docker:30');
  });

  test('the arguments of a container, all of them', () => {
    expect(dindAfter({ args: ['--mtu=1400'] })?.args).toEqual(['--mtu=1400']);
  });

  test('an environment variable, with whatever gave its value', () => {
    const valueFrom = { secretKeyRef: { name: 'docker', key: 'host' } };
    expect(runnerAfter({ env: [{ name: 'DOCKER_HOST', valueFrom }] })?.env).toEqual([
      { name: 'DOCKER_HOST', valueFrom },
    ]);
  });

  test('a mount', () => {
    expect(runnerAfter({ volumeMounts: [{ name: 'mine', mountPath: '/work', readOnly: true }] })?.volumeMounts).toEqual(
      [{ name: 'mine', mountPath: '/work', readOnly: true }],
    );
  });

  test('a volume, with its kind', () => {
    expect(after({ spec: { volumes: [{ name: 'work', hostPath: { path: '/nvme' } }] } }).volumes).toEqual([
      { name: 'work', hostPath: { path: '/nvme' } },
    ]);
  });

  test('a port', () => {
    expect(dindAfter({ ports: [{ containerPort: 2375, hostPort: 2375 }] })?.ports).toEqual([
      { containerPort: 2375, hostPort: 2375 },
    ]);
  });

  test('a limit, beside those it does not name', () => {
    const more = k8s.Quantity.fromString('8Gi');
    expect(dindAfter({ resources: { limits: { memory: more } } })?.resources).toEqual({
      limits: { cpu, memory: more },
    });
  });

  test('a field of the pod', () => {
    expect(after({ spec: { restartPolicy: 'Always' } }).restartPolicy).toBe('Always');
  });

  test('a list of the pod whose entries have no names, all of it', () => {
    expect(after({ spec: { tolerations: [{ key: 'gpu' }] } }).tolerations).toEqual([{ key: 'gpu' }]);
  });

  test('a field inside an object, beside those it does not name', () => {
    expect(after({ spec: { securityContext: { fsGroup: 0 } } }).securityContext).toEqual({
      fsGroup: 0,
      runAsUser: 1001,
    });
  });

  test('a label', () => {
    expect(
      composePod([mode, { owner: ['template'], template: { metadata: { labels: { mode: 'mine' } } }, lastWord: true }])
        .metadata?.labels,
    ).toEqual({ mode: 'mine' });
  });

  test.each<[string, k8s.Probe]>([
    ['over HTTP', { httpGet: { path: '/_ping', port: k8s.IntOrString.fromNumber(2375) } }],
    ['over TCP', { tcpSocket: { port: k8s.IntOrString.fromNumber(2375) } }],
    ['over gRPC', { grpc: { port: 2375 } }],
    ['by a command', { exec: { command: ['true'] } }],
  ])('the way a probe asks, since Kubernetes takes only one: %s', (_, handler) => {
    const startupProbe = dindAfter({ startupProbe: handler })?.startupProbe;
    expect(startupProbe).toEqual({ ...handler, periodSeconds: 5 });
    const back = composePod([
      { owner: ['containerMode'], template: { spec: { containers: [{ name: 'runner', startupProbe: handler }] } } },
      {
        owner: ['template'],
        template: { spec: { containers: [{ name: 'runner', startupProbe: { exec: { command: ['mine'] } } }] } },
        lastWord: true,
      },
    ]);
    expect(back.spec?.containers[0]?.startupProbe).toEqual({ exec: { command: ['mine'] } });
  });

  test('how often a probe asks, and not the way it does', () => {
    expect(dindAfter({ startupProbe: { periodSeconds: 9 } })?.startupProbe).toEqual({
      exec: { command: ['docker', 'info'] },
      periodSeconds: 9,
    });
  });
});

describe('the last word adds', () => {
  test('a container behind the others', () => {
    const spec = after({ spec: { containers: [{ name: 'aside', image: 'aside:1' }] } });
    expect(spec.containers.map(({ name }) => name)).toEqual(['runner', 'aside']);
  });

  test('an init container behind the others', () => {
    const spec = after({ spec: { initContainers: [{ name: 'before', image: 'before:1' }] } });
    expect(spec.initContainers?.map(({ name }) => name)).toEqual(['dind', 'before']);
  });

  test('to a container without touching its neighbours', () => {
    const spec = after({ spec: { containers: [{ name: 'runner', tty: true }] } });
    expect(spec.containers).toEqual([{ ...mode.template.spec?.containers?.[0], tty: true }]);
    expect(spec.initContainers).toEqual(mode.template.spec?.initContainers);
  });
});

test('what contributions are made of stays as it was', () => {
  const before = JSON.stringify(mode);
  after({
    spec: {
      containers: [{ name: 'runner', image: 'mine', env: [{ name: 'NEW' }], securityContext: { privileged: true } }],
    },
  });
  expect(JSON.stringify(mode)).toBe(before);
});
