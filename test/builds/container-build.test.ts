import { Duration } from 'cdk8s';
import { containerOf, COMMIT, jobOf, podOf, synthBuild } from './builds';

const init = (props: Parameters<typeof podOf>[0]) => podOf(props).initContainers?.map(({ name }) => name);

describe('a Job', () => {
  test('runs once, since a failed command fails again', () => {
    expect(jobOf().spec).toMatchObject({ backoffLimit: 0, template: { spec: { restartPolicy: 'Never' } } });
  });

  test('is replaced when its node fails', () => {
    expect(jobOf().spec.podFailurePolicy.rules).toEqual([
      { action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget', status: 'True' }] },
    ]);
  });

  test('has another name for every commit, since Kubernetes does not change Jobs', () => {
    const name = (commit: string) => jobOf({ commit }).metadata.name;
    expect(name(COMMIT)).toMatch(/^web-[0-9a-f]{8}$/);
    expect(name(COMMIT)).toBe(name(COMMIT));
    expect(name('f'.repeat(40))).not.toBe(name(COMMIT));
  });

  test('mounts the scripts of its own name', () => {
    const manifests = synthBuild();
    const map = manifests.find(({ kind }) => kind === 'ConfigMap');
    expect(map).toMatchObject({ immutable: true, metadata: { name: jobOf().metadata.name } });
    expect(podOf().volumes.find(({ name }) => name === 'scripts')?.configMap.name).toBe(map?.metadata.name);
  });

  test('kills a build after 30 minutes, and waits an hour for a node', () => {
    expect(podOf().activeDeadlineSeconds).toBe(1800);
    expect(jobOf().spec.activeDeadlineSeconds).toBe(1800 + 3600);
  });

  test('has the timeout of its props', () => {
    const props = { timeout: Duration.minutes(5), queueTimeout: Duration.minutes(1) };
    expect([podOf(props).activeDeadlineSeconds, jobOf(props).spec.activeDeadlineSeconds]).toEqual([300, 360]);
  });
});

describe('runs', () => {
  const cronJob = (runs: string) => synthBuild({ runs }).find(({ kind }) => kind === 'CronJob');

  test('onDemand is a CronJob that never fires, with a name that can be applied again', () => {
    expect(cronJob('onDemand')).toMatchObject({ metadata: { name: 'web' }, spec: { suspend: true } });
  });

  test('with a schedule is a CronJob that does not overlap', () => {
    expect(cronJob('0 3 * * 1-5')?.spec).toMatchObject({
      schedule: '0 3 * * 1-5',
      suspend: false,
      concurrencyPolicy: 'Forbid',
    });
  });

  test('as a CronJob has the pod of the Job', () => {
    expect(cronJob('onDemand')?.spec.jobTemplate.spec).toEqual(jobOf().spec);
  });
});

describe('the pod', () => {
  test('has no token for the API server', () => {
    expect(podOf()).toMatchObject({ automountServiceAccountToken: false, enableServiceLinks: false });
  });

  test('clones before the command runs', () => {
    expect(init({})).toEqual(['source']);
    expect(containerOf(podOf(), 'source').env).toContainEqual({ name: 'COMMIT', value: COMMIT });
  });

  test('prepares caches, clones, starts services, then closes the network', () => {
    expect(
      init({
        caches: ['npm'],
        services: [{ name: 'postgres', image: 'postgres:17' }],
        artifacts: [{ name: 'dist', path: 'dist' }],
        artifactStore: { claim: 'artifacts' },
        network: 'none',
      }),
    ).toEqual(['own-cache-npm', 'source', 'service-postgres', 'artifacts', 'network']);
  });

  test('accepts no connection', () => {
    const policy = synthBuild().find(({ kind }) => kind === 'NetworkPolicy');
    expect(policy?.spec).toEqual({
      podSelector: { matchLabels: { 'deskrun.dev/build': 'web' } },
      policyTypes: ['Ingress'],
    });
    expect(jobOf().spec.template.metadata.labels['deskrun.dev/build']).toBe('web');
  });

  test('has requests equal to its limits, so that it keeps what it may use', () => {
    const { resources } = containerOf(podOf({ resources: { limits: { cpu: 2, memory: '4Gi' } } }), 'build');
    expect(resources.requests).toEqual(resources.limits);
  });

  test('has the requests of its props', () => {
    const given = { limits: { memory: '4Gi' }, requests: { memory: '1Gi' } };
    expect(containerOf(podOf({ resources: given }), 'build').resources).toEqual(given);
  });
});

describe('the token for Git', () => {
  test('is only in the container that clones', () => {
    const pod = podOf({ gitSecret: 'git' });
    const users = [...(pod.initContainers ?? []), ...pod.containers].filter(({ volumeMounts }) =>
      volumeMounts.some(({ name }) => name === 'git-token'),
    );
    expect(users.map(({ name }) => name)).toEqual(['source']);
  });

  test('is given by a program, not in a variable or an argument', () => {
    expect(containerOf(podOf({ gitSecret: 'git' }), 'source').env).toContainEqual({
      name: 'GIT_ASKPASS',
      value: '/deskrun/scripts/askpass.sh',
    });
  });
});

describe('a cache', () => {
  const volume = (props: Parameters<typeof podOf>[0], name: string) =>
    podOf(props).volumes.find(other => other.name === name)?.hostPath.path as string;

  test('of a tool is shared by all repositories of a trust level', () => {
    expect(volume({ caches: ['npm'] }, 'cache-npm')).toBe('/var/lib/deskrun/cache/internal/shared/npm');
    expect(volume({ caches: ['npm'], trust: 'untrusted' }, 'cache-npm')).toBe(
      '/var/lib/deskrun/cache/untrusted/shared/npm',
    );
  });

  test('sets the variable of its tool', () => {
    expect(containerOf(podOf({ caches: ['npm'] }), 'build').env).toContainEqual({
      name: 'npm_config_cache',
      value: '/cache/npm',
    });
  });

  test('is not shared with builds of another user', () => {
    expect(volume({ caches: ['npm'], user: { uid: 1000 } }, 'cache-npm')).toBe(
      '/var/lib/deskrun/cache/internal/shared-1000/npm',
    );
  });

  test('of the workspace belongs to the repository, however its URL is written', () => {
    const next = { customCaches: [{ name: 'next', path: './.next/cache' }] };
    const path = volume(next, 'cache-custom-0');
    expect(path).toMatch(/^\/var\/lib\/deskrun\/cache\/internal\/custom\/[0-9a-f]{16}\/next$/);
    expect(volume({ ...next, repository: 'git@github.com:Owner/web.git' }, 'cache-custom-0')).toBe(path);
    expect(containerOf(podOf(next), 'build').volumeMounts).toContainEqual({
      name: 'cache-custom-0',
      mountPath: '/workspace/.next/cache',
    });
  });

  test('that one build at a time may use keeps other builds off the node', () => {
    const { template } = jobOf({ caches: ['gradle'] }).spec;
    const [lock] = Object.keys(template.metadata.labels as object).filter(label => label.includes('cache-lock'));
    expect(template.spec.affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution).toEqual([
      {
        topologyKey: 'kubernetes.io/hostname',
        labelSelector: { matchLabels: { [lock as string]: 'true' } },
        namespaceSelector: {},
      },
    ]);
  });

  test('that builds share leaves them alone', () => {
    expect(podOf({ caches: ['npm'] }).affinity).toBeUndefined();
  });

  test('lock keeps the affinity of the props', () => {
    const term = { topologyKey: 'zone', labelSelector: { matchLabels: { app: 'db' } } };
    const affinity = { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [term] } };
    expect(
      podOf({ caches: ['gradle'], affinity }).affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution,
    ).toEqual([term, expect.objectContaining({ topologyKey: 'kubernetes.io/hostname' })]);
  });
});

