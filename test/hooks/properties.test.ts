import * as fc from 'fast-check';
import { checkExtension } from '../../src/hooks/check';
import { baseJobPod, fsInit, type JobContainer, type JobPod, type JobRequest } from '../../src/hooks/job-pod';
import { effectiveJobPod, type HookExtension } from '../../src/hooks/merge';
import type { HookVersion } from '../../src/hooks/versions';

const version = fc.constantFrom<HookVersion>('0.7.0', '0.8.1');
const job: fc.Arbitrary<JobRequest> = fc.record({
  runnerPod: fc.string({ unit: fc.constantFrom('a', '-', '1'), minLength: 1, maxLength: 80 }),
  runnerImage: fc.constantFrom('runner:1', 'ghcr.io/a/runner@sha256:00'),
  image: fc.constantFrom('node:22', 'ubuntu'),
  services: fc.uniqueArray(fc.constantFrom('redis:7', 'ghcr.io/x/postgres', 'nginx'), { maxLength: 2 }),
});

/** Any of some fields. */
function fields(all: Record<string, fc.Arbitrary<unknown>>, ...required: string[]): fc.Arbitrary<Record<string, unknown>> {
  return fc.record(all, { requiredKeys: required, noNullPrototype: true });
}

/** Some of the harmless values, each once; of risky ones too, and repeatedly, where that is asked for. */
function some<T>(risky: boolean, harmless: T[], others: T[] = []): fc.Arbitrary<T[]> {
  return risky ? fc.array(fc.constantFrom(...harmless, ...others), { maxLength: 3 }) : fc.subarray(harmless);
}

const mount = (mountPath: string) => ({ name: 'v', mountPath });
const volume = (name: string) => ({ name, emptyDir: {} });

const containerFields = (risky: boolean) => fields({
  env: some(risky, [{ name: 'CI', value: 'no' }, { name: 'A', value: '1' }]),
  volumeMounts: some(risky, ['/cache', '/a', '/a/b'].map(mount), ['/__w', '/__e', '/github'].map(mount)),
  ports: some<object>(risky, [{ containerPort: 80 }, { containerPort: 53, protocol: 'UDP' }]),
  resources: fc.constant({ limits: { cpu: '2' } }),
  securityContext: fc.constantFrom({ privileged: true }, { runAsUser: 0 }),
  tty: fc.boolean(),
  ...(risky && { command: fc.constant(['true']), args: fc.constant([]), image: fc.constant('mine:1'), envFrom: fc.constant([{ secretRef: { name: 's' } }]) }),
});

/** Extensions in which little is wrong, or, when risky, anything that the hook takes. */
function extension(risky: boolean): fc.Arbitrary<HookExtension> {
  const named = (name: fc.Arbitrary<string>, more: object = {}) => fc.tuple(name, containerFields(risky)).map(([n, rest]): JobContainer => ({ name: n, ...more, ...rest }));
  const extended = named(fc.constantFrom('$job', '$redis', '$nginx', '$mysql'));
  const added = named(fc.constantFrom('proxy', 'watcher', ...(risky ? ['job', 'redis', 'fs-init', '$'] : [])), risky ? {} : { image: 'proxy:1' });
  const containers = risky ? fc.array(fc.oneof(extended, added), { maxLength: 4 }) : fc.uniqueArray(fc.oneof(extended, added), { maxLength: 4, selector: ({ name }) => name });
  const mine = named(fc.constantFrom('mine', 'other'), { image: 'mine:1' });
  const spec = fields({
    containers,
    volumes: some(risky, ['w', 'x'].map(volume), ['work', 'externals', 'github', 'v'].map(volume)).map(others => [volume('v'), ...others]),
    initContainers: risky ? fc.array(fc.oneof(fc.constant(fsInit('runner:1')), mine), { maxLength: 3 }) : mine.map(own => [fsInit('runner:1'), own]),
    hostPID: fc.boolean(),
    tolerations: some(risky, [{ key: 'ci' }]),
    securityContext: fc.constantFrom<object>({ fsGroup: 1001 }, { runAsUser: 0 }, ...(risky ? [{ runAsUser: 5 }] : [])),
    ...(risky && { restartPolicy: fc.constantFrom('Never', 'Always'), nodeName: fc.constant('rack-1'), affinity: fc.constant({}), imagePullSecrets: some(true, [{ name: 'mine' }]) }),
  }, ...(risky ? [] : ['containers', 'volumes']));
  const metadata = fields({ labels: fc.constantFrom<object>({}, { team: 'a' }, ...(risky ? [{ 'runner-pod': 'x' }] : [])), annotations: fc.constantFrom<object>({}, { note: 'b' }) });
  return fields({ metadata, spec }, ...(risky ? [] : ['spec']));
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) Object.values(Object.freeze(value)).forEach(deepFreeze);
  return value;
}
const containersOf = ({ spec }: JobPod) => [...spec.containers, ...(spec.initContainers ?? [])];
const isUnique = (values: readonly unknown[]) => new Set(values).size === values.length;

