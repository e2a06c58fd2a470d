import { k8s } from '../../src/kubernetes';
import { composePod } from '../../src/pod/compose';
import type { PartialPodTemplate, PodContribution } from '../../src/pod/contribution';

const cpu = k8s.Quantity.fromString('2');
const memory = k8s.Quantity.fromString('4Gi');

/** A runner with a Docker daemon, similar to that of a mode. */
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

/** Returns the pod of the mode with an override. */
function after(template: PartialPodTemplate): k8s.PodSpec {
  return composePod([mode, deepFreeze({ owner: ['template'], template, override: true })]).spec as k8s.PodSpec;
}
const dindAfter = (fields: Partial<k8s.Container>) =>
  after({ spec: { initContainers: [{ name: 'dind', ...fields }] } }).initContainers?.[0];
const runnerAfter = (fields: Partial<k8s.Container>) =>
  after({ spec: { containers: [{ name: 'runner', ...fields }] } }).containers[0];

describe('an override replaces', () => {
  test('the image of a container', () => {
    expect(dindAfter({ image: 'docker:30' })?.image).toBe('docker:30');
  });

  test('all arguments of a container', () => {
    expect(dindAfter({ args: ['--mtu=1400'] })?.args).toEqual(['--mtu=1400']);
  });

  test('an environment variable, including valueFrom', () => {
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

  test('a volume, including its source', () => {
    expect(after({ spec: { volumes: [{ name: 'work', hostPath: { path: '/nvme' } }] } }).volumes).toEqual([
      { name: 'work', hostPath: { path: '/nvme' } },
    ]);
  });

  test('a port', () => {
    expect(dindAfter({ ports: [{ containerPort: 2375, hostPort: 2375 }] })?.ports).toEqual([
      { containerPort: 2375, hostPort: 2375 },
    ]);
  });

  test('a limit, and keeps the others', () => {
    const more = k8s.Quantity.fromString('8Gi');
    expect(dindAfter({ resources: { limits: { memory: more } } })?.resources).toEqual({
      limits: { cpu, memory: more },
    });
  });

  test('a field of the pod', () => {
    expect(after({ spec: { restartPolicy: 'Always' } }).restartPolicy).toBe('Always');
  });

  test('a list of the pod completely, when its entries have no names', () => {
    expect(after({ spec: { tolerations: [{ key: 'gpu' }] } }).tolerations).toEqual([{ key: 'gpu' }]);
  });

  test('a field inside an object, and keeps the others', () => {
    expect(after({ spec: { securityContext: { fsGroup: 0 } } }).securityContext).toEqual({
      fsGroup: 0,
      runAsUser: 1001,
    });
  });

  test('a label', () => {
    expect(
      composePod([mode, { owner: ['template'], template: { metadata: { labels: { mode: 'mine' } } }, override: true }])
        .metadata?.labels,
    ).toEqual({ mode: 'mine' });
  });

  test.each<[string, k8s.Probe]>([
    ['over HTTP', { httpGet: { path: '/_ping', port: k8s.IntOrString.fromNumber(2375) } }],
    ['over TCP', { tcpSocket: { port: k8s.IntOrString.fromNumber(2375) } }],
    ['over gRPC', { grpc: { port: 2375 } }],
    ['by a command', { exec: { command: ['true'] } }],
  ])('the handler of a probe, because Kubernetes allows only one: %s', (_, handler) => {
    const startupProbe = dindAfter({ startupProbe: handler })?.startupProbe;
    expect(startupProbe).toEqual({ ...handler, periodSeconds: 5 });
    const back = composePod([
      { owner: ['containerMode'], template: { spec: { containers: [{ name: 'runner', startupProbe: handler }] } } },
      {
        owner: ['template'],
        template: { spec: { containers: [{ name: 'runner', startupProbe: { exec: { command: ['mine'] } } }] } },
        override: true,
      },
    ]);
    expect(back.spec?.containers[0]?.startupProbe).toEqual({ exec: { command: ['mine'] } });
  });

  test('the period of a probe, and keeps its handler', () => {
    expect(dindAfter({ startupProbe: { periodSeconds: 9 } })?.startupProbe).toEqual({
      exec: { command: ['docker', 'info'] },
      periodSeconds: 9,
    });
  });
});

describe('an override adds', () => {
  test('a container after the others', () => {
    const spec = after({ spec: { containers: [{ name: 'aside', image: 'aside:1' }] } });
    expect(spec.containers.map(({ name }) => name)).toEqual(['runner', 'aside']);
  });

  test('an init container after the others', () => {
    const spec = after({ spec: { initContainers: [{ name: 'before', image: 'before:1' }] } });
    expect(spec.initContainers?.map(({ name }) => name)).toEqual(['dind', 'before']);
  });

  test('fields to a container, and changes no other container', () => {
    const spec = after({ spec: { containers: [{ name: 'runner', tty: true }] } });
    expect(spec.containers).toEqual([{ ...mode.template.spec?.containers?.[0], tty: true }]);
    expect(spec.initContainers).toEqual(mode.template.spec?.initContainers);
  });
});

test('contributions are not changed', () => {
  const before = JSON.stringify(mode);
  after({
    spec: {
      containers: [{ name: 'runner', image: 'mine', env: [{ name: 'NEW' }], securityContext: { privileged: true } }],
    },
  });
  expect(JSON.stringify(mode)).toBe(before);
});
