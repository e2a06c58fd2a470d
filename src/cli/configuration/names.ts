import { DeskrunError } from '../../errors';
import { nearest } from '../../schema/nearest';
import type { ConfigText } from './config-text';
import type { Location } from './locate';

/** The configuration does not have a runner set of this name, or already has one. */
export class NameError extends DeskrunError {}

export function unknownName(name: string, { names }: Pick<ConfigText, 'names'>, { shown }: Location): NameError {
  const meant = nearest(name, names);
  const hint =
    meant !== undefined
      ? `did you mean ${meant}?`
      : names.length > 0
        ? `its runner sets are ${names.join(', ')}`
        : 'it has no runner sets';
  return new NameError(`${shown} has no runner set ${JSON.stringify(name)}; ${hint}`);
}
