import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { valuesToConfig, type ImportedConfig, type RunnerSetChartRelease } from '../../src';
import { appFromText } from '../../src/config/build';
import type { Data } from './chart-objects';

const FOLDER = join(__dirname, 'values');

/** The namespace of every release in these tests. */
export const NAMESPACE = 'arc-runners';

/** The names of the files in `values`. Each has values for one feature of the chart. */
export const features = readdirSync(FOLDER)
  .map(file => file.replace(/\.yaml$/, ''))
  .sort();

/** Returns a release of a feature's values, with the name of the feature. */
export function release(feature: string): RunnerSetChartRelease {
  return releaseOf(readFileSync(join(FOLDER, `${feature}.yaml`), 'utf8'), feature);
}

/** Returns a release of values. */
export function releaseOf(text: string, releaseName = 'docs'): RunnerSetChartRelease {
  return { text, file: 'values.yaml', releaseName, namespace: NAMESPACE };
}

/** Imports the values of one runner set. */
export function imported(text: string, rest: Partial<RunnerSetChartRelease> = {}): ImportedConfig {
  return valuesToConfig({ runnerSets: [{ ...releaseOf(text), ...rest }] });
}

/** Parses values as helm does. */
export function asHelmReads(text: string): Data {
  return parse(text, { version: '1.1', merge: true });
}

/** Imports values and returns their entry of `runners`. */
export function runnerOf(text: string, rest: Partial<RunnerSetChartRelease> = {}): Data {
  const { runners } = parse(imported(text, rest).config);
  if (runners.length !== 1) throw new Error(`${runners.length} runners`);
  return runners[0];
}

/** Imports values and returns the report as `path: reason`. */
export function reasonsOf(text: string, rest: Partial<RunnerSetChartRelease> = {}): string[] {
  return imported(text, rest).notCarried.map(({ path, reason }) => `${path}: ${reason}`);
}

/** Validates a configuration and returns its objects. */
export function manifestsOf(config: string): Data[] {
  const app = appFromText(config, 'deskrun.yaml');
  const problems = app.node.findAll().flatMap(({ node }) => node.validate());
  if (problems.length > 0) throw new Error(problems.join('\n'));
  return app.charts.flatMap(chart => chart.toJson());
}

/** Returns minimal values in mode `kubernetes-novolume`, plus the given lines. */
export function novolume(lines = ''): string {
  return `githubConfigUrl: https://github.com/rubionic/docs
githubConfigSecret: github
containerMode: { type: kubernetes-novolume }
${lines}`;
}

/** Returns minimal values in mode `dind`, plus the given lines. */
export function dind(lines = ''): string {
  return novolume(lines).replace('kubernetes-novolume', 'dind');
}
