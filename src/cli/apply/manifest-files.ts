import { readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { readText } from '../../config-file/read-text';
import { ConfigFileError } from '../../errors';
import { reasonOf } from '../../file-error';
import { isPlainObject } from '../../plain-object';
import { itemsIn } from '../kubectl/items';
import { valuesOf } from '../kubectl/yaml-documents';
import type { Manifest } from '../project';

/**
 * The Kubernetes objects in the YAML files of a folder and those below it. Other documents, such as a
 * kustomization.yaml, are skipped.
 *
 * @throws ConfigFileError when there is no such folder, or a file is not YAML in UTF-8
 */
export function readManifests(folder: string, cwd: string): Manifest[] {
  return filesOf(folder, cwd).flatMap(file => {
    const shown = join(folder, file);
    const notYaml = (place: string) =>
      new ConfigFileError(`${shown}${place}: is not YAML; recreate it with deskrun synth`);
    return valuesOf(readText(join(resolve(cwd, folder), file), shown), notYaml)
      .flatMap(itemsIn)
      .filter(isManifest);
  });
}

/** The YAML files, without what only has the name of one, such as a folder. */
function filesOf(folder: string, cwd: string): string[] {
  const path = resolve(cwd, folder);
  try {
    return readdirSync(path, { recursive: true, encoding: 'utf8' })
      .filter(file => /\.ya?ml$/.test(file))
      .filter(file => statSync(join(path, file), { throwIfNoEntry: false })?.isFile() !== false)
      .sort();
  } catch (error) {
    throw new ConfigFileError(
      `${folder}: cannot be read: ${reasonOf(error)}; --against needs a folder of manifests, such as dist`,
    );
  }
}

function isManifest(value: unknown): value is Manifest {
  return (
    isPlainObject(value) &&
    typeof value.apiVersion === 'string' &&
    typeof value.kind === 'string' &&
    isPlainObject(value.metadata) &&
    typeof value.metadata.name === 'string'
  );
}
