import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { readText } from '../../config-file/read-text';
import { ConfigFileError } from '../../errors';
import type { Manifest } from '../project';

/**
 * The objects in the YAML files of a folder and those below it.
 *
 * @throws ConfigFileError when there is no such folder, or a file is not YAML in UTF-8
 */
export function readManifests(folder: string, cwd: string): Manifest[] {
  return filesOf(folder, cwd).flatMap(file => {
    const shown = join(folder, file);
    return parseAllDocuments(readText(join(resolve(cwd, folder), file), shown)).flatMap(document => {
      const [error] = document.errors;
      if (error)
        throw new ConfigFileError(
          `${shown}: is not YAML: ${error.message.split('\n')[0] as string}; recreate it with deskrun synth`,
        );
      const object = document.toJS() as Manifest | null;
      return object === null ? [] : [object];
    });
  });
}

function filesOf(folder: string, cwd: string): string[] {
  try {
    return readdirSync(resolve(cwd, folder), { recursive: true, encoding: 'utf8' })
      .filter(file => /\.ya?ml$/.test(file))
      .sort();
  } catch (error) {
    throw new ConfigFileError(
      `${folder}: cannot be read (${String((error as NodeJS.ErrnoException).code)}); --against needs a folder of ` +
        'manifests, such as dist',
    );
  }
}
