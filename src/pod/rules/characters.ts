import { isObject } from '../../plain-object';
import { type Plain, type Report } from './report';

/** Linux ends a path, argument or variable at a NUL character, and UTF-8 cannot encode an unpaired surrogate. */
const INVALID = /[\0\p{Surrogate}]/u;

/**
 * Reports each string in a part that cannot be passed to a process. The API server accepts a NUL character, but then no
 * container runtime starts the container.
 */
export function checkCharacters(part: Plain, report: Report): void {
  for (const [field, value] of Object.entries(part)) check(value, [field], report);
}

function check(value: unknown, path: readonly (string | number)[], report: Report): void {
  if (typeof value === 'string') {
    if (INVALID.test(value))
      report(
        path,
        'must not contain a NUL character or an unpaired surrogate, which cannot be passed to a container, got ' +
          JSON.stringify(value),
      );
  } else if (Array.isArray(value)) value.forEach((entry, index) => check(entry, [...path, index], report));
  else if (isObject(value)) for (const [field, inner] of Object.entries(value)) check(inner, [...path, field], report);
}
