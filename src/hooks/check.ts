import { findingsElsewhere, type Finding, type ValuePath } from '../errors';
import { podFindings } from '../pod/check';
import {
  baseJobPod,
  NODE_OF_RUNNER,
  type JobContainer,
  type JobPod,
  type JobRequest,
  type ManifestObject,
} from './job-pod';
import { mergedJobPod, type HookExtension } from './merge';
import { EXTENSION_PREFIX, JOB_CONTAINER, type HookVersion } from './versions';

/**
 * Finds what would break the job pods of this extension. The hook does not validate an extension, so without this check
 * the error would appear only when a job starts. The paths of findings are paths in the extension.
 */
export function checkExtension(
  version: HookVersion,
  job: JobRequest,
  extension: HookExtension,
  kubernetesMinor: number,
): Finding[] {
  const empty = ['containers', 'volumes'].filter(list => extension.spec?.[list] === null);
  if (empty.length > 0)
    return empty.map(list => ({
      path: ['spec', list],
      message: 'is null, which makes the hook fail or drop its own entries; leave it out',
    }));
  const unnameable = badNames(extension);
  if (unnameable.length > 0) return unnameable;
  const ofHook = [
    ...(version === '0.8.1' ? lostParts(extension) : []),
    ...lostDefaults(version, extension),
    ...(extension.spec?.containers ?? []).flatMap((container, index) => containerFindings(version, container, index)),
    ...collisions(version, job, extension),
    ...(version === '0.8.1' ? serviceLeaks(extension) : []),
  ];
  return [...ofHook, ...findingsElsewhere(jobPodFindings(version, job, extension, kubernetesMinor), ofHook)];
}

