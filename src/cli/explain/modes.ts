import { MODE_CAPABILITIES, type ContainerModeType } from '../../modes/capabilities';

/** The texts about a mode that do not follow from its capabilities. */
interface ModeText {
  /** The mode in one line, for the list of topics. */
  readonly summary: string;
  /** What jobs can do. */
  readonly jobs: string;
  /** What jobs cannot do, or what does not last. */
  readonly limits: string;
  readonly cost: string;
}

const TEXTS: Readonly<Record<ContainerModeType, ModeText>> = {
  runner: {
    summary: 'Steps run in the runner container, without Docker.',
    jobs:
      'Steps run in the runner container, with the tools of its image. Nothing is privileged, and the runner has no ' +
      'permissions in the cluster. This is the only mode for Windows nodes.',
    limits:
      'No Docker: no docker build, no container:, no services: and no Docker actions. To use a remote daemon, set ' +
      'DOCKER_HOST or BUILDKIT_HOST in env.',
    cost: 'One pod for each job, and a runner image with every tool that the workflows use.',
  },
  kubernetes: {
    summary: 'Each job runs in its own pod, which shares a volume with the runner.',
    jobs:
      'Each job runs in its own pod, on the node of its runner and from the image that the workflow names. The ' +
      'runner may create pods, Jobs and Secrets in its namespace, as the container hooks require.',
    limits:
      'No Docker daemon and no docker build. Every job needs container:. Steps have only the permissions of the ' +
      'user of the image.',
    cost: 'A second pod and a volume claim for each job, and the time to pull the job image.',
  },
  'kubernetes-novolume': {
    summary: 'Each job runs in its own pod. The workspace is copied to it and back.',
    jobs:
      'Each job runs in its own pod, which shares no volume with the runner: the workspace is copied to it and back. ' +
      'The runner may create pods and Secrets in its namespace, as the container hooks require.',
    limits:
      'No Docker daemon and no docker build. Every job needs container: with an image that has tar, find and a shell.',
    cost: 'A second pod for each job, and the time to pull the job image and to copy the workspace.',
  },
  dind: {
    summary: 'Steps run in the runner container, with a Docker daemon in the same pod.',
    jobs:
      'Steps run in the runner container, with a Docker daemon of their own in the same pod: docker build, ' +
      'container: and services: work as on runners that GitHub hosts. The container of the daemon is privileged: a ' +
      'step can become root on the node.',
    limits: 'Images and build layers are deleted with the pod, unless a cache keeps them.',
    cost: 'A Docker daemon for each runner. Without a cache, every job pulls its images again.',
  },
  'cached-privileged-kubernetes': {
    summary: 'Steps run as root and privileged, with caches on the node, for Nix, Docker and compilers.',
    jobs:
      'Steps run as root and privileged, in the runner container or in the job container, with caches on the node: ' +
      "the Nix store and its daemon, the data of a Docker daemon that the workflow starts, compilers' caches.",
    limits:
      'No isolation: a malicious workflow controls the node and everything that is cached on it. The workflow starts ' +
      'the Docker daemon itself.',
    cost:
      'Only one runner at a time can use an exclusive cache. For more runners, set instances: each instance gets ' +
      'its own directories.',
  },
};

const STEPS = {
  runner: 'the runner container',
  'job pod': 'a job pod',
  'runner or job pod': 'the runner container, or a job pod in jobs with container:',
};

const DOCKER = {
  none: 'none',
  sidecar: 'a daemon in its own container of the runner pod',
  workflow: 'a daemon that the workflow starts',
};

/** Returns the mode in one line. */
export function modeSummary(mode: ContainerModeType): string {
  return TEXTS[mode].summary;
}

/** Returns what a mode offers, costs and requires, one line each. */
export function explainMode(mode: ContainerModeType): string {
  const { steps, docker, hook, nameBudget, podSecurityLevel: level, needs } = MODE_CAPABILITIES[mode];
  const { jobs, limits, cost } = TEXTS[mode];
  const rows: [string, string][] = [
    ['jobs', jobs],
    ['limits', limits],
    ['cost', cost],
    ['steps run in', STEPS[steps]],
    ['Docker', DOCKER[docker]],
    ['Pod Security', level === 'privileged' ? level : `${level}, or privileged with a cache on the disk of the node`],
    ['requires', needs.join('; ')],
    ['name', `at most ${nameBudget} characters`],
    ...(hook ? [['job pods', `created by version ${hook} of the container hooks`] satisfies [string, string]] : []),
  ];
  return [mode, ...rows.map(([label, text]) => `  ${`${label}:`.padEnd(14)}${text}`)].join('\n');
}
