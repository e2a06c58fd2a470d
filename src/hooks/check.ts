import { findingsElsewhere, type Finding, type ValuePath } from '../errors';
import { podFindings } from '../pod/check';
import { baseJobPod, NODE_OF_RUNNER, type JobContainer, type JobPod, type JobRequest, type Plain } from './job-pod';
import { mergedJobPod, type HookExtension } from './merge';
import { EXTENSION_PREFIX, JOB_CONTAINER, type HookVersion } from './versions';

/**
 * What would go wrong in job pods that carry this extension. The hook passes an extension to the API server unchecked,
 * so each of these would otherwise show only when a job starts. Paths are into the extension.
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
      message: 'is empty, which makes the hook fail or lose its own; leave it out',
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
              message: `${JSON.stringify(name)} cannot name a container: at most 63 lower-case letters, digits and -`,
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
        "replaces the hook's fs-init, without which the job pod has no Node.js for actions; put an fs-init " +
        'that fills the volume externals first',
    });
  }
  const security = spec.securityContext as Plain | undefined;
  if (security && security.fsGroup === undefined && security.runAsUser !== 0) {
    findings.push({
      path: ['spec', 'securityContext'],
      message:
        "replaces the hook's own, so the job can no longer write its workspace; add fsGroup: 1001, or set it " +
        'on the container $job instead',
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
      message: 'would start the job again after it ended; leave it out',
    });
  }
  if (version === '0.7.0') {
    for (const key of ['nodeName', 'nodeSelector', 'affinity', 'topologySpreadConstraints'].filter(
      name => spec[name] !== undefined,
    )) {
      findings.push({
        path: ['spec', key],
        message:
          "cannot move the job pod, which this hook pins to the runner's node for their common volume; place " +
          'the runner instead',
      });
    }
  }
  if (extension.metadata?.labels?.['runner-pod'] !== undefined) {
    findings.push({
      path: ['metadata', 'labels', 'runner-pod'],
      message: 'is how the job pod is found and removed with its runner; leave it out',
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
              `is required: ${container.name} is added beside the job; to change the job's own container, name ` +
              `it $${JOB_CONTAINER}`,
          },
        ]
      : [];
  }
  const refused: Record<string, string> = {
    image: 'is ignored by the hook: the workflow names the image; leave it out',
    command: 'takes the place of the command that keeps the job container running between steps; leave it out',
    args: 'takes the place of the arguments that keep the job container running between steps; leave it out',
    ...(version === '0.7.0' && {
      envFrom: 'takes the place of the Secret with the variables of container actions; use env',
    }),
  };
  const isJob = container.name === EXTENSION_PREFIX + JOB_CONTAINER;
  return Object.entries(refused)
    .filter(([key]) => container[key] !== undefined && (isJob || key === 'image'))
    .map(([key, message]) => ({ path: [...path, key], message }));
}

/** What the extension adds although the hook has it. */
function collisions(version: HookVersion, job: JobRequest, { spec = {} }: HookExtension): Finding[] {
  const base = baseJobPod(version, job).spec;
  const init = spec.initContainers === undefined ? (base.initContainers ?? []) : [];
  const has = (list: readonly Plain[], name: unknown) => list.some(entry => entry.name === name);
  const [ofJob] = base.containers as [JobContainer, ...JobContainer[]];
  return [
    ...((spec.volumes ?? []) as Plain[]).flatMap(({ name }, index) =>
      has(base.volumes, name)
        ? [
            {
              path: ['spec', 'volumes', index, 'name'],
              message: `${String(name)} is a volume of the job pod already; give yours another name`,
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
            message: `${name} is a container of the job pod already; give yours another name`,
          },
        ];
      if (name !== EXTENSION_PREFIX + JOB_CONTAINER) return [];
      return volumeMounts.flatMap(({ mountPath }, position) =>
        ofJob.volumeMounts?.some(mount => mount.mountPath === mountPath)
          ? [
              {
                path: [...path, 'volumeMounts', position, 'mountPath'],
                message: `${String(mountPath)} is mounted by the hook already; mount yours elsewhere`,
              },
            ]
          : [],
      );
    }),
  ];
}

/** What is wrong with the job pod that the hook makes, where it stands in the extension. */
function jobPodFindings(
  version: HookVersion,
  job: JobRequest,
  extension: HookExtension,
  kubernetesMinor: number,
): Finding[] {
  // The image of the job is known to the workflow only, and services that the extension shapes are there too.
  const sample = { ...job, image: 'job', services: [...job.services, ...extendedServices(extension)] };
  const pod = mergedJobPod(version, sample, extension);
  const spec = pod.spec.nodeName === NODE_OF_RUNNER ? { ...pod.spec, nodeName: undefined } : pod.spec;
  const findings = podFindings({ metadata: pod.metadata, spec }, kubernetesMinor);
  // The hook's own init container is right by itself.
  const ofExtension = findings.filter(({ path }) => path[1] !== 'initContainers' || extension.spec?.initContainers);
  return ofExtension.map(finding => ({
    ...finding,
    path: pathInExtension(finding.path, pod, extension),
  }));
}

const APPENDED_TO_CONTAINERS: readonly unknown[] = ['env', 'volumeMounts', 'ports'];

/**
 * Where a part of the job pod stands in the extension: what is appended to lists of the hook has other positions there.
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
              `${jobMounts ? "and those of $job would appear in each other's containers" : 'would appear in the job and in every other service'} ` +
              '(hook 0.8.x keeps one list for all); mount in $job only',
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
