import { formatAge } from '../doctor/age';
import { table } from '../output';
import type { ClusterStatus, SetStatus } from './cluster-status';

/** Formats a cluster's status: a table of the runner sets, then each finding with the first thing to do. */
export function screen(status: ClusterStatus): string {
  return [header(status), setsTable(status), ...missing(status), ...findings(status)].join('\n');
}

function header({ cluster, controllers, sets }: ClusterStatus): string {
  const controller =
    controllers.map(({ version, ready }) => `controller ${version} ${ready ? 'ok' : 'down'}`).join(', ') ||
    'no controller';
  return (
    `CLUSTER  ${cluster}   ${controller}   listeners ` +
    `${sets.filter(({ listener }) => listener === 'ok').length}/${sets.length}`
  );
}

function setsTable({ sets, controllers }: ClusterStatus): string {
  if (sets.length === 0) return 'no runner sets; deskrun up creates those of the configuration\n';
  // Most clusters have runner sets in one namespace only.
  const several = new Set(sets.map(({ namespace }) => namespace)).size > 1;
  return table([
    ['SET', 'MODE', 'DESIRED', 'RUNNING', 'BUSY', 'PENDING', 'FAILED', 'LISTENER', 'VERSION', 'AGE', 'HEALTH'],
    ...sets.map(set => [
      several ? `${set.namespace}/${set.set}` : set.set,
      set.mode,
      ...[set.desired, set.running, set.busy, set.pending, set.failed].map(String),
      set.listener,
      set.versionFits ? set.version : `${set.version}, not ${controllers.map(({ version }) => version).join(' or ')}`,
      formatAge(set.ageSeconds * 1000),
      health(set),
    ]),
  ]);
}

function health({ errors, warnings, phase }: SetStatus): string {
  const amount = (count: number, word: string) => (count === 0 ? [] : [`${count} ${word}${count === 1 ? '' : 's'}`]);
  const wrong = [
    ...(phase === 'Running' || phase === 'Pending' ? [] : [phase]),
    ...amount(errors, 'error'),
    ...amount(warnings, 'warning'),
  ];
  return wrong.join(', ') || 'ok';
}

function missing({ missing: names }: ClusterStatus): string[] {
  return names.length === 0 ? [] : [`missing in the cluster: ${names.join(', ')}  -> deskrun up\n`];
}

function findings({ findings: all }: ClusterStatus): string[] {
  return all
    .map(
      ({ severity, set, cause, remedy: [first = ''] }) =>
        `${severity}  ${set === undefined ? '' : `${set}: `}${cause}\n  do: ${first}\n`,
    )
    .concat(all.length === 0 ? [] : ['-> deskrun doctor shows the evidence, and what else to do\n']);
}
