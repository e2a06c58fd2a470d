import { isObject } from '../../plain-object';
import { type Plain, type Report } from './report';

/** NUL ends every text of Linux: a path, an argument, a variable. Half of a surrogate pair cannot be written as UTF-8. */
const UNWRITABLE = /[\0\p{Surrogate}]/u;

/**
 * Reports each text of a part that no process can be given. The API server accepts a NUL character, and then no
 * container runtime starts the container.
 */
export function checkCharacters(part: Plain, report: Report): void {
  for (const [field, value] of Object.entries(part)) check(value, [field], report);
}

function check(value: unknown, path: readonly (string | number)[], report: Report): void {
  if (typeof value === 'string') {
    if (UNWRITABLE.test(value))
      report(
        path,
        `must not have a NUL character or half of a surrogate pair, which no container can be given, got ` +
          JSON.stringify(value),
      );
  } else if (Array.isArray(value)) value.forEach((entry, index) => check(entry, [...path, index], report));
  else if (isObject(value)) for (const [field, inner] of Object.entries(value)) check(inner, [...path, field], report);
}
