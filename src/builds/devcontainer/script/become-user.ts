import { quoted } from './shell';

/**
 * Returns the lines of a script that run another script as a user, in the place of the shell. The container must start
 * as this user or as root. The number and the home directory of the user are those that it has in the image.
 */
export function becomeUser(user: string, ownedFolders: readonly string[], script: string): string {
  const name = quoted(user);
  // setpriv leaves the environment alone. su may take PATH from /etc/environment, so it is given the present one.
  return `
export DESKRUN_SCRIPT=${quoted(`unset DESKRUN_SCRIPT DESKRUN_PATH\n${script}`)}
if [ "$(id -un 2>/dev/null)" = ${name} ] || [ "$(id -u)" = ${name} ]; then
  exec /bin/sh -c "$DESKRUN_SCRIPT"
fi
if [ "$(id -u)" -ne 0 ]; then
  echo "the container runs as user $(id -u), and only root can become ${user}" >&2
  exit 1
fi
entry=$(getent passwd ${name} 2>/dev/null || grep ${quoted(entryPattern(user))} /etc/passwd)
if [ -z "$entry" ]; then
  echo "the image has no user ${user}" >&2
  exit 1
fi
uid=$(id -u ${name}) || exit
gid=$(id -g ${name}) || exit
for folder in ${ownedFolders.map(quoted).join(' ')}; do
  [ "$(stat -c %u "$folder" 2>/dev/null)" = "$uid" ] || chown -Rh "$uid:$gid" "$folder" || exit
done
home=\${entry#*:*:*:*:*:}
export HOME="\${home%%:*}" USER=${name} LOGNAME=${name}
if setpriv --reuid="$uid" --regid="$gid" --init-groups true 2>/dev/null; then
  exec setpriv --reuid="$uid" --regid="$gid" --init-groups /bin/sh -c "$DESKRUN_SCRIPT"
fi
export DESKRUN_PATH="$PATH"
exec su -s /bin/sh ${name} -c 'export PATH="$DESKRUN_PATH"; eval "$DESKRUN_SCRIPT"'
`;
}

/** The entry in /etc/passwd of a name or a number. */
function entryPattern(user: string): string {
  return /^\d+$/.test(user) ? `^[^:]*:[^:]*:${user}:` : `^${user}:`;
}
