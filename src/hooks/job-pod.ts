import { JOB_CONTAINER, type HookVersion } from './versions';

/** A part of a manifest as plain data, without a check of its fields. */
export type ManifestObject = Record<string, unknown>;

/** A container of a job pod as plain data. @example { name: 'job', image: 'node:22' } */
export interface JobContainer extends ManifestObject {
  /** Name of the container: `job` for the job container. */
  name: string;

  /** Environment variables. @default - none */
  env?: ManifestObject[];

  /** Volume mounts. @default - none */
  volumeMounts?: ManifestObject[];
}

/** A job pod as plain data, with the field names of Kubernetes. */
export interface JobPod {
  /** Name, labels and annotations of the pod. */
  metadata: { name: string; labels: Record<string, string>; annotations: Record<string, string> };
  /** Containers, init containers, volumes and all other fields of the pod. */
  spec: ManifestObject & { containers: JobContainer[]; initContainers?: JobContainer[]; volumes: ManifestObject[] };
}

/** Placeholder for the name of the runner's node. Hook 0.7.0 pins job pods to that node. */
export const NODE_OF_RUNNER = '<node of the runner pod>';

/**
 * The job for which the hook creates a pod.
 *
 * @example
 * {
 *   runnerPod: 'docs-abcde-runner-fghij',
 *   runnerImage: 'ghcr.io/actions/actions-runner:2.337.0',
 *   workspace: 'docs/docs',
 *   image: 'node:22',
 *   services: ['redis:7'],
 * }
 */
export interface JobRequest {
  /** Name of the runner pod that runs the job. */
  readonly runnerPod: string;

  /** Image of the runner. The hook reads it from the variable `ACTIONS_RUNNER_IMAGE`. */
  readonly runnerImage: string;

  /** Directory of the checked-out repository, relative to the work directory: `<repository>/<repository>`. */
  readonly workspace: string;

  /** Image of the job container: `container.image` in the workflow. */
  readonly image: string;

  /** Images of the service containers: each `services.NAME.image` in the workflow. */
  readonly services: readonly string[];
}

/** Returns the job pod that this version of the hook creates when there is no extension. */
export function baseJobPod(version: HookVersion, job: JobRequest): JobPod {
  return version === '0.7.0' ? claimJobPod(job) : copyJobPod(job);
}

function claimJobPod(job: JobRequest): JobPod {
  const work = { name: 'work', mountPath: '/__w' };
  return podOf(job, {
    containers: [
      jobContainer(job, [
        work,
        { name: 'work', mountPath: '/__e', subPath: 'externals' },
        { name: 'work', mountPath: '/github/home', subPath: '_temp/_github_home' },
        { name: 'work', mountPath: '/github/workflow', subPath: '_temp/_github_workflow' },
      ]),
      ...services(job, () => [work]),
    ],
    restartPolicy: 'Never',
    nodeName: NODE_OF_RUNNER,
    volumes: [{ name: 'work', persistentVolumeClaim: { claimName: `${job.runnerPod}-work` } }],
  });
}

function copyJobPod(job: JobRequest): JobPod {
  // Hook 0.8.x uses one list for the job and all services, so mounts that an extension adds to one appear in all.
  const mounts = [
    { name: 'externals', mountPath: '/__e' },
    { name: 'work', mountPath: '/__w' },
    { name: 'github', mountPath: '/github' },
  ];
  return podOf(job, {
    securityContext: { fsGroup: 1001 },
    initContainers: [fsInit(job.runnerImage, job.workspace)],
    containers: [jobContainer(job, mounts), ...services(job, () => mounts)],
    restartPolicy: 'Never',
    volumes: [
      { name: 'externals', emptyDir: {} },
      { name: 'github', emptyDir: {} },
      { name: 'work', emptyDir: {} },
    ],
  });
}

/**
 * Returns the init container that hook 0.8.1 uses to fill the volumes of a job pod from the runner image. Init
 * containers of an extension replace it, so such an extension must repeat it. Then leave out `workspace`: its name is
 * known only while a job runs, and the hook creates the directory when it copies the work directory.
 */
export function fsInit(runnerImage: string, workspace?: string): JobContainer {
  const commands = [
    'mkdir -p /mnt/externals',
    'mkdir -p /mnt/work',
    'mkdir -p /mnt/github',
    'mv /home/runner/externals/* /mnt/externals/',
    ...(workspace === undefined ? [] : [`mkdir -p /mnt/work/${workspace}`]),
  ];
  return {
    name: 'fs-init',
    image: runnerImage,
    command: ['sh', '-c', commands.join(' && ')],
    securityContext: { runAsUser: 1001, runAsGroup: 1001 },
    volumeMounts: [
      { name: 'externals', mountPath: '/mnt/externals' },
      { name: 'work', mountPath: '/mnt/work' },
      { name: 'github', mountPath: '/mnt/github' },
    ],
  };
}

function podOf(job: JobRequest, spec: JobPod['spec']): JobPod {
  // The hook cuts the runner's name to 54 characters so that the job pod's name has at most 63.
  const name = `${job.runnerPod.slice(0, 54)}-workflow`;
  return { metadata: { name, labels: { 'runner-pod': job.runnerPod }, annotations: {} }, spec };
}

function jobContainer(job: JobRequest, volumeMounts: ManifestObject[]): JobContainer {
  return {
    name: JOB_CONTAINER,
    image: job.image,
    command: ['tail'],
    args: ['-f', '/dev/null'],
    workingDir: `/__w/${job.workspace}`,
    env: variables(),
    volumeMounts,
  };
}

/** Environment variables that the hook sets in every container. */
function variables(): ManifestObject[] {
  return [
    { name: 'GITHUB_ACTIONS', value: 'true' },
    { name: 'CI', value: 'true' },
  ];
}

function services(job: JobRequest, volumeMounts: () => ManifestObject[]): JobContainer[] {
  return job.services.map(image => ({
    name: serviceName(image),
    image,
    env: variables(),
    volumeMounts: volumeMounts(),
  }));
}

/** Returns the container name that the hook gives to a service: the last segment of its image, without the tag. */
export function serviceName(image: string): string {
  return (image.split('/').pop() ?? image).split(':')[0] ?? image;
}
