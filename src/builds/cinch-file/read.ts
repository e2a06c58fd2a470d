import { ConfigSource } from '../../config-file/source';
import { findingsElsewhere, uniqueFindings, type Finding } from '../../errors';
import { isPlainObject } from '../../plain-object';
import { checkCharacters } from '../../pod/rules/characters';
import { checkYaml } from '../../schema/check';
import type { BuildConfig } from '../build-config';
import { readConfig } from './config';
import { credentialFindings, refuseSecretNames } from './env';
import { formOf, type Dialect } from './form';
import { Reading } from './reading';
import { refusedKeys } from './refused-keys';
import type { WrittenFile } from './written';

/** A `.cinch.yaml` that was read. */
export interface CinchFile {
  readonly config: BuildConfig;

  /** `nested`: the form with `command` and a `container` object. `flat`: the form with `build`. */
  readonly dialect: Dialect;

  /** What the user should know, such as a number that was read as text. */
  readonly notices: readonly Finding[];

  /** The text, for positions of further findings. */
  readonly source: ConfigSource;
}

export interface CinchFileOptions {
  /** Allows variables of the build whose names are those of secrets, such as `API_TOKEN`. @default false */
  readonly allowPlainSecrets?: boolean;
}

/**
 * Reads the text of a `.cinch.yaml`, or of a `.cinch.json`, which is YAML too.
 *
 * @param file the name of the file in messages
 * @throws ConfigFileError with every finding, each at its line and column
 */
export function readCinchFile(text: string, file: string, options: CinchFileOptions = {}): CinchFile {
  const source = new ConfigSource(text, file);
  const { value } = source;
  const { dialect, schema, findings } = formOf(value);
  const refused = refusedKeys(value, dialect);
  const wrong = [
    ...findings,
    ...refused,
    ...findingsElsewhere(checkYaml(schema, value), refused),
    ...unwritable(value),
    ...credentialFindings(value),
  ];
  const reading = new Reading(source);
  const valid = without(value, wrong);
  const config = readConfig(valid, dialect, reading);
  if (options.allowPlainSecrets !== true) refuseSecretNames(valid, reading);
  const all = uniqueFindings([...wrong, ...findingsElsewhere(reading.findings, wrong)]);
  if (all.length > 0) throw source.error(all);
  return { config, dialect, notices: reading.notices, source };
}

function unwritable(value: unknown): Finding[] {
  const findings: Finding[] = [];
  if (isPlainObject(value)) checkCharacters(value, (path, message) => findings.push({ path, message }));
  return findings;
}

/**
 * A copy of a file without what has findings, so that the rest is still read. Of a list an entry is left out, and
 * leaves a hole; of an object at the top, a key.
 */
function without(value: unknown, findings: readonly Finding[]): WrittenFile {
  if (!isPlainObject(value)) return {};
  const copy = structuredClone(value);
  for (const { path } of findings) {
    const depth = typeof path[2] === 'number' ? 3 : 2;
    const parents = path.slice(0, depth);
    const key = parents.pop() as string | number;
    const parent = parents.reduce<unknown>(
      (inner, part) => (inner as Record<string, unknown> | undefined)?.[part],
      copy,
    );
    if (typeof parent === 'object' && parent !== null) delete (parent as Record<string, unknown>)[key];
  }
  return copy;
}
