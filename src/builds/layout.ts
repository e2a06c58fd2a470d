/** Names and paths in the pod of a build. */

/** The container of the command. */
export const BUILD_CONTAINER = 'build';

/** Where the scripts of the build are mounted, read-only. */
export const SCRIPTS = '/deskrun/scripts';

/** Where the token for Git is mounted. */
export const GIT_SECRET = '/deskrun/git';

/** Where the artifact store is mounted. */
export const ARTIFACTS = '/deskrun/artifacts';

/** The default mount path of the workspace. */
export const WORKSPACE = '/workspace';

/** Image of the containers that only need a shell. */
export const SHELL_IMAGE = 'docker.io/library/busybox:1.37.0';

/** Image of the container that clones. */
export const GIT_IMAGE = 'docker.io/alpine/git:2.49.1';

/** The volumes that all parts of a build share. */
export const VOLUMES = { workspace: 'workspace', scripts: 'scripts' } as const;
