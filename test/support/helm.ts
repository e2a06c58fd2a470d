import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { DEFAULT_ARC_VERSION } from '../../src/app/versions';

/** The charts to render. Each is a folder of that name in `ARC_CHARTS`. */
export const CHARTS = ['gha-runner-scale-set', 'gha-runner-scale-set-controller'] as const;

export type Chart = (typeof CHARTS)[number];

/**
 * Returns the path of the helm program.
 *
 * @throws if `HELM` is not set or is not helm 3
 */
export function helm(): string {
  const program = process.env.HELM;
  const remedy = 'build it with: export HELM=$(scripts/control-plane.sh helm)/helm';
  if (!program) throw new Error(`HELM must name the program helm, and is not set; ${remedy}`);
  const { stdout, error } = spawnSync(program, ['version', '--template', '{{.Version}}'], { encoding: 'utf8' });
  if (error) throw new Error(`HELM is ${program}, which does not start: ${error.message}; ${remedy}`);
  if (!stdout.startsWith('v3.'))
    throw new Error(
      `HELM is ${program}, which says of its version ${JSON.stringify(stdout)} and must be a v3; ${remedy}`,
    );
  return program;
}

/**
 * Returns the folder of an official chart.
 *
 * @throws if `ARC_CHARTS` is not set, or lacks the chart in the default ARC version
 */
export function chartFolder(chart: Chart): string {
  const repository = 'oci://ghcr.io/actions/actions-runner-controller-charts';
  const pull = CHARTS.map(name => `helm pull ${repository}/${name} --version ${DEFAULT_ARC_VERSION} --untar`).join(
    ' && ',
  );
  const remedy = `in an empty folder: ${pull}, and export ARC_CHARTS=$PWD`;
  const folder = process.env.ARC_CHARTS;
  if (!folder)
    throw new Error(`ARC_CHARTS must name the folder that has ${CHARTS.join(' and ')}, and is not set; ${remedy}`);
  const file = join(folder, chart, 'Chart.yaml');
  if (!existsSync(file)) throw new Error(`ARC_CHARTS is ${folder}, where there is no ${chart}; ${remedy}`);
  const { version } = parse(readFileSync(file, 'utf8')) as { version?: unknown };
  if (version !== DEFAULT_ARC_VERSION)
    throw new Error(
      `ARC_CHARTS is ${folder}, where ${chart} is ${String(version)} and must be ${DEFAULT_ARC_VERSION}; ${remedy}`,
    );
  return join(folder, chart);
}

/** Returns the text of all templates of a chart. */
export function templatesOf(chart: Chart): string {
  const folder = join(chartFolder(chart), 'templates');
  return readdirSync(folder)
    .map(file => readFileSync(join(folder, file), 'utf8'))
    .join('\n');
}

/** A release of a chart. */
export interface ChartRelease {
  readonly chart: Chart;
  readonly name: string;
  readonly namespace: string;
  readonly values: string;
}

// The chart cannot look up the controller without a cluster, so it is set here. The values can override it.
const ACCOUNT = join(__dirname, '..', 'helm', 'controller-account.yaml');

/** Renders a release with helm. Returns the manifests, or the error with which helm refuses the values. */
export function helmTemplate({ chart, name, namespace, values }: ChartRelease): {
  readonly manifests?: string;
  readonly refusal?: string;
} {
  const { status, stdout, stderr, error } = spawnSync(
    String(process.env.HELM),
    [
      'template',
      name,
      join(String(process.env.ARC_CHARTS), chart),
      '--namespace',
      namespace,
      '--kube-version',
      '1.36.3',
      '--values',
      ACCOUNT,
      '--values',
      '-',
    ],
    { input: values, encoding: 'utf8' },
  );
  if (error) throw error;
  return status === 0 ? { manifests: stdout } : { refusal: stderr };
}
