import { ConfigSource } from '../../../config-file/source';
import { checkSchema } from '../../../schema/check';
import { similarKey } from '../../../schema/messages';
import { folderOf, type Checkout } from '../checkout';
import { pathFromCheckout } from '../mounts/mounts';
import { inside, type Place, type Report } from '../report';
import { readDotenv } from './dotenv';
import { interpolate } from './interpolate';
import { mergeTrees } from './merge-files';
import { COMPOSE_SCHEMA, IGNORED_KEYS, NODE_KEYS, SERVICE_KEYS } from './schema';
import type { Tree } from './tree';
import { treeOf, valueOf } from './tree';

/** Compose files, merged. */
export interface ComposeFiles {
  /** Folder of the checkout that the paths in all files are relative to: that of the first file. */
  readonly folder: string;

  /** The variables of the files: those of the developer's machine, and of the file `.env`. */
  readonly env: { readonly [name: string]: string };

  readonly services: ReadonlyMap<string, Tree>;
}

/** What it takes to read Compose files. */
export interface ComposeReader {
  readonly checkout: Checkout;

  /** Folder of devcontainer.json, which the names of the files are relative to. */
  readonly folder: string;

  readonly localEnv: { readonly [name: string]: string };
  readonly report: Report;
}

/** Reads and merges Compose files. Returns undefined, and reports why, if one of them cannot be read. */
export function readComposeFiles(
  names: readonly { readonly value: string; readonly place: Place }[],
  reader: ComposeReader,
): ComposeFiles | undefined {
  const { checkout, folder, report } = reader;
  const files = names.map(({ value, place }) => {
    const path = pathFromCheckout(value, folder);
    const text = path === undefined || path.startsWith('..') ? undefined : checkout.read(path);
    if (text === undefined) report.error(place, `${value} is no file of the checkout`);
    return { path: path as string, text };
  });
  const [first] = files;
  if (!first || files.some(({ text }) => text === undefined)) return undefined;
  const projectFolder = folderOf(first.path);
  const env = { ...dotenv(checkout, projectFolder, reader.localEnv), ...reader.localEnv };
  const trees = files.map(({ path, text }) => fileTree(text as string, path, env, report));
  if (trees.includes(undefined)) return undefined;
  const whole = (trees as Tree[]).reduce((earlier, later) => mergeTrees(earlier, later));
  return { folder: projectFolder, env, services: whole.get('services')?.entries ?? new Map<string, Tree>() };
}

/** The file `.env` beside the first Compose file. Its values may refer to the ones before them. */
function dotenv(
  checkout: Checkout,
  folder: string,
  localEnv: { readonly [name: string]: string },
): Record<string, string> {
  const env: Record<string, string> = {};
  for (const { name, value, expands } of readDotenv(checkout.read(pathFromCheckout('.env', folder) as string) ?? ''))
    if (value !== undefined) env[name] = expands ? interpolate(value, { ...env, ...localEnv }).text : value;
  return env;
}

function fileTree(text: string, file: string, env: ComposeFiles['env'], report: Report): Tree | undefined {
  const source = new ConfigSource(text, file, { merge: true });
  const top: Place = { source, path: [] };
  const tree = treeOf(source.value ?? {}, top, (written, place) => {
    const { text: result, problems, unset } = interpolate(written, env);
    for (const problem of problems) report.error(place, problem);
    for (const name of unset) report.notice(place, `${name} is empty: localEnv and .env have no ${name}`);
    return result;
  });
  const findings = checkSchema(COMPOSE_SCHEMA, valueOf(tree));
  for (const { path, message } of findings) report.error(inside(top, ...path), message);
  if (findings.length > 0) return undefined;
  const include = tree.get('include');
  if (include) report.error(include.place, 'included files are not read; list them in dockerComposeFile');
  for (const service of tree.get('services')?.entries.values() ?? []) reportUnknown(service, report);
  for (const volume of tree.get('volumes')?.entries.values() ?? []) {
    const options = volume.get('driver_opts');
    if (options) report.error(options.place, 'volumes of a pod have no drivers; remove it, or mount the directory');
  }
  return tree;
}

function reportUnknown(service: Tree, report: Report): void {
  const known = [...Object.keys(SERVICE_KEYS), ...IGNORED_KEYS, ...NODE_KEYS];
  const written = Object.fromEntries(service.entries);
  for (const [key, { place }] of service.entries) {
    if (NODE_KEYS.includes(key))
      report.notice(place, 'is ignored: the container runtime of the node sets it for all pods');
    if (known.includes(key) || key.startsWith('x-')) continue;
    const similar = similarKey(known, written, key);
    report.error(
      place,
      `a pod has nothing for this key; ${similar === undefined ? 'remove it' : `did you mean ${similar}?`}`,
      'key',
    );
  }
}
