import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { DeskrunApp, type DeskrunAppProps } from '../app/deskrun-app';
import { arcVersionProblem, kubernetesVersionProblem } from '../app/versions';
import { ConfigFileError, prefixFindings, PropsError, type Finding } from '../errors';
import { isObjectName } from '../kubernetes';
import { nameFindings } from '../runners/naming';
import { namespaceFindings, RunnerChart } from '../runners/runner-chart';
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
  if (findings.length > 0) throw source.error(findings);
  return built.app;
}

/** Everything that {@link appFromText} would refuse in the value of a configuration, by its path. */
export function configFindings(value: unknown): Finding[] {
  const wrongForm = checkConfig(value);
  return unique([...wrongForm, ...build(wellFormed(value, wrongForm), {}).findings]);
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

function build(config: DeskrunConfig, props: DeskrunAppProps): { readonly app: DeskrunApp; readonly findings: readonly Finding[] } {
  const findings: Finding[] = [];
  const collect = (make: () => unknown, place: (finding: Finding) => Finding): void => {
    try {
      make();
    } catch (error) {
      if (!(error instanceof PropsError)) throw error;
      findings.push(...error.findings.map(place));
    }
  };
  // What the whole file says is checked first, and stands aside where it is wrong, so that every runner set is looked at.
  const fileWide = fileFindings(config);
  findings.push(...fileWide);
  const wrong = new Set(fileWide.map(({ path }) => path[0]));
  const { arcVersion, kubernetesVersion, ...sound } = Object.fromEntries(Object.entries(config).filter(([key]) => !wrong.has(key))) as Partial<DeskrunConfig>;
  const app = new DeskrunApp({ ...props, ...(arcVersion && { arcVersion }), ...(kubernetesVersion && { kubernetesVersion }) });
  (config.runners as readonly (RunnerConfig | undefined)[]).forEach((runner, index) => {
    if (!runner) return;
    const inRunner = (finding: Finding) => inFile(finding, runner, index);
    const { props: setProps, findings: found } = runnerProps(runner);
    findings.push(...found.map(inRunner));
    collect(() => new RunnerSet(chartOf(app, sound, chartId(runner.name, index)), 'runners', setProps), inRunner);
  });
  return { app, findings };
}

function fileFindings({ arcVersion, kubernetesVersion, namespace, controller }: DeskrunConfig): Finding[] {
  const problems = { arcVersion: arcVersion && arcVersionProblem(arcVersion), kubernetesVersion: kubernetesVersion && kubernetesVersionProblem(kubernetesVersion) };
  const { namespace: controllerNamespace, serviceAccount } = controller ?? {};
  return [
    ...Object.entries(problems).flatMap(([key, message]) => (message ? [{ path: [key], message }] : [])),
    ...namespaceFindings(namespace),
    ...(controllerNamespace === undefined ? [] : prefixFindings(['controller'], namespaceFindings(controllerNamespace))),
    ...(serviceAccount === undefined || isObjectName(serviceAccount) ? [] : [{ path: ['controller', 'serviceAccount'], message: `must be the name of a ServiceAccount, got ${JSON.stringify(serviceAccount)}` }]),
  ];
}

/** The set's name, which names the file too, unless it is none. */
function chartId(name: string, index: number): string {
  // cdk8s takes what every JavaScript object has for a child of that name.
  return nameFindings(name, 1, Infinity, '').length === 0 && !(name in {}) ? name : `runners-${index}`;
}

function chartOf(app: DeskrunApp, config: Partial<DeskrunConfig>, id: string): RunnerChart {
  const { namespace = 'default', cacheRoot, hostRoots, controller = {} } = config;
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
