import { existsSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { readText } from '../config/read-text';
import type { Item } from './found-release';
import { documentsOf } from './documents';
import type { Left } from './left';
import type { Layer } from './values-file';

/** How far above a file the paths in it may begin: at the root of its repository. */
const LEVELS = 8;

/** Reads the files of values that an object refers to. */
export class OtherFiles {
  constructor(
    private readonly directory: string | undefined,
    private readonly left: Left[],
  ) {}

  /** The text of a file beside the one that is read, or undefined. */
  beside(name: string): string | undefined {
    return this.directory === undefined ? undefined : textOf(resolve(this.directory, name), name);
  }

  /** The values of a file that the text at a path names; what cannot be read is left. */
  layers(item: Item, path: string, folders: readonly string[] = ['']): Layer[] {
    const leave = (reason: string) => {
      this.left.push({
        place: item.place(),
        reason,
        remedy: 'write its values into the object, or import the file itself',
      });
      return [];
    };
    if (/\.gotmpl$/.test(path)) return leave('is a template, which only helmfile fills in');
    if (/^[a-z0-9+]+:\/\//.test(path)) return leave('is not read: only files are');
    // Argo CD writes $name/ for the root of another repository.
    const plain = path.replace(/^\$[^/]+\//, '');
    const text = this.directory === undefined ? undefined : found(this.directory, folders, plain);
    if (text === undefined) return leave('is not there to be read');
    return documentsOf(text, plain).map(source => ({ source, at: [] }));
  }
}

function found(directory: string, folders: readonly string[], path: string): string | undefined {
  let above = directory;
  for (let level = 0; level < LEVELS; level++) {
    for (const folder of folders) {
      const text = textOf(resolve(above, folder, path), path);
      if (text !== undefined) return text;
    }
    if (dirname(above) === above) break;
    above = dirname(above);
  }
  return undefined;
}

/** The text of a file, or undefined where there is none. @throws ConfigFileError for a file that is not UTF-8 text */
function textOf(file: string, shown: string): string | undefined {
  return existsSync(file) && statSync(file).isFile() ? readText(file, shown) : undefined;
}