function badNames(extension: HookExtension): Finding[] {
  return (['containers', 'initContainers'] as const).flatMap(list =>
    ((extension.spec?.[list] as readonly JobContainer[] | undefined) ?? []).flatMap(({ name }, index) =>
      /^\$?[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(name)
        ? []
        : [
            {
              path: ['spec', list, index, 'name'],
              message:
                'must be a container name of at most 63 lower-case letters, digits and -, got ' + JSON.stringify(name),
            },
          ],
    ),
  );
}

function lostParts(extension: HookExtension): Finding[] {
  const findings: Finding[] = [];
  const spec = extension.spec ?? {};
  const init = spec.initContainers as readonly JobContainer[] | undefined;
  if (init && !init.some(fillsExternals)) {
    findings.push({
      path: ['spec', 'initContainers'],
      message:
        "replaces the hook's init container fs-init, so the job pod has no Node.js for actions; add an fs-init " +
        'that fills the volume externals as the first one',
    });
  }
  const security = spec.securityContext as ManifestObject | undefined;
  if (security && security.fsGroup === undefined && security.runAsUser !== 0) {
    findings.push({
      path: ['spec', 'securityContext'],
      message:
        "replaces the hook's securityContext, so the job cannot write to its workspace; add fsGroup: 1001, or " +
        'set securityContext on the container $job instead',
    });
  }
  return findings;
}

function fillsExternals(container: JobContainer): boolean {
  return (container.volumeMounts ?? []).some(({ name }) => name === 'externals');
}

function lostDefaults(version: HookVersion, extension: HookExtension): Finding[] {
  const findings: Finding[] = [];
  const spec = extension.spec ?? {};
  if (spec.restartPolicy !== undefined && spec.restartPolicy !== 'Never') {
    findings.push({
      path: ['spec', 'restartPolicy'],
      message: 'would restart the job after it ends; leave it out',
    });
  }
  (spec.containers ?? []).forEach(({ name, restartPolicy }, index) => {
    if (name === EXTENSION_PREFIX + JOB_CONTAINER && restartPolicy !== undefined && restartPolicy !== 'Never')
      findings.push({
        path: ['spec', 'containers', index, 'restartPolicy'],
        message: 'would restart the job after it ends; leave it out',
      });
  });
  if (version === '0.7.0') {
    for (const key of ['nodeName', 'nodeSelector', 'affinity', 'topologySpreadConstraints'].filter(
      name => spec[name] !== undefined,
    )) {
      findings.push({
        path: ['spec', key],
        message:
          "has no effect: hook 0.7.0 pins the job pod to the runner's node because they share a volume; set it " +
          'on the runner pod instead',
      });
    }
  }
  if (extension.metadata?.labels?.['runner-pod'] !== undefined) {
    findings.push({
      path: ['metadata', 'labels', 'runner-pod'],
      message: 'would break cleanup: the hook finds the job pods of a runner by this label; leave it out',
    });
  }
  return findings;
}

function containerFindings(version: HookVersion, container: JobContainer, index: number): Finding[] {
  const path = ['spec', 'containers', index];
  if (!container.name.startsWith(EXTENSION_PREFIX)) {
    return container.image === undefined
      ? [
          {
            path: [...path, 'image'],
            message:
              `is required: ${container.name} is an additional container; to change the job container, use the ` +
              `name $${JOB_CONTAINER}`,
          },
        ]
      : [];
  }
  const refused: Record<string, string> = {
    image: 'is ignored by the hook, which takes the image from the workflow; leave it out',
    command: 'replaces the command that keeps the job container running between steps; leave it out',
    args: 'replaces the arguments that keep the job container running between steps; leave it out',
    ...(version === '0.7.0' && {
      envFrom: 'replaces the Secret that holds the variables of container actions; use env',
    }),
  };
  const isJob = container.name === EXTENSION_PREFIX + JOB_CONTAINER;
  return Object.entries(refused)
    .filter(([key]) => container[key] !== undefined && (isJob || key === 'image'))
    .map(([key, message]) => ({ path: [...path, key], message }));
}

/** Volumes, containers and mounts of the extension whose name or path the hook already uses. */
function collisions(version: HookVersion, job: JobRequest, { spec = {} }: HookExtension): Finding[] {
  const base = baseJobPod(version, job).spec;
  const init = spec.initContainers === undefined ? (base.initContainers ?? []) : [];
  const has = (list: readonly ManifestObject[], name: unknown) => list.some(entry => entry.name === name);
  const [ofJob] = base.containers as [JobContainer, ...JobContainer[]];
  return [
    ...((spec.volumes ?? []) as ManifestObject[]).flatMap(({ name }, index) =>
      has(base.volumes, name)
        ? [
            {
              path: ['spec', 'volumes', index, 'name'],
              message: `the hook already has a volume named ${String(name)}; use another name`,
            },
          ]
        : [],
    ),
    ...(spec.containers ?? []).flatMap(({ name, volumeMounts = [] }, index): Finding[] => {
      const path = ['spec', 'containers', index];
      if (has([...base.containers, ...init], name))
        return [
          {
            path: [...path, 'name'],
            message: `the hook already has a container named ${name}; use another name`,
          },
        ];
      if (name !== EXTENSION_PREFIX + JOB_CONTAINER) return [];
      return volumeMounts.flatMap(({ mountPath }, position) =>
        ofJob.volumeMounts?.some(mount => mount.mountPath === mountPath)
          ? [
              {
                path: [...path, 'volumeMounts', position, 'mountPath'],
                message: `the hook already mounts a volume at ${String(mountPath)}; use another path`,
              },
            ]
          : [],
      );
    }),
  ];
}

/** Checks the job pod that the hook would create. The paths of findings are paths in the extension. */
function jobPodFindings(
  version: HookVersion,
  job: JobRequest,
  extension: HookExtension,
  kubernetesMinor: number,
): Finding[] {
  // Only the workflow knows the job's image. Services that the extension changes are added to the sample.
  const sample = { ...job, image: 'job', services: [...job.services, ...extendedServices(extension)] };
  const pod = mergedJobPod(version, sample, extension);
  const spec = pod.spec.nodeName === NODE_OF_RUNNER ? { ...pod.spec, nodeName: undefined } : pod.spec;
  const findings = podFindings({ metadata: pod.metadata, spec }, kubernetesMinor);
  // The hook's own init container needs no check.
  const ofExtension = findings.filter(({ path }) => path[1] !== 'initContainers' || extension.spec?.initContainers);
  return ofExtension.map(finding => ({
    ...finding,
    path: pathInExtension(finding.path, pod, extension),
  }));
}

const APPENDED_TO_CONTAINERS: readonly unknown[] = ['env', 'volumeMounts', 'ports'];

/**
 * Translates a path in the job pod to a path in the extension. Their list positions differ, because the hook appends
 * the extension's entries to its own.
 */
function pathInExtension([part, list, index, ...rest]: ValuePath, pod: JobPod, extension: HookExtension): ValuePath {
  const listed = (name: string): readonly JobContainer[] => (extension.spec?.[name] ?? []) as readonly JobContainer[];
  if (list === 'volumes' && typeof index === 'number')
    return [part as string, list, index - pod.spec.volumes.length + listed(list).length, ...rest];
  if (list !== 'containers' || typeof index !== 'number') return [part, list, index, ...rest].filter(isGiven);
  const container = pod.spec.containers[index] as JobContainer;
  const merged = listed(list).findIndex(({ name }) => name === EXTENSION_PREFIX + container.name);
  if (merged < 0) return [part as string, list, listed(list).findIndex(({ name }) => name === container.name), ...rest];
  const [field, position, ...inner] = rest;
  if (typeof position !== 'number' || !APPENDED_TO_CONTAINERS.includes(field))
    return [part as string, list, merged, ...rest];
  const length = (entries: unknown) => (Array.isArray(entries) ? entries.length : 0);
  const added = length(listed(list)[merged]?.[field as string]);
  return [
    part as string,
    list,
    merged,
    field as string,
    position - length(container[field as string]) + added,
    ...inner,
  ];
}

function isGiven(part: string | number | undefined): part is string | number {
  return part !== undefined;
}

function serviceLeaks(extension: HookExtension): Finding[] {
  const containers = extension.spec?.containers ?? [];
  const mounting = (container: JobContainer) => (container.volumeMounts ?? []).length > 0;
  const jobMounts = containers.some(
    container => container.name === EXTENSION_PREFIX + JOB_CONTAINER && mounting(container),
  );
  return containers.flatMap((container, index) =>
    container.name.startsWith(EXTENSION_PREFIX) &&
    container.name !== EXTENSION_PREFIX + JOB_CONTAINER &&
    mounting(container)
      ? [
          {
            path: ['spec', 'containers', index, 'volumeMounts'],
            message:
              (jobMounts
                ? 'and those of $job would appear in both containers'
                : 'would appear in the job container and in every service') +
              ' (hook 0.8.x uses one list of mounts for all); mount in $job only',
          },
        ]
      : [],
  );
}

function extendedServices(extension: HookExtension): string[] {
  return (extension.spec?.containers ?? [])
    .map(({ name }) => name)
    .filter(name => name.startsWith(EXTENSION_PREFIX) && name !== EXTENSION_PREFIX + JOB_CONTAINER)
    .map(name => name.slice(EXTENSION_PREFIX.length));
}
