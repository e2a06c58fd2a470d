import { isVariableName } from './env';
import type { MergedConfig } from './merge';
import type { Report } from './report';
import type { EnvValue } from './settings';

/** A reference to a variable of the container: its name, and what to take where it is not set. */
export const CONTAINER_ENV = /\$\{containerEnv:([^:}]*)(?::([^:}]*))?[^}]*\}/g;

/** Variables of the commands. Null removes a variable of the container. */
export type RemoteEnv = Readonly<Record<string, EnvValue | null>>;

/** Returns the variables of the commands. Reports what a shell cannot set or read. */
export function remoteEnvOf({ remoteEnv }: MergedConfig, report: Report): RemoteEnv {
  const result: Record<string, EnvValue | null> = {};
  for (const [name, { value, place }] of Object.entries(remoteEnv)) {
    const text = typeof value === 'object' ? value : String(value);
    const references = typeof text === 'string' ? [...text.matchAll(CONTAINER_ENV)].map(([, other = '']) => other) : [];
    const unreadable = [...(text === null || references.length > 0 ? [name] : []), ...references].find(
      other => !/^[a-zA-Z_]\w*$/.test(other),
    );
    if (!isVariableName(name, place, report)) continue;
    if (unreadable !== undefined)
      report.error(place, `a shell has no variable named ${JSON.stringify(unreadable)}; rename it`);
    result[name] = text;
  }
  return result;
}
