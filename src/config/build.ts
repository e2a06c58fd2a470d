import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { DeskrunApp, type DeskrunAppProps } from '../app/deskrun-app';
import { ConfigFileError, PropsError, type Finding } from '../errors';
import { RunnerChart } from '../runners/runner-chart';
import { RunnerSet } from '../runners/runner-set';
import { DEFAULT_CONTROLLER } from '../runners/runner-set-props';
import { checkConfig } from './check';
import type { DeskrunConfig, RunnerConfig } from './config';
import { pathInConfig, runnerProps } from './runner-props';
import { ConfigSource } from './source';

/**
 * The app that a `deskrun.yaml` describes: a chart, and so a file, for each of its runner sets.
 *
 * @throws ConfigFileError with every finding of the file, each at its line and column
 */
export function appFromFile(file: string, props: DeskrunAppProps = {}): DeskrunApp {
  return appFromText(readConfig(file), relative('', file) || file, props);
}

/** As {@link appFromFile}, for a text at hand; `file` is what messages call it. */
export function appFromText(text: string, file: string, props: DeskrunAppProps = {}): DeskrunApp {
  const source = new ConfigSource(text, file);
  const value = source.value;
  const wrongForm = checkConfig(value);
  // What is well-formed is built all the same, so that one run tells everything.
  const built = build(wellFormed(value, wrongForm), props);
  const findings = unique([...wrongForm, ...built.findings]);
  if (built.app === undefined || findings.length > 0) throw source.error(findings);
  return built.app;
}

/** A configuration without the parts that have findings. */
function wellFormed(value: unknown, findings: readonly Finding[]): DeskrunConfig {
  const whole = typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Partial<DeskrunConfig>) : {};
  const wrongKeys = new Set(findings.map(({ path }) => path[0]));
  const wrongRunners = new Set(findings.filter(({ path }) => path[0] === 'runners').map(({ path }) => path[1]));
  const rest = Object.fromEntries(Object.entries(whole).filter(([key]) => !wrongKeys.has(key)));
  const runners = Array.isArray(whole.runners) ? (whole.runners as RunnerConfig[]) : [];
  // Holes keep the positions of the others.
  return { namespace: 'default', ...rest, runners: runners.map((runner, index) => (wrongRunners.has(index) ? undefined : runner)) as RunnerConfig[] };
}

function readConfig(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new ConfigFileError(`${file}: cannot be read (${(error as NodeJS.ErrnoException).code ?? String(error)}); nothing was written`);
  }
}

function build(config: DeskrunConfig, props: DeskrunAppProps): { app?: DeskrunApp; findings: Finding[] } {
  const findings: Finding[] = [];
  const collect = <T>(make: () => T, place: (finding: Finding) => Finding): T | undefined => {
    try {
      return make();
    } catch (error) {
      if (!(error instanceof PropsError)) throw error;
      findings.push(...error.findings.map(place));
      return undefined;
    }
  };
  const { arcVersion, kubernetesVersion } = config;
  const app = collect(() => new DeskrunApp({ ...props, arcVersion, kubernetesVersion }), finding => finding);
  (config.runners as readonly (RunnerConfig | undefined)[]).forEach((runner, index) => {
    if (!app || !runner) return;
    const inRunner = (finding: Finding) => inFile(finding, runner, index);
    const { props: setProps, findings: found } = runnerProps(runner);
    findings.push(...found.map(inRunner));
    collect(() => new RunnerSet(chartOf(app, config, runner.name), 'runners', setProps), inRunner);
  });
  return { app, findings };
}

function chartOf(app: DeskrunApp, config: DeskrunConfig, id: string): RunnerChart {
  const { namespace, cacheRoot, hostRoots, controller = {} } = config;
  const controllerServiceAccount = {
    namespace: controller.namespace ?? DEFAULT_CONTROLLER.namespace,
    name: controller.serviceAccount ?? DEFAULT_CONTROLLER.name,
  };
  return new RunnerChart(app, id, { namespace, cacheRoot, hostRoots, controllerServiceAccount });
}

/** What the file says once for all runner sets. */
const FILE_WIDE = ['namespace', 'cacheRoot', 'hostRoots'];

function inFile(finding: Finding, runner: RunnerConfig, index: number): Finding {
  return FILE_WIDE.includes(String(finding.path[0]))
    ? finding
    : { ...finding, path: ['runners', index, ...pathInConfig(finding.path, runner)] };
}

function unique(findings: readonly Finding[]): Finding[] {
  return [...new Map(findings.map(finding => [JSON.stringify(finding), finding])).values()];
}
