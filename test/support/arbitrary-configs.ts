import * as fc from 'fast-check';
import { parse, stringify } from 'yaml';
import { MODE_CAPABILITIES } from '../../src/modes/capabilities';
import { KEY_SAMPLES, sampleFile } from '../../src/cli/explain/samples';
import type { Manifest } from './sets';

/** An entry of `runners`, as data. */
export type Runner = { readonly name: string } & Readonly<Record<string, unknown>>;

/** A `deskrun.yaml`, as data. */
export type Config = { readonly runners: readonly Runner[] } & Readonly<Record<string, unknown>>;

type Part = Readonly<Record<string, unknown>>;

/** The sample of a key, without the keys that every file has. */
interface Said {
  readonly file: Part;
  readonly runner: Part;
}

/** A minimal entry of `runners`. */
export function plainRunner(name: string, containerMode = 'dind'): Runner {
  return { name, repository: `https://github.com/rubionic/${name}`, containerMode, auth: { secret: 'github' } };
}

const {
  runners: [plain],
} = parse(sampleFile('', {})) as { runners: [Part] };

/** The keys of runner sets without name and repository, and the keys of the file that fit any set. */
const examples = Object.entries(KEY_SAMPLES).filter(
  ([path]) =>
    !/^(namespace|runners|runners\[\]\.(name|repository|githubConfigUrl|namespace|runnerScaleSetName))$/.test(path),
);
const samples: readonly Said[] = examples.map(([path, key]) => {
  const {
    namespace: _,
    runners: [runner],
    ...file
  } = parse(sampleFile(path, key, key.value)) as { namespace: string; runners: [Part] };
  return {
    file,
    runner: Object.fromEntries(
      Object.entries(runner).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(plain[name])),
    ),
  };
});
const ofFile = samples.filter(({ runner }) => Object.keys(runner).length === 0).map(({ file }) => file);
const isInstall = ({ controller }: Part) => typeof controller === 'object' && 'install' in (controller as object);
/** Rarely with a controller to install, whose CRDs take longer than everything else. */
const filePart = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(...ofFile.filter(part => !isInstall(part))) },
  { weight: 1, arbitrary: fc.constantFrom(...ofFile.filter(isInstall)) },
);
const ofRunners = samples.filter(({ file }) => Object.keys(file).length === 0).map(({ runner }) => runner);

/** Names of sets, some of them similar to those of the objects, instances or files of another set. */
export const setName = fc.oneof(
  fc.stringMatching(/^[a-z][a-z0-9-]{0,6}[a-z0-9]$/),
  fc.constantFrom(
    'a',
    'a-1',
    'a-2',
    'a-gha-rs',
    'a-gha-rs-manager',
    'a-1-gha-rs',
    'runners-a',
    'runners-unnamed-0',
    '01-controller',
    '00-namespaces',
    'npm',
    'constructor',
    '1',
  ),
);

function runnerOf(name: string): fc.Arbitrary<Runner> {
  return fc.constantFrom(...Object.keys(MODE_CAPABILITIES)).chain(containerMode => {
    const fitting = ofRunners.filter(part => (part.containerMode ?? containerMode) === containerMode);
    return fc
      .array(fc.constantFrom(...fitting), { maxLength: 3 })
      .map(parts => ({ ...(Object.assign({}, ...parts) as Part), ...plainRunner(name, containerMode) }));
  });
}

/** A configuration with arbitrary keys, in sets of any mode, mostly without conflicts. */
export const anyConfig: fc.Arbitrary<Config> = fc
  .tuple(
    fc.array(filePart, { maxLength: 2 }),
    fc.uniqueArray(setName, { minLength: 1, maxLength: 3 }).chain(names => fc.tuple(...names.map(runnerOf))),
  )
  .map(([parts, runners]) => ({ namespace: 'arc-runners', ...(Object.assign({}, ...parts) as Part), runners }));

/** A set to add to those of {@link anyConfig}. */
export const anyRunner = runnerOf('one-more');

/** The sample of an arbitrary key of a runner set: the entry without the key, and with it. */
export const anyOption = fc
  .constantFrom(...examples.filter(([path]) => path.startsWith('runners[].')))
  .map(([path, key]) => {
    const [without, with_] = [sampleFile(path, key), sampleFile(path, key, key.value)].map(
      text => (parse(text) as Config).runners[0],
    );
    return { path, without: without as Runner, with: with_ as Runner };
  });

/**
 * Returns the value with the keys of all maps in another order, except for environment variables, whose order matters.
 */
export function shuffled(value: unknown, seed: number, key = ''): unknown {
  if (Array.isArray(value)) return value.map(item => shuffled(item, seed));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([name, inner], index) => ({
    name,
    inner: shuffled(inner, seed, name),
    rank: ((index + 1) * (seed + 7)) % 101,
  }));
  if (key !== 'env') entries.sort((a, b) => a.rank - b.rank);
  return Object.fromEntries(entries.map(({ name, inner }) => [name, inner]));
}

/** A configuration as a user would write it. */
export const textOf = (config: Config): string => stringify(config, { lineWidth: 0, aliasDuplicateObjects: false });

/** Returns all documents in the files of a folder. */
export function documentsIn(files: Readonly<Record<string, string>>): Manifest[] {
  return Object.values(files).flatMap(text => text.split(/^---\n/m).map(document => parse(document)));
}