describe('a service', () => {
  const services = [{ name: 'postgres', image: 'postgres:17', healthCheck: { command: 'pg_isready' } }];

  test('is a sidecar under its name, on the loopback', () => {
    expect(containerOf(podOf({ services }), 'service-postgres').restartPolicy).toBe('Always');
    expect(podOf({ services }).hostAliases).toEqual([{ ip: '127.0.0.1', hostnames: ['postgres'] }]);
  });

  test('delays the command until it is ready, for a minute', () => {
    expect(containerOf(podOf({ services }), 'service-postgres').startupProbe).toEqual({
      exec: { command: ['sh', '-c', 'pg_isready'] },
      periodSeconds: 2,
      timeoutSeconds: 10,
      failureThreshold: 30,
    });
  });

  test('has the shared memory of its props', () => {
    const pod = podOf({ services: [{ name: 'postgres', image: 'postgres:17', shmSize: '1Gi' }] });
    expect(containerOf(pod, 'service-postgres').volumeMounts).toEqual([
      { name: 'shm-postgres', mountPath: '/dev/shm' },
    ]);
    expect(pod.volumes.find(({ name }) => name === 'shm-postgres')?.emptyDir).toEqual({
      medium: 'Memory',
      sizeLimit: '1Gi',
    });
  });

  test('keeps dollars of its command, which Kubernetes would replace', () => {
    const [service] = services;
    const command = 'serve $(HOSTNAME) $$ $x';
    expect(
      containerOf(podOf({ services: [{ ...(service as (typeof services)[0]), command }] }), 'service-postgres').command,
    ).toEqual(['sh', '-c', 'serve $$(HOSTNAME) $$$ $x']);
  });
});

test('template overrides everything else', () => {
  const template = { spec: { containers: [{ name: 'build', image: 'other:1' }] } };
  expect(containerOf(podOf({ template }), 'build').image).toBe('other:1');
});
