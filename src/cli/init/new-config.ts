/** The text of a new `deskrun.yaml` without runner sets. */
export function newConfig(namespace: string): string {
  return [
    '# yaml-language-server: $schema=node_modules/cdk8s-deskrun/lib/src/config/deskrun.schema.json',
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
