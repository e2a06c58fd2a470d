import { lstatSync } from 'node:fs';
import { resolve } from 'node:path';
import { DeskrunError, refuse } from '../../errors';
import { namespaceFindings } from '../../runners/naming';
import type { Run } from '../command';
import { NEW_NAMESPACE } from '../configuration/config-text';
import { writeAtomically } from '../files/atomic-write';
import { withLock } from '../files/lock';

/** A file that is there already is not begun. */
export class FileExistsError extends DeskrunError {}

export const run: Run = async ({ options }, io) => {
  const { config = 'deskrun.yaml', namespace = NEW_NAMESPACE } = options as { config?: string; namespace?: string };
  refuse(namespaceFindings(namespace).map(finding => ({ ...finding, path: ['--namespace'] })));
  const file = resolve(io.cwd, config);
  await withLock(
    file,
    () => {
      if (lstatSync(file, { throwIfNoEntry: false }) !== undefined)
        throw new FileExistsError(`${config} exists already; add runner sets to it with deskrun add`);
      writeAtomically(file, beginning(namespace));
      return Promise.resolve();
    },
    { signal: io.signal },
  );
  io.stderr.write(`${config} has no runner sets yet; to add one: deskrun add --help\n`);
  return 0;
};

function beginning(namespace: string): string {
  return [
    '# yaml-language-server: $schema=node_modules/cdk8s-deskrun/lib/src/config/deskrun.schema.json',
    '# What a key means: deskrun explain <key>',
    `namespace: ${namespace}`,
    'runners: []',
    '',
  ].join('\n');
}
