import * as fc from 'fast-check';
import { parse, stringify } from 'yaml';
import { MODE_CAPABILITIES } from '../../src/modes/capabilities';
import { KEY_SAMPLES, sampleFile } from '../../src/cli/explain/samples';
import type { Manifest } from './sets';

/** One entry of `runners`, as data. */
export type Runner = { readonly name: string } & Readonly<Record<string, unknown>>;

/** A `deskrun.yaml`, as data. */
export type Config = { readonly runners: readonly Runner[] } & Readonly<Record<string, unknown>>;

type Part = Readonly<Record<string, unknown>>;

/** What the example of a key says, of the file and of its one set, beside what every file has to say. */
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

/** The keys of runner sets but for the two that tell them apart, and those of the file that stand beside any set. */
const examples = Object.entries(KEY_SAMPLES).filter(
  ([path]) =>
    !/^(namespace|runners|runners\[\]\.(name|repository|githubConfigUrl|namespace|runnerScaleSetName))$/.test(path),
);
const said: readonly Said[] = examples.map(([path, key]) => {
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
const ofFile = said.filter(({ runner }) => Object.keys(runner).length === 0).map(({ file }) => file);
const isInstall = ({ controller }: Part) => typeof controller === 'object' && 'install' in (controller as object);
/** Seldom with a controller to install, whose definitions take longer than everything else. */
const filePart = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(...ofFile.filter(part => !isInstall(part))) },
  { weight: 1, arbitrary: fc.constantFrom(...ofFile.filter(isInstall)) },
);
const ofRunners = said.filter(({ file }) => Object.keys(file).length === 0).map(({ runner }) => runner);

/** Names that a set may have, some made to be taken for those of another set's objects, instances or files. */
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

/** Any of the keys that a file may have, in sets of any mode, mostly such that they can stand together. */
export const anyConfig: fc.Arbitrary<Config> = fc
  .tuple(
    fc.array(filePart, { maxLength: 2 }),
    fc.uniqueArray(setName, { minLength: 1, maxLength: 3 }).chain(names => fc.tuple(...names.map(runnerOf))),
  )
  .map(([parts, runners]) => ({ namespace: 'arc-runners', ...(Object.assign({}, ...parts) as Part), runners }));

/** A set to put beside those of {@link anyConfig}. */
export const anyRunner = runnerOf('one-more');

/** The example of any key in a runner set: the entry around it, and the same entry with the key. */
export const anyOption = fc
  .constantFrom(...examples.filter(([path]) => path.startsWith('runners[].')))
  .map(([path, key]) => {
    const [without, with_] = [sampleFile(path, key), sampleFile(path, key, key.value)].map(
      text => (parse(text) as Config).runners[0],
    );
    return { path, without: without as Runner, with: with_ as Runner };
  });

/** The same value with the keys of every map in it in another order, but for variables, whose order means something. */
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

/** Every document below a folder, out of the texts of its files. */
export function documentsIn(files: Readonly<Record<string, string>>): Manifest[] {
  return Object.values(files).flatMap(text => text.split(/^---\n/m).map(document => parse(document)));
}
