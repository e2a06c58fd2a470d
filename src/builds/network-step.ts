import type { k8s } from '../kubernetes';
import { BUILD_CONTAINER, SCRIPTS, SHELL_IMAGE, VOLUMES } from './layout';
import type { BuildContext, Step } from './step';

/** Networks that `network: 'internal'` leaves open: the private ones, without link-local addresses. */
export const INTERNAL_NETWORKS: readonly string[] = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10'];

// The namespace keeps the state when this container has ended. The command may not change it without NET_ADMIN.
const NONE = `#!/bin/sh
set -eu
for link in /sys/class/net/*; do
  link=\${link##*/}
  [ "$link" = lo ] || ip link set dev "$link" down
done
`;

// Networks that are reached without a gateway stay, unless no open network contains them.
const INTERNAL = `#!/bin/sh
set -eu
gateway=$(ip route show default | sed -n 's/^default //p' | head -n 1)
while ip route del default 2>/dev/null; do :; done
while ip -6 route del default 2>/dev/null; do :; done
for network in $NETWORKS; do
  case "$network" in
  *:*) ;;
  *) [ -z "$gateway" ] || ip route replace "$network" $gateway ;;
  esac
done
ip route add unreachable default metric 4278198272
ip -6 route add unreachable default metric 4278198272 2>/dev/null || true
`;

/** Closes networks in the namespace of the pod, after the clone and before the command. */
export function networkStep({ props }: BuildContext): Step {
  const { network = 'host', internalNetworks = INTERNAL_NETWORKS, shellImage = SHELL_IMAGE } = props;
  if (network === 'host') return { contributions: [] };
  const container: k8s.Container = {
    name: 'network',
    image: shellImage,
    command: ['sh', `${SCRIPTS}/network.sh`],
    env: network === 'internal' ? [{ name: 'NETWORKS', value: internalNetworks.join(' ') }] : undefined,
    securityContext: { runAsUser: 0, runAsGroup: 0, capabilities: { drop: ['ALL'], add: ['NET_ADMIN'] } },
    volumeMounts: [{ name: VOLUMES.scripts, mountPath: SCRIPTS, readOnly: true }],
  };
  return {
    contributions: [
      {
        owner: ['network'],
        template: {
          spec: {
            initContainers: [container],
            // Raw frames pass by the routes.
            containers: [{ name: BUILD_CONTAINER, securityContext: { capabilities: { drop: ['NET_RAW'] } } }],
          },
        },
      },
    ],
    scripts: { 'network.sh': network === 'none' ? NONE : INTERNAL },
  };
}
