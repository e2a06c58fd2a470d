import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { CASE, median } from './measure.mjs';

const RELEASES =
  'for ((i = 0; i < $SETS; i++)); do ' +
  '"$HELM" template "set-$i" "$ARC_CHARTS/gha-runner-scale-set" --namespace arc-runners --values "$VALUES"; done';
const OURS =
  '"$NODE" "$CASE" ' +
  '"{\\"measure\\":\\"synth\\",\\"app\\":\\"cdk8s-deskrun\\",\\"layout\\":\\"one chart\\",\\"sets\\":$SETS}"';

/**
 * Milliseconds for so many releases of the official chart, and for as many sets of ours; nothing unless HELM and
 * ARC_CHARTS say where helm and the charts are.
 */
export function besideHelm(sizes) {
  if (!process.env.HELM || !process.env.ARC_CHARTS) return [];
  return sizes.map(sets => {
    const runs = Array.from({ length: 3 }, () => [processorTime(RELEASES, sets), processorTime(OURS, sets)]);
    return { sets, helm: median(runs.map(([helm]) => helm)), ours: median(runs.map(([, ours]) => ours)) };
  });
}

/** What all processes of a script take of the processor. */
function processorTime(script, sets) {
  const env = {
    ...process.env,
    NODE: process.execPath,
    CASE,
    SETS: sets,
    VALUES: fileURLToPath(new URL('values.yaml', import.meta.url)),
  };
  const { status, stderr } = spawnSync('bash', ['-c', `set -e; TIMEFORMAT='%3U %3S'; time { ${script}; } >/dev/null`], {
    env,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  const [user, system] = stderr.trim().split('\n').at(-1).split(' ').map(Number);
  return (user + system) * 1000;
}
