import { USERS_WITH_ID_1000 } from './image/known-images';
import type { MergedConfig } from './merge';
import type { Place, Report } from './report';
import type { Settings } from './settings';

/** The numbers of a user and of its group. */
export interface UserId {
  readonly uid: number;

  /** @default - the same number as `uid` */
  readonly gid?: number;
}

/** The numbers that a pod runs a container with. */
export interface RunAs {
  readonly runAsUser: number;
  readonly runAsGroup?: number;
}

/**
 * Returns the numbers of a user as Docker has it: `node`, `1000`, `1000:1000`. A pod knows users only by number, and
 * which number a name has is known only inside the image.
 */
export function runAsOf(
  user: string,
  userIds: Readonly<Record<string, UserId>>,
  place: Place,
  report: Report,
): RunAs | undefined {
  const [name = '', group] = user.split(':');
  const ids = idsOf(name, userIds);
  if (!ids) {
    report.error(place, `the number of user ${JSON.stringify(name)} is known only in the image; give it in userIds`);
    return undefined;
  }
  if (ids.assumed)
    report.notice(place, `user ${name} is assumed to have the number ${ids.uid}; give another in userIds`);
  const gid = group === undefined ? ids.gid : (idsOf(group, userIds)?.gid ?? idsOf(group, userIds)?.uid);
  if (group !== undefined && gid === undefined)
    report.error(place, `the number of group ${JSON.stringify(group)} is known only in the image; write its number`);
  return gid === undefined ? { runAsUser: ids.uid } : { runAsUser: ids.uid, runAsGroup: gid };
}

/** The users that a container starts as, and that its commands run as. */
export function usersOf(
  { user }: Settings,
  { remoteUser }: MergedConfig,
  imageUser: string | undefined,
  userIds: Readonly<Record<string, UserId>>,
  report: Report,
): { readonly runAs?: RunAs; readonly remoteUser?: string } {
  const start = user?.value ?? imageUser;
  if (remoteUser && !/^\w[-\w.]*$/.test(remoteUser.value))
    report.error(remoteUser.place, `must be the name of a user, got ${JSON.stringify(remoteUser.value)}`);
  if (remoteUser && start !== undefined && remoteUser.value !== start && !isRoot(start))
    report.error(
      remoteUser.place,
      `the container runs as ${start}, and only root can become ${remoteUser.value}; ` +
        'set containerUser to the same user',
    );
  return {
    runAs: user && runAsOf(user.value, userIds, user.place, report),
    remoteUser: remoteUser?.value === start ? undefined : remoteUser?.value,
  };
}

/** Reports whether a user as Docker has it is root. */
function isRoot(user: string): boolean {
  return /^(root|0)(:|$)/.test(user);
}

/** Reports whether a text is the number of a user or a group. */
export function isId(text: string): boolean {
  return /^\d{1,10}$/.test(text) && Number(text) < 2 ** 31;
}

function idsOf(
  name: string,
  userIds: Readonly<Record<string, UserId>>,
): (UserId & { readonly assumed?: boolean }) | undefined {
  if (isId(name)) return { uid: Number(name) };
  if (Object.hasOwn(userIds, name)) return { gid: userIds[name]?.uid, ...(userIds[name] as UserId) };
  if (name === 'root') return { uid: 0, gid: 0 };
  return USERS_WITH_ID_1000.includes(name) ? { uid: 1000, gid: 1000, assumed: true } : undefined;
}
