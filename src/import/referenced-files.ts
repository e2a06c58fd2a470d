import { existsSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { readText } from '../config-file/read-text';
import type { Item } from './found-release';
import { parseDocuments } from './documents';
import type { Omission } from './not-carried';
import type { Layer } from './values-file';

/** How many parent directories to search for a file. Paths often start at the root of the repository. */
const MAX_LEVELS = 8;

/** Reads the values files that an object refers to. */
export class ReferencedFiles {
  constructor(
    private readonly directory: string | undefined,
    private readonly omissions: Omission[],
  ) {}

  /** Reads the values file at a path. Records a file that it cannot read as an omission of `item`. */
  layers(item: Item, path: string, folders: readonly string[] = ['']): Layer[] {
    const omit = (reason: string) => {
      this.omissions.push({
        place: item.place(),
        reason,
        remedy: 'move its values into the object, or import the values file itself',
      });
      return [];
    };
    if (/\.gotmpl$/.test(path)) return omit('is a template that only helmfile can render');
    if (/^[a-z0-9+]+:\/\//.test(path)) return omit('is a URL; only local files are read');
    // In Argo CD, $name/ is the root of another repository.
    const plain = path.replace(/^\$[^/]+\//, '');
    const text = this.directory === undefined ? undefined : findFile(this.directory, folders, plain);
    if (text === undefined) return omit('does not exist');
    return parseDocuments(text, plain).map(source => ({ source, at: [] }));
  }
}

function findFile(directory: string, folders: readonly string[], path: string): string | undefined {
  let above = directory;
  for (let level = 0; level < MAX_LEVELS; level++) {
    for (const folder of folders) {
      const text = textOf(resolve(above, folder, path), path);
      if (text !== undefined) return text;
    }
    if (dirname(above) === above) break;
    above = dirname(above);
  }
  return undefined;
}

/** Reads a file. Undefined if it does not exist. @throws ConfigFileError if it is not UTF-8 text */
function textOf(file: string, shown: string): string | undefined {
  return existsSync(file) && statSync(file).isFile() ? readText(file, shown) : undefined;
}
