import { USERS_WITH_ID_1000 } from './known-images';
import type { Place, Report } from './report';

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

/** Reports whether a user as Docker has it is root. */
export function isRoot(user: string): boolean {
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
