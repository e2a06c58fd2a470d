import { DeskrunError } from '../../errors';
import { nearest } from '../../schema/nearest';
import type { ConfigText } from './config-text';
import type { Location } from './locate';

/** Something is asked of a runner set that the configuration does not have, or has already. */
export class NameError extends DeskrunError {}

export function unknownName(name: string, { names }: Pick<ConfigText, 'names'>, { shown }: Location): NameError {
  const meant = nearest(name, names);
  const hint =
    meant !== undefined ? `did you mean ${meant}?` : names.length > 0 ? `it has ${names.join(', ')}` : 'it has none';
  return new NameError(`${shown} has no runner set ${JSON.stringify(name)}; ${hint}`);
}
