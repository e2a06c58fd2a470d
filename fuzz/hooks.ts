import { isDeepStrictEqual } from 'node:util';
import * as fc from 'fast-check';
import { checkExtension } from '../src/hooks/check';
import { baseJobPod, type JobContainer, type JobPod } from '../src/hooks/job-pod';
import { effectiveJobPod, type HookExtension } from '../src/hooks/merge';
import { anyExtension, hookVersion, jobRequest } from '../test/support/arbitrary-extensions';
import { refuse, type Target } from './target';

const containersOf = ({ spec }: JobPod): JobContainer[] => [...spec.containers, ...(spec.initContainers ?? [])];
const repeated = (values: readonly unknown[]) => values.filter((value, index) => values.indexOf(value) < index);

/** What an API server would refuse in a job pod. */
function podProblems(pod: JobPod): string[] {
  const containers = containersOf(pod);
  const volumes = pod.spec.volumes.map(({ name }) => name);
  return [
    ...repeated(containers.map(({ name }) => name)).map(name => `container ${String(name)} twice`),
    ...repeated(volumes).map(name => `volume ${String(name)} twice`),
    ...containers.flatMap(({ name, image, volumeMounts = [] }) => [
      ...(image === undefined ? [`no image of ${name}`] : []),
      ...repeated(volumeMounts.map(({ mountPath }) => mountPath)).map(path => `${String(path)} twice in ${name}`),
      ...volumeMounts.filter(mount => !volumes.includes(mount.name)).map(mount => `no volume ${String(mount.name)}`),
    ]),
  ];
}

/** What an extension says and the job pod does not have. */
function lost({ metadata = {}, spec = {} }: HookExtension, pod: JobPod): string[] {
  const missing = (all: readonly unknown[] = [], there: readonly unknown[] = []) =>
    all.filter(one => !there.some(other => isDeepStrictEqual(one, other)));
  const { containers = [], volumes, ...rest } = spec;
  const own = pod.spec.containers;
  return [
    ...Object.entries({ ...metadata.labels, ...metadata.annotations })
      .filter(([key, value]) => (pod.metadata.labels[key] ?? pod.metadata.annotations[key]) !== value)
      .map(([key]) => key),
    ...Object.entries(rest)
      .filter(([key, value]) => !isDeepStrictEqual(pod.spec[key], value))
      .map(([key]) => `spec.${key}`),
    ...missing(volumes as unknown[], pod.spec.volumes).map(() => 'a volume'),
    ...containers
      .filter(({ name }) => !name.startsWith('$') && !own.some(other => other.name === name))
      .map(({ name }) => name),
    ...containers.flatMap(({ name, ...said }) => {
      const target = own.find(other => `$${other.name}` === name);
      return target
        ? Object.entries(said)
            .filter(([key, value]) =>
              ['env', 'volumeMounts', 'ports'].includes(key)
                ? missing(value as unknown[], target[key] as unknown[]).length > 0
                : !isDeepStrictEqual(target[key], value),
            )
            .map(([key]) => `${name}.${key}`)
        : [];
    }),
  ];
}

/** An extension is merged without being changed; where the check finds nothing, nothing is lost and the pod is one. */
export const hooks: Target = fc.property(
  hookVersion,
  jobRequest,
  fc.oneof(anyExtension(false), anyExtension(true)),
  (version, job, extension) => {
    const before = JSON.stringify(extension);
    const pod = effectiveJobPod(version, job, extension);
    const findings = checkExtension(version, job, extension, 36);
    if (!isDeepStrictEqual(effectiveJobPod(version, job, extension), pod))
      throw new Error('merges differently a second time');
    containersOf(pod).forEach(container => {
      container.env?.push({ name: 'LATER' });
      container.volumeMounts?.splice(0);
    });
    if (JSON.stringify(extension) !== before) throw new Error('changes the extension, or shares a part of it');
    if (!isDeepStrictEqual(effectiveJobPod(version, job, {}), baseJobPod(version, job)))
      throw new Error('changes what an empty extension gives');
    if (findings.length > 0) return;
    const fresh = effectiveJobPod(version, job, extension);
    refuse('is no pod', podProblems(fresh));
    refuse('is lost', lost(extension, fresh));
  },
);
