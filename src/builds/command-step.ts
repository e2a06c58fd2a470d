import { toResourceRequirements, type k8s, type Resources } from '../kubernetes';
import { devContainerScript } from './devcontainer/pod';
import { plainPath } from './checkout-path';
import { BUILD_CONTAINER, SCRIPTS, VOLUMES } from './layout';
import type { BuildContext, Step } from './step';

// The first process of a container ignores signals that it does not trap. A trapped one ends `wait`, not the command.
// Programs that a shell starts in the background ignore interrupts; GNU env lets them be interrupted again.
const SCRIPT = `#!/bin/sh
reset=
env --default-signal=INT,QUIT true 2>/dev/null && reset='env --default-signal=INT,QUIT'
$reset sh -c "$(cat ${SCRIPTS}/command)" &
command=$!
trap 'kill -TERM $command 2>/dev/null' TERM INT
wait $command
code=$?
while kill -0 $command 2>/dev/null; do
  wait $command
  code=$?
done
exit $code
`;

/** Runs the command in the workspace. Its exit code is that of the container. */
export function commandStep({ props, workspace, devContainer }: BuildContext): Step {
  const { command, image, env = {}, user, resources, workingDir } = props;
  const owned = (owner: keyof typeof props, container: Partial<k8s.Container>) => ({
    owner: [owner],
    template: { spec: { containers: [{ name: BUILD_CONTAINER, ...container }] } },
  });
  return {
    contributions: [
      owned('command', {
        command: ['sh', `${SCRIPTS}/run.sh`],
        env: buildVariables(props),
        volumeMounts: [
          { name: VOLUMES.workspace, mountPath: workspace },
          { name: VOLUMES.scripts, mountPath: SCRIPTS, readOnly: true },
        ],
      }),
      // A devcontainer has its own.
      ...(devContainer ? [] : [owned('workingDir', { workingDir: within(workspace, workingDir ?? '.') })]),
      owned('image', { image }),
      owned('env', { env: Object.entries(env).map(([name, value]) => ({ name, value })) }),
      ...(user === undefined
        ? []
        : [owned('user', { securityContext: { runAsUser: user.uid, runAsGroup: user.gid ?? user.uid } })]),
      ...(resources === undefined ? [] : [owned('resources', { resources: guaranteed(resources) })]),
    ],
    scripts: { 'run.sh': SCRIPT, command: devContainer ? devContainerScript(devContainer, command) : command },
  };
}

/** The variables that tell a script where it runs. */
function buildVariables({ repository, commit, ref }: BuildContext['props']): k8s.EnvVar[] {
  return [
    { name: 'CI', value: 'true' },
    { name: 'CINCH_REPO', value: repository },
    { name: 'CINCH_COMMIT', value: commit },
    ...(ref === undefined ? [] : [{ name: 'CINCH_REF', value: ref }]),
    // The workspace may belong to another user than that of the command.
    { name: 'GIT_CONFIG_COUNT', value: '1' },
    { name: 'GIT_CONFIG_KEY_0', value: 'safe.directory' },
    { name: 'GIT_CONFIG_VALUE_0', value: '*' },
  ];
}

/** Kubernetes uses the limits as requests, but only for resources without a request. */
function guaranteed({ requests, limits }: Resources): k8s.ResourceRequirements {
  return toResourceRequirements({ limits, requests: requests ?? limits });
}

/** A path relative to the workspace as an absolute path. */
export function within(workspace: string, path: string): string {
  if (path.startsWith('/')) return path;
  const plain = plainPath(path);
  return plain === '.' ? workspace : `${workspace}/${plain}`;
}
