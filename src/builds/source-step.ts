import type { k8s } from '../kubernetes';
import { GIT_IMAGE, GIT_SECRET, SCRIPTS, VOLUMES } from './layout';
import type { BuildContext, Step } from './step';

const VOLUME = 'git-token';

// A server may refuse single commits. Then the branch is fetched, or everything.
const SCRIPT = `#!/bin/sh
set -eu
cd "$WORKSPACE"
git init --quiet
git remote add origin "$REPOSITORY"
if ! git fetch --quiet --depth=1 origin "$COMMIT"; then
  echo "the server does not serve single commits: fetching \${REF:-all branches and tags}" >&2
  if [ -n "\${REF:-}" ]; then git fetch --quiet origin "$REF"; else git fetch --quiet --tags origin; fi
fi
if ! git checkout --quiet --detach "$COMMIT"; then
  echo "commit $COMMIT is not in \${REF:-any branch or tag of} $REPOSITORY" >&2
  exit 1
fi
if [ -n "\${OWNER:-}" ]; then chown -R "$OWNER" .; fi
`;

// Git asks for the user name and the password of the server, one call each.
const ASKPASS = `#!/bin/sh
case "$1" in
Username*) echo x-access-token ;;
*) cat ${GIT_SECRET}/token ;;
esac
`;

/** Clones the commit into the workspace. Only this container has the token. */
export function sourceStep({ props, workspace }: BuildContext): Step {
  const { repository, commit, ref, gitSecret, user, gitImage } = props;
  const container: k8s.Container = {
    name: 'source',
    image: gitImage ?? GIT_IMAGE,
    // Files that everyone may write, unless their owner is known.
    command: ['sh', '-c', `umask ${user === undefined ? '000' : '022'}; exec sh ${SCRIPTS}/source.sh`],
    env: [
      { name: 'WORKSPACE', value: workspace },
      { name: 'REPOSITORY', value: repository },
      { name: 'COMMIT', value: commit },
      ...(ref === undefined ? [] : [{ name: 'REF', value: ref }]),
      ...(user === undefined ? [] : [{ name: 'OWNER', value: `${user.uid}:${user.gid ?? user.uid}` }]),
      { name: 'HOME', value: '/tmp' },
      { name: 'GIT_TERMINAL_PROMPT', value: '0' },
      ...(gitSecret === undefined ? [] : [{ name: 'GIT_ASKPASS', value: `${SCRIPTS}/askpass.sh` }]),
    ],
    securityContext: { runAsUser: 0, runAsGroup: 0 },
    volumeMounts: [
      { name: VOLUMES.workspace, mountPath: workspace },
      { name: VOLUMES.scripts, mountPath: SCRIPTS, readOnly: true },
      ...(gitSecret === undefined ? [] : [{ name: VOLUME, mountPath: GIT_SECRET, readOnly: true }]),
    ],
  };
  return {
    contributions: [
      { owner: ['repository'], template: { spec: { initContainers: [container] } } },
      ...(gitSecret === undefined
        ? []
        : [
            {
              owner: ['gitSecret'],
              template: {
                spec: {
                  volumes: [
                    { name: VOLUME, secret: { secretName: gitSecret, items: [{ key: 'token', path: 'token' }] } },
                  ],
                },
              },
            },
          ]),
    ],
    scripts: { 'source.sh': SCRIPT, ...(gitSecret === undefined ? {} : { 'askpass.sh': ASKPASS }) },
  };
}
