import { ConfigFileError } from '../../errors';

/** Names of the file in the root of a checkout. The first that exists is read. */
export const CINCH_FILES: readonly string[] = [
  '.cinch.yaml',
  '.cinch.yml',
  '.cinch.toml',
  '.cinch.json',
  'cinch.yaml',
  'cinch.yml',
  'cinch.toml',
  'cinch.json',
];

/** The file of a checkout, and the further ones that are not read. */
export interface FoundCinchFile {
  readonly name: string;
  readonly ignored: readonly string[];
}

/**
 * Finds the file among the names in the root of a checkout.
 *
 * @throws ConfigFileError if the first one is TOML, which is not read
 */
export function findCinchFile(names: readonly string[]): FoundCinchFile | undefined {
  const [name, ...ignored] = CINCH_FILES.filter(candidate => names.includes(candidate));
  if (name === undefined) return undefined;
  if (name.endsWith('.toml'))
    throw new ConfigFileError(
      `${name}: TOML is not read; write the same keys as YAML into ${name.replace('toml', 'yaml')}; ` +
        'nothing was written',
    );
  return { name, ignored };
}
