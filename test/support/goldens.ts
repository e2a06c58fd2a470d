import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { runInNewContext } from 'node:vm';
import { parseAllDocuments } from 'yaml';
import type { Manifest } from './sets';

const folder = join(__dirname, '../../__snapshots__');

/** All golden files. */
export function goldenFiles(): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(file => file.endsWith('.snap'))
    .sort()
    .map(file => join(folder, file));
}

/**
 * The manifests of all goldens, by the name of their test. A job pod in a golden becomes a Pod. Snapshots of other
 * values are left out.
 */
export function goldens(): [name: string, manifests: Manifest[]][] {
  return goldenFiles()
    .flatMap(file =>
      Object.entries(snapshotsOf(file)).map(([name, text]): [string, Manifest[]] => [
        `${relative(folder, file).replace(/\.test\.ts\.snap$/, '')}: ${name.replace(/ 1$/, '')}`,
        parseAllDocuments(text).map(document => manifestOf(document.toJS())),
      ]),
    )
    .filter(([, manifests]) =>
      manifests.every(
        manifest => manifest?.apiVersion && manifest.kind && !String(manifest.apiVersion).startsWith('kind.x-k8s.io/'),
      ),
    );
}

/** A snapshot file is a script that fills `exports`. */
function snapshotsOf(file: string): Record<string, string> {
  const exports = {};
  runInNewContext(readFileSync(file, 'utf8'), { exports });
  return exports;
}

/** The hook sets the node name of a job pod. Goldens have a placeholder, which is not a valid name. */
function manifestOf(document: Manifest): Manifest {
  if (document?.kind !== undefined || !document?.spec?.containers) return document;
  const { nodeName: _, ...spec } = document.spec;
  return { apiVersion: 'v1', kind: 'Pod', ...document, spec };
}
