import { JOB_CONTAINER, type HookVersion } from './versions';

/** A manifest as plain data, of which nothing is known yet. */
export type Plain = Record<string, unknown>;

/** A container as plain data. */
export interface JobContainer extends Plain {
  name: string;
  env?: Plain[];
  volumeMounts?: Plain[];
}

/** A job pod as plain data. */
export interface JobPod {
  metadata: { name: string; labels: Record<string, string>; annotations: Record<string, string> };
  spec: Plain & { containers: JobContainer[]; initContainers?: JobContainer[]; volumes: Plain[] };
}

/** Stands for the node of the runner pod, to which hook 0.7.0 pins job pods. */
export const NODE_OF_RUNNER = '<node of the runner pod>';

/** What a workflow job asks the hook for. */
export interface JobRequest {
  /** Name of the runner pod that runs the job. */
  readonly runnerPod: string;

  /** Image of the runner, as `ACTIONS_RUNNER_IMAGE` tells the hook. */
  readonly runnerImage: string;

  /** Where the repository is checked out below the work directory: `<repository>/<repository>`. */
  readonly workspace: string;

  /** The workflow's `container.image`. */
  readonly image: string;

  /** Images under the workflow's `services`. */
  readonly services: readonly string[];
}

/** The pod that a build of the hook asks for before any extension is merged into it. */
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
  // One list for the job and every service: what an extension adds to one of them appears in all of them (hook 0.8.x).
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
 * The init container with which hook 0.8.1 fills a job pod's volumes from the runner image. An extension with init
 * containers of its own replaces it and has to repeat it, without the directory of the repository: only a running job
 * knows its name, and the hook's copy of the work directory creates it anyway.
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
  // The hook keeps 54 characters of the runner's name so that the whole fits 63.
  const name = `${job.runnerPod.slice(0, 54)}-workflow`;
  return { metadata: { name, labels: { 'runner-pod': job.runnerPod }, annotations: {} }, spec };
}

function jobContainer(job: JobRequest, volumeMounts: Plain[]): JobContainer {
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

/** What every container of a workflow's job is told. */
function variables(): Plain[] {
  return [
    { name: 'GITHUB_ACTIONS', value: 'true' },
    { name: 'CI', value: 'true' },
  ];
}

function services(job: JobRequest, volumeMounts: () => Plain[]): JobContainer[] {
  return job.services.map(image => ({
    name: serviceName(image),
    image,
    env: variables(),
    volumeMounts: volumeMounts(),
  }));
}

/** The container name that the hook gives to a service: the last part of its image, without the tag. */
export function serviceName(image: string): string {
  return (image.split('/').pop() ?? image).split(':')[0] ?? image;
}
