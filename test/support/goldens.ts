import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { runInNewContext } from 'node:vm';
import { parseAllDocuments } from 'yaml';
import type { Manifest } from './sets';

const folder = join(__dirname, '../../__snapshots__');

/** Every file of goldens. */
export function goldenFiles(): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(file => file.endsWith('.snap'))
    .sort()
    .map(file => join(folder, file));
}

/**
 * The manifests of every golden, by the name of the test that owns it. A job pod, which is not one yet, has become one.
 * Snapshots of anything else are left out, and so are the files of programs that are no API servers.
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

/** The hook puts a job pod on the node of its runner; where that is has a word in its golden that no node is called. */
function manifestOf(document: Manifest): Manifest {
  if (document?.kind !== undefined || !document?.spec?.containers) return document;
  const { nodeName: _, ...spec } = document.spec;
  return { apiVersion: 'v1', kind: 'Pod', ...document, spec };
}
