import * as fc from 'fast-check';
import { fsInit, type JobContainer, type JobRequest } from '../../src/hooks/job-pod';
import type { HookExtension } from '../../src/hooks/merge';
import type { HookVersion } from '../../src/hooks/versions';

export const hookVersion = fc.constantFrom<HookVersion>('0.7.0', '0.8.1');
/** The job that a workflow requests. */
export const jobRequest: fc.Arbitrary<JobRequest> = fc.record({
  runnerPod: fc.string({ unit: fc.constantFrom('a', '-', '1'), minLength: 1, maxLength: 80 }),
  runnerImage: fc.constantFrom('runner:1', 'ghcr.io/a/runner@sha256:00'),
  workspace: fc.constantFrom('docs/docs', 'a.b/a.b'),
  image: fc.constantFrom('node:22', 'ubuntu'),
  services: fc.uniqueArray(fc.constantFrom('redis:7', 'ghcr.io/x/postgres', 'nginx'), { maxLength: 2 }),
});

/** An object with some of these fields. */
function fields(
  all: Record<string, fc.Arbitrary<unknown>>,
  ...required: string[]
): fc.Arbitrary<Record<string, unknown>> {
  return fc.record(all, { requiredKeys: required, noNullPrototype: true });
}

/** Some of the harmless values, each once. If `risky`, also risky values and duplicates. */
function some<T>(risky: boolean, harmless: T[], others: T[] = []): fc.Arbitrary<T[]> {
  return risky ? fc.array(fc.constantFrom(...harmless, ...others), { maxLength: 3 }) : fc.subarray(harmless);
}

const mount = (mountPath: string) => ({ name: 'v', mountPath });
const volume = (name: string) => ({ name, emptyDir: {} });

const containerFields = (risky: boolean) =>
  fields({
    env: some(risky, [
      { name: 'CI', value: 'no' },
      { name: 'A', value: '1' },
    ]),
    volumeMounts: some(risky, ['/cache', '/a', '/a/b'].map(mount), ['/__w', '/__e', '/github'].map(mount)),
    ports: some<object>(risky, [{ containerPort: 80 }, { containerPort: 53, protocol: 'UDP' }]),
    resources: fc.constant({ limits: { cpu: '2' } }),
    securityContext: fc.constantFrom({ privileged: true }, { runAsUser: 0 }),
    tty: fc.boolean(),
    ...(risky && {
      command: fc.constant(['true']),
      args: fc.constant([]),
      image: fc.constant('mine:1'),
      envFrom: fc.constant([{ secretRef: { name: 's' } }]),
    }),
  });

/** Extensions, mostly valid. If `risky`, with everything that the hook accepts. */
export function anyExtension(risky: boolean): fc.Arbitrary<HookExtension> {
  const named = (name: fc.Arbitrary<string>, more: object = {}) =>
    fc.tuple(name, containerFields(risky)).map(([n, rest]): JobContainer => ({ name: n, ...more, ...rest }));
  const extended = named(fc.constantFrom('$job', '$redis', '$nginx', '$mysql'));
  const added = named(
    fc.constantFrom('proxy', 'watcher', ...(risky ? ['job', 'redis', 'fs-init', '$'] : [])),
    risky ? {} : { image: 'proxy:1' },
  );
  const containers = risky
    ? fc.array(fc.oneof(extended, added), { maxLength: 4 })
    : fc.uniqueArray(fc.oneof(extended, added), { maxLength: 4, selector: ({ name }) => name });
  const mine = named(fc.constantFrom('mine', 'other'), { image: 'mine:1' });
  const spec = fields(
    {
      containers,
      volumes: some(risky, ['w', 'x'].map(volume), ['work', 'externals', 'github', 'v'].map(volume)).map(others => [
        volume('v'),
        ...others,
      ]),
      initContainers: risky
        ? fc.array(fc.oneof(fc.constant(fsInit('runner:1')), mine), { maxLength: 3 })
        : mine.map(own => [fsInit('runner:1'), own]),
      hostPID: fc.boolean(),
      tolerations: some(risky, [{ key: 'ci' }]),
      securityContext: fc.constantFrom<object>(
        { fsGroup: 1001 },
        { runAsUser: 0 },
        ...(risky ? [{ runAsUser: 5 }] : []),
      ),
      ...(risky && {
        restartPolicy: fc.constantFrom('Never', 'Always'),
        nodeName: fc.constant('rack-1'),
        affinity: fc.constant({}),
        imagePullSecrets: some(true, [{ name: 'mine' }]),
      }),
    },
    ...(risky ? [] : ['containers', 'volumes']),
  );
  const metadata = fields({
    labels: fc.constantFrom<object>({}, { team: 'a' }, ...(risky ? [{ 'runner-pod': 'x' }] : [])),
    annotations: fc.constantFrom<object>({}, { note: 'b' }),
  });
  return fields({ metadata, spec }, ...(risky ? [] : ['spec']));
}