test('merging the empty extension changes nothing', () => {
  fc.assert(fc.property(version, job, (hook, request) => {
    for (const empty of [{}, { metadata: {} }, { spec: {} }]) expect(effectiveJobPod(hook, request, empty)).toEqual(baseJobPod(hook, request));
  }));
});

test('no extension makes the simulator or the check throw, and none is changed by them', () => {
  fc.assert(fc.property(version, job, extension(true), (hook, request, given) => {
    const before = JSON.stringify(given);
    deepFreeze(given);
    effectiveJobPod(hook, request, given);
    checkExtension(hook, request, given);
    expect(JSON.stringify(given)).toBe(before);
  }));
});

test('the same extension has the same effect and the same findings', () => {
  fc.assert(fc.property(version, job, extension(true), (hook, request, given) => {
    expect(effectiveJobPod(hook, request, given)).toEqual(effectiveJobPod(hook, request, given));
    expect(checkExtension(hook, request, given)).toEqual(checkExtension(hook, request, given));
  }));
});

test('every finding says what to do, in lower case and without a final period', () => {
  fc.assert(fc.property(version, job, extension(true), (hook, request, given) => {
    for (const { message } of checkExtension(hook, request, given)) expect(message).toMatch(/^[^A-Z].*[;:,] .*[^.]$/s);
  }));
});

describe('an extension that nothing is wrong with', () => {
  /** Runs on extensions without findings only; most of the harmless ones have none. */
  function always(holds: (pod: JobPod, hook: HookVersion, request: JobRequest, given: HookExtension) => void): void {
    let seen = 0;
    fc.assert(fc.property(version, job, fc.oneof(extension(false), extension(true)), (hook, request, given) => {
      fc.pre(checkExtension(hook, request, given).length === 0);
      seen += given.spec?.containers?.length ?? 0;
      holds(effectiveJobPod(hook, request, given), hook, request, given);
    }));
    expect(seen).toBeGreaterThan(10);
  }

  test('gives a pod whose volumes have different names', () => {
    always(({ spec }) => expect(isUnique(spec.volumes.map(({ name }) => name))).toBe(true));
  });

  test('gives a pod whose containers have different names', () => {
    always(pod => expect(isUnique(containersOf(pod).map(({ name }) => name))).toBe(true));
  });

  test('gives containers that mount one thing at a path', () => {
    always(pod => {
      for (const { volumeMounts = [] } of containersOf(pod)) expect(isUnique(volumeMounts.map(({ mountPath }) => mountPath))).toBe(true);
    });
  });

  test('gives containers that have an image', () => {
    always(pod => {
      for (const container of containersOf(pod)) expect(container.image).toEqual(expect.any(String));
    });
  });

  test('gives containers that mount volumes which are there', () => {
    always(pod => {
      const volumes = pod.spec.volumes.map(({ name }) => name);
      for (const { volumeMounts = [] } of containersOf(pod)) expect(volumes).toEqual(expect.arrayContaining(volumeMounts.map(({ name }) => name)));
    });
  });

  test('leaves the volume with the runner\'s programs filled', () => {
    always((pod, hook) => {
      if (hook === '0.8.1') expect(pod.spec.initContainers?.some(({ volumeMounts }) => volumeMounts?.some(({ name }) => name === 'externals'))).toBe(true);
    });
  });

  test('leaves the job as the workflow wants it', () => {
    always((pod, _hook, { image }) => expect(pod.spec.containers[0]).toMatchObject({ name: 'job', image, command: ['tail'], args: ['-f', '/dev/null'] }));
  });

  test('leaves every mount of the hook where it was', () => {
    always((pod, hook, request) => baseJobPod(hook, request).spec.containers.forEach(({ volumeMounts = [] }, index) => {
      expect(pod.spec.containers[index]?.volumeMounts).toEqual(expect.arrayContaining(volumeMounts));
    }));
  });

  test('leaves the pod to be found by its runner', () => {
    always((pod, _hook, { runnerPod }) => expect(pod.metadata.labels['runner-pod']).toBe(runnerPod));
  });

  test('has an effect of everything it says of the job', () => {
    always((pod, _hook, _request, given) => {
      const said = given.spec?.containers?.find(({ name }) => name === '$job')?.env ?? [];
      expect(pod.spec.containers[0]?.env).toEqual(expect.arrayContaining(said));
    });
  });
});
