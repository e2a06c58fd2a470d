// Time from props to files, beside plain cdk8s with the same objects and beside the serializer alone. `npm run bench`.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { App, Yaml } from 'cdk8s';
import { DeskrunApp, GitHubAuth, NvmeCacheVolume, CachedPrivilegedRunnerSet, RunnerChart } from '../src/index';

const RUNS = 7;
const median = (values: number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] as number;

/** The median of several runs, in milliseconds; the first is not counted. */
function time(run: () => void): number {
  run();
  return median(Array.from({ length: RUNS }, () => {
    const start = performance.now();
    run();
    return performance.now() - start;
  }));
}

function addSets(app: App, sets: number): void {
  const chart = new RunnerChart(app, 'runners', { namespace: 'arc-runners' });
  for (let index = 0; index < sets; index++) {
    new CachedPrivilegedRunnerSet(chart, `set-${index}`, {
      name: `set-${index}`,
      githubConfigUrl: 'https://github.com/example/project',
      auth: GitHubAuth.fromSecret('github'),
      caches: [NvmeCacheVolume.docker(), NvmeCacheVolume.nixStore(), NvmeCacheVolume.named('cargo')],
    });
  }
}

function inFolder<T>(use: (outdir: string) => T): T {
  const outdir = mkdtempSync(join(tmpdir(), 'bench-'));
  try {
    return use(outdir);
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

function synthTable(): void {
  console.log('sets  props to files      sets/s   / plain cdk8s   / yaml alone');
  for (const sets of [1, 100, 1000]) {
    inFolder(outdir => {
      process.stderr.write = () => true;
      const whole = (app: App) => {
        addSets(app, sets);
        app.synth();
      };
      const ours = time(() => whole(new DeskrunApp({ outdir })));
      const plain = time(() => whole(new App({ outdir })));
      const app = new App();
      addSets(app, sets);
      const documents = app.charts.flatMap(chart => chart.toJson() as unknown[]);
      const yaml = time(() => Yaml.stringify(...documents));
      const columns = [String(sets).padStart(4), `${ours.toFixed(1).padStart(11)} ms`, Math.round(sets / (ours / 1000)).toString().padStart(11), (ours / plain).toFixed(2).padStart(15), (ours / yaml).toFixed(2).padStart(14)];
      console.log(columns.join(' '));
    });
  }
}

function importTable(): void {
  const start = (code: string) => time(() => void spawnSync(process.execPath, ['-e', code], { cwd: join(__dirname, '..') }));
  const bare = start('0');
  console.log('\nprocess that loads      ms   / bare node');
  const rows: [string, string][] = [
    ['nothing', '0'],
    ['cdk8s, cdk8s-plus-28', "require('cdk8s'); require('cdk8s-plus-28')"],
    ['cdk8s-deskrun', "require('./lib/src/index.js')"],
  ];
  for (const [name, code] of rows) {
    const took = start(code);
    console.log(`${name.padEnd(22)} ${took.toFixed(0).padStart(3)} ${(took / bare).toFixed(2).padStart(13)}`);
  }
}

synthTable();
importTable();
