import { isBelow } from '../caches/host-paths';
import type { k8s } from '../kubernetes';
import { ARTIFACTS, SCRIPTS, SHELL_IMAGE, VOLUMES } from './layout';
import type { BuildContext, Step } from './step';

const VOLUME = 'artifacts';

// The kubelet stops sidecars when the command has ended, or was killed. A part of the path may be a link.
const SCRIPT = `#!/bin/sh
stopped=
trap 'stopped=yes' TERM
while [ -z "$stopped" ]; do
  sleep 1 &
  wait $!
done
target="${ARTIFACTS}/$COMMIT/$POD"
mkdir -p "$target" && cd "$WORKSPACE" || exit 1
while IFS='\t' read -r name path; do
  [ -n "$name" ] || continue
  if [ ! -e "$path" ] && [ ! -h "$path" ]; then
    echo "artifact $name: $path was not found" >&2
    continue
  fi
  case "$(realpath "$(dirname "$path")")/" in
  "$(realpath .)"/*) cp -a "$path" "$target/.$name" && mv "$target/.$name" "$target/$name" && echo "artifact $name" ;;
  *) echo "artifact $name: $path is outside the workspace" >&2 ;;
  esac
done < ${SCRIPTS}/artifacts
`;

/** Copies the artifacts out of the workspace when the command has ended, also if it failed or was killed. */
export function artifactsStep({ props, workspace, repositoryHash, caches }: BuildContext): Step {
  const { artifacts = [], artifactStore = {}, commit } = props;
  if (artifacts.length === 0) return { contributions: [] };
  const container: k8s.Container = {
    name: 'artifacts',
    image: props.shellImage ?? SHELL_IMAGE,
    command: ['sh', `${SCRIPTS}/artifacts.sh`],
    env: [
      { name: 'WORKSPACE', value: workspace },
      { name: 'COMMIT', value: commit },
      { name: 'POD', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
    ],
    restartPolicy: 'Always',
    securityContext: { runAsUser: 0, runAsGroup: 0 },
    volumeMounts: [
      { name: VOLUMES.workspace, mountPath: workspace, readOnly: true },
      { name: VOLUMES.scripts, mountPath: SCRIPTS, readOnly: true },
      // An artifact may be in a cache below the workspace.
      ...caches
        .filter(({ bound }) => isBelow(bound.mount.mountPath, workspace) && bound.mount.subPathExpr === undefined)
        .map(({ bound }) => ({ ...bound.mount, readOnly: true })),
      { name: VOLUME, mountPath: ARTIFACTS, subPath: artifactStore.claim === undefined ? undefined : repositoryHash },
    ],
  };
  return {
    contributions: [
      {
        owner: ['artifacts'],
        template: { spec: { initContainers: [container], terminationGracePeriodSeconds: 120 } },
      },
      { owner: ['artifactStore'], template: { spec: { volumes: [storeVolume(artifactStore, repositoryHash)] } } },
    ],
    scripts: {
      'artifacts.sh': SCRIPT,
      artifacts: artifacts.map(({ name, path }) => `${name}\t${path}\n`).join(''),
    },
  };
}

function storeVolume(
  { hostPath, claim }: NonNullable<BuildContext['props']['artifactStore']>,
  repositoryHash: string,
): k8s.Volume {
  return claim === undefined
    ? { name: VOLUME, hostPath: { path: `${hostPath as string}/${repositoryHash}`, type: 'DirectoryOrCreate' } }
    : { name: VOLUME, persistentVolumeClaim: { claimName: claim } };
}
