import { relative, resolve } from 'node:path';

/** Path of the schema in a project that has installed this package. */
const INSTALLED = 'node_modules/cdk8s-deskrun/lib/src/config/deskrun.schema.json';

const OWN = resolve(__dirname, '../../config/deskrun.schema.json');

/**
 * The path of the schema for a configuration in a folder: that of the installed package or, below a clone of this
 * repository, that of the clone.
 */
export function schemaPath(folder: string, schema = OWN): string {
  const clone = schema.replace(/(\/lib)?\/src\/config\/[^/]+$/, '');
  const isBelowClone = !clone.split('/').includes('node_modules') && folder.startsWith(`${clone}/`);
  return isBelowClone ? relative(folder, schema) : INSTALLED;
}

/** The text of a new `deskrun.yaml` without runner sets. */
export function newConfig(namespace: string, schema: string): string {
  return [
    `# yaml-language-server: $schema=${schema}`,
    '# All keys: deskrun explain. One key or mode: deskrun explain <key or mode>',
    '',
    '# Namespace of the runner sets and of the Secrets that hold their GitHub credentials.',
    `namespace: ${namespace}`,
    '',
    '# One entry for each runner set. Its name is what a workflow writes in runs-on.',
    'runners: []',
    '',
  ].join('\n');
}
