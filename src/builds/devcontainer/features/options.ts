import { isPlainObject } from '../../../plain-object';
import type { FeatureMetadata } from './metadata';

/** The value of a feature in devcontainer.json: options, or only the version. */
export type FeatureOptions = string | boolean | { readonly [name: string]: string | boolean };

/** Returns the options of a feature in devcontainer.json, or undefined if the value is none. */
export function featureOptions(value: unknown): FeatureOptions | undefined {
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (!isPlainObject(value)) return undefined;
  const values = Object.values(value);
  return values.every(option => ['string', 'boolean'].includes(typeof option))
    ? (value as { readonly [name: string]: string | boolean })
    : undefined;
}

/** The variables that the script of a feature gets: its options, with their defaults. */
export function optionVariables({ options = {} }: FeatureMetadata, written: FeatureOptions): Record<string, string> {
  const values: Record<string, string | boolean> = {};
  for (const [name, option] of Object.entries(options)) if (option.default !== undefined) values[name] = option.default;
  if (typeof written === 'object') Object.assign(values, written);
  // A value alone is the version.
  else if (Object.hasOwn(options, 'version')) values.version = written;
  const named = Object.entries(values).filter(([name]) => name !== '');
  return Object.fromEntries(named.map(([name, value]) => [variableName(name), String(value)]));
}

/** `INSTALL_TOOLS` for `install-tools`. */
function variableName(option: string): string {
  return option
    .replace(/\W/g, '_')
    .replace(/^[\d_]+/, '_')
    .toUpperCase();
}
