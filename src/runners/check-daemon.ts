import type { Finding, ValuePath } from '../errors';
import type { k8s } from '../kubernetes';
import { mirrorProblem } from '../modes/dind';
import { removedArguments, rootFlag, type DaemonFlags } from '../modes/docker-daemon';
import type { ContainerPlace } from '../modes/mode';
import { overrideOf, type PlannedPod } from './check-runner-container';

/** Checks for what keeps the Docker daemon beside a runner from starting: its user, its privileges, its arguments. */
export function daemonStartFindings(
  pod: PlannedPod,
  place: ContainerPlace,
  daemon: k8s.Container,
  flags: DaemonFlags,
  argumentsPath: ValuePath,
): Finding[] {
  // Invalid options of the mode are reported as such, and not again as arguments.
  const hasValidOptions = pod.props.containerMode._mode.findings.length === 0;
  return [
    ...securityFindings(pod, place, daemon),
    ...(hasValidOptions ? argumentProblems(flags, daemon) : []).map(message => ({ path: argumentsPath, message })),
  ];
}

/** A runtime class, such as sysbox, can run a daemon that is neither privileged nor root on the node. */
function securityFindings({ props, template: { spec } }: PlannedPod, place: ContainerPlace, daemon: k8s.Container) {
  if (spec?.runtimeClassName !== undefined || daemon.image?.includes('rootless')) return [];
  const own = daemon.securityContext ?? {};
  const user = own.runAsUser ?? spec?.securityContext?.runAsUser ?? 0;
  const path = (field: keyof k8s.SecurityContext): ValuePath =>
    own[field] === undefined
      ? ['template', 'spec', 'securityContext', field]
      : ['template', 'spec', place.list, overrideOf(props, place).index, 'securityContext', field];
  return [
    ...(user === 0
      ? []
      : [
          {
            path: path('runAsUser'),
            message:
              `must be 0 for container ${place.name}, got ${user}: the Docker daemon needs root; set runAsUser: 0 in ` +
              'the securityContext of that container',
          },
        ]),
    ...(own.privileged === true
      ? []
      : [
          {
            path: path('privileged'),
            message:
              `must be true for container ${place.name}: the Docker daemon does not start without it; ` +
              'leave it out',
          },
        ]),
  ];
}

function argumentProblems(flags: DaemonFlags, { image }: k8s.Container): string[] {
  const [flag, root] = rootFlag(flags);
  const mtu = flags.last('--mtu');
  return [
    ...removedArguments(flags, image),
    ...(root.startsWith('/') || root.includes('$')
      ? []
      : [`${flag} must be an absolute path, got ${JSON.stringify(root)}`]),
    ...(mtu === undefined || /^\d+$/.test(mtu) || mtu.includes('$')
      ? []
      : [`--mtu must be a number of bytes such as 1400, got ${JSON.stringify(mtu)}`]),
    ...flags.all('--registry-mirror').flatMap(mirror => {
      const problem = mirror.includes('$') ? undefined : mirrorProblem(mirror);
      return problem === undefined ? [] : [`--registry-mirror ${problem}`];
    }),
  ];
}
