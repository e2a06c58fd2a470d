import { MODE_CAPABILITIES, type ContainerModeType } from '../../modes/capabilities';

/** What the table of capabilities does not say: what a mode is for, what workflows miss in it, and what it costs. */
const PROSE: Record<ContainerModeType, { readonly grants: string; readonly withhold: string; readonly cost: string }> =
  {
    runner: {
      grants:
        "Steps run in the runner's container with what its image has, and nothing runs beside it. Nothing is privileged, and the runner has no rights in the cluster. It is the only mode for Windows nodes.",
      withhold:
        'Docker: no docker build, no container:, no services:, no Docker actions. A daemon elsewhere can be reached by DOCKER_HOST or BUILDKIT_HOST in env.',
      cost: 'One pod for each job, and an image that has every tool of the workflows.',
    },
    kubernetes: {
      grants:
        'Every job runs in a pod of its own, from the image that the workflow names, beside the runner and on its node. The runner may create pods, Jobs and Secrets in its namespace: the container hooks need it.',
      withhold:
        "No Docker daemon, no docker build, no jobs without container:. A step has the rights of its image's user and no more.",
      cost: 'A volume claim and a second pod for each job, and its image to pull.',
    },
    'kubernetes-novolume': {
      grants:
        'Every job runs in a pod of its own that shares no volume with the runner: the workspace is copied in and out. The runner may create pods and Secrets in its namespace: the container hooks need it.',
      withhold:
        'No Docker daemon, no docker build, no jobs without container:, no images without tar, find and a shell.',
      cost: 'A second pod for each job, its image to pull, and the workspace copied through the API server.',
    },
    dind: {
      grants:
        "Steps run in the runner, with a Docker daemon beside it that is theirs alone: docker build, services and container: as on GitHub's own machines. The daemon's container is privileged, and whoever reaches its socket is root on the node.",
      withhold:
        "Nothing of what GitHub's machines offer with Docker. What was pulled or built is gone with the pod, unless a cache keeps it.",
      cost: 'A daemon in every runner, and every image pulled again in every job.',
    },
    'cached-privileged-kubernetes': {
      grants:
        "Steps are root and privileged, in the runner or in the job's container, with the node's caches mounted: the Nix store and its daemon, Docker's directory for a daemon that the workflow starts, compilers' caches. It is made for builds that need the hardware as it is.",
      withhold:
        'Isolation: a workflow that turns bad owns the node and all that is cached on it. A Docker daemon has to be started by the workflow.',
      cost: 'One runner at a time for each cache that two would damage: more runners are more instances, with a directory each.',
    },
  };

/** What there is to know of a mode before choosing it. */
export function explainMode(mode: ContainerModeType): string {
  const { steps, docker, hook, nameBudget, podSecurityLevel, needs } = MODE_CAPABILITIES[mode];
  const { grants, withhold, cost } = PROSE[mode];
  return [
    mode,
    ['grants', grants],
    ['workflows miss', withhold],
    ['cost', cost],
    ['steps run in', `the ${steps}`],
    [
      'Docker',
      {
        none: 'none',
        sidecar: 'a daemon in a container beside the runner',
        workflow: 'a daemon that the workflow starts',
      }[docker],
    ],
    [
      'pod security',
      podSecurityLevel === 'privileged'
        ? podSecurityLevel
        : `${podSecurityLevel}; privileged with a cache on the node\'s disk`,
    ],
    ['needs', needs.join('; ')],
    ['name', `at most ${nameBudget} characters`],
    ...(hook ? [['job pods', `made by release ${hook} of the container hooks`]] : []),
  ]
    .map(line => (typeof line === 'string' ? line : `  ${`${line[0] as string}:`.padEnd(16)}${line[1] as string}`))
    .join('\n');
}
