import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { valuesToConfig, type ImportedConfig, type RunnerSetChartRelease } from '../../src';
import { appFromText } from '../../src/config/build';
import type { Data } from './helm-gives';

const FOLDER = join(__dirname, 'values');

/** The namespace of every release here. */
export const NAMESPACE = 'arc-runners';

/** The names of the files in `values`, one a feature of the chart. */
export const features = readdirSync(FOLDER)
  .map(file => file.replace(/\.yaml$/, ''))
  .sort();

/** The values of a feature, released under its name. */
export function release(feature: string): RunnerSetChartRelease {
  return releaseOf(readFileSync(join(FOLDER, `${feature}.yaml`), 'utf8'), feature);
}

/** A text of values, released. */
export function releaseOf(text: string, releaseName = 'docs'): RunnerSetChartRelease {
  return { text, file: 'values.yaml', releaseName, namespace: NAMESPACE };
}

/** What becomes of one scale set's values. */
export function imported(text: string, rest: Partial<RunnerSetChartRelease> = {}): ImportedConfig {
  return valuesToConfig({ runnerSets: [{ ...releaseOf(text), ...rest }] });
}

/** A text of values in YAML as helm reads it. */
export function asHelmReads(text: string): Data {
  return parse(text, { version: '1.1', merge: true });
}

/** The entry of `runners` that becomes of values, as data. */
export function runnerOf(text: string, rest: Partial<RunnerSetChartRelease> = {}): Data {
  const { runners } = parse(imported(text, rest).config);
  if (runners.length !== 1) throw new Error(`${runners.length} runners`);
  return runners[0];
}

/** `path: reason` of everything that is not carried. */
export function reasonsOf(text: string, rest: Partial<RunnerSetChartRelease> = {}): string[] {
  return imported(text, rest).notCarried.map(({ path, reason }) => `${path}: ${reason}`);
}

/** The objects that a configuration makes, once it is found to be sound. */
export function manifestsOf(config: string): Data[] {
  const app = appFromText(config, 'deskrun.yaml');
  const problems = app.node.findAll().flatMap(({ node }) => node.validate());
  if (problems.length > 0) throw new Error(problems.join('\n'));
  return app.charts.flatMap(chart => chart.toJson());
}

/** What every set needs, in mode `kubernetes-novolume`, and further lines. */
export function novolume(lines = ''): string {
  return `githubConfigUrl: https://github.com/rubionic/docs\ngithubConfigSecret: github\ncontainerMode: { type: kubernetes-novolume }\n${lines}`;
}

/** As {@link novolume}, in mode `dind`. */
export function dind(lines = ''): string {
  return novolume(lines).replace('kubernetes-novolume', 'dind');
}
