import { relative } from 'node:path';
import { Chart } from 'cdk8s';
import { DeskrunApp, type DeskrunAppProps } from '../app/deskrun-app';
import { fluxFindings } from '../app/flux';
import { GitOps } from '../app/gitops';
import { arcVersionProblem, kubernetesVersionProblem } from '../app/versions';
import { prefixFindings, PropsError, uniqueFindings, type Finding } from '../errors';
import { isObjectName } from '../kubernetes';
import { setNameFindings, namespaceFindings } from '../runners/naming';
import { RunnerChart } from '../runners/runner-chart';
import { DEFAULT_CONTROLLER, type RunnerController } from '../runners/runner-controller';
import { RunnerSet } from '../runners/runner-set';
import { RunnerNamespace } from '../cluster/runner-namespace';
import { checkConfig } from './check';
import type { DeskrunConfig, RunnerConfig } from './config';
import { controllerOf, controllerPath, installingController } from './controller';
import { readText } from '../config-file/read-text';
import { runnerProps } from './runner-props';
import { ConfigSource } from '../config-file/source';

/** ID of the chart of the namespaces. It names the file, which sorts before all others. */
const NAMESPACES_CHART = '00-namespaces';

/** The app of a configuration, and the findings with which the configuration is refused. */
export interface Built {
  readonly app: DeskrunApp;
  readonly findings: readonly Finding[];
}

/**
 * Builds the app of a `deskrun.yaml`, with one chart (and so one manifest file) for each runner set.
 *
 * @throws ConfigFileError with every finding of the file, each at its line and column
 */
export function appFromFile(file: string, props: DeskrunAppProps = {}): DeskrunApp {
  const shown = relative('', file) || file;
  return appFromText(readText(file, shown), shown, props);
}

/** Builds the app of the text of a `deskrun.yaml`. `file` is the name that messages show. */
export function appFromText(text: string, file: string, props: DeskrunAppProps = {}): DeskrunApp {
  const source = new ConfigSource(text, file);
  const { app, findings } = buildConfig(source.value, props);
  if (findings.length > 0) throw source.error(findings);
  return app;
}

/** Builds the app of a parsed configuration. With findings, it lacks the parts that have them. */
export function buildConfig(value: unknown, props: DeskrunAppProps = {}): Built {
  const wrongForm = checkConfig(value);
  // The valid parts are built even if others are malformed, so that one run reports all findings.
  const { app, findings } = build(wellFormed(value, wrongForm), props);
  return { app, findings: uniqueFindings([...wrongForm, ...findings]) };
}

/**
 * Builds the app of {@link appFromText} without its runner sets, and with the controller that the file expects to
 * exist. It is for clusters without a controller.
 *
 * @throws ConfigFileError with every finding of the controller
 */
export function controllerAppFromText(text: string, file: string): DeskrunApp {
  const source = new ConfigSource(text, file);
  const config = wellFormed(source.value, checkConfig(source.value));
  const { app, findings } = build(installingController({ ...config, runners: [] }), {});
  if (findings.length > 0) throw source.error(findings);
  return app;
}

/** Checks a parsed configuration. Returns its findings, and the app of the parts without findings. */
export function examineConfig(value: unknown): Built {
  const wrongForm = checkConfig(value);
  const built = build(wellFormed(value, wrongForm), {});
  const findings = uniqueFindings([...wrongForm, ...built.findings]);
  return { findings, app: built.findings.length === 0 ? built.app : build(wellFormed(value, findings), {}).app };
}

/** Returns a configuration without the top-level keys and the runner sets that have findings. */
function wellFormed(value: unknown, findings: readonly Finding[]): DeskrunConfig {
  const whole =
    typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Partial<DeskrunConfig>) : {};
  const wrongKeys = new Set(findings.map(({ path }) => path[0]));
  const wrongRunners = new Set(findings.filter(({ path }) => path[0] === 'runners').map(({ path }) => path[1]));
  const rest = Object.fromEntries(Object.entries(whole).filter(([key]) => !wrongKeys.has(key)));
  const runners = Array.isArray(whole.runners) ? (whole.runners as RunnerConfig[]) : [];
  // Dropped runner sets leave holes, so that the others keep their index.
  return {
    namespace: 'default',
    ...rest,
    runners: runners.map((runner, index) => (wrongRunners.has(index) ? undefined : runner)) as RunnerConfig[],
  };
}

function build(config: DeskrunConfig, props: DeskrunAppProps): Built {
  const findings: Finding[] = [];
  const collect = (make: () => unknown, place: (finding: Finding) => Finding): void => {
    try {
      make();
    } catch (error) {
      if (!(error instanceof PropsError)) throw error;
      findings.push(...error.findings.map(place));
    }
  };
  // Invalid top-level keys are left out of the build, so that every runner set is still checked.
  const topLevel = topLevelFindings(config);
  findings.push(...topLevel);
  const invalid = new Set(topLevel.map(({ path }) => path[0]));
  const valid = Object.fromEntries(
    Object.entries(config).filter(([key]) => !invalid.has(key)),
  ) as Partial<DeskrunConfig>;
  const { arcVersion, kubernetesVersion } = valid;
  const app = new DeskrunApp({
    gitOps: valid.gitOps && gitOps(valid.gitOps),
    ...props,
    ...(arcVersion && { arcVersion }),
    ...(kubernetesVersion && { kubernetesVersion }),
  });
  if (valid.createNamespace === true)
    collect(
      () => addNamespaces(app, valid),
      finding => finding,
    );
  const { controller, findings: controllerFindings } = controllerOf(app, valid);
  findings.push(...controllerFindings);
  (config.runners as readonly (RunnerConfig | undefined)[]).forEach((runner, index) => {
    if (!runner) return;
    const inRunner = (finding: Finding) => inFile(finding, runner, index);
    collect(
      () => new RunnerSet(chartOf(app, valid, controller, chartId(runner.name, index)), 'runners', runnerProps(runner)),
      inRunner,
    );
  });
  const namespaces = app.node.findAll().filter(construct => construct instanceof RunnerNamespace);
  findings.push(
    ...namespaces.flatMap(namespace => namespace.tooStrict()).map(message => ({ path: ['podSecurityLevel'], message })),
  );
  return { app, findings };
}

function topLevelFindings({
  arcVersion,
  kubernetesVersion,
  namespace,
  controller = {},
  gitOps: tool,
}: DeskrunConfig): Finding[] {
  const problems = {
    arcVersion: arcVersion && arcVersionProblem(arcVersion),
    kubernetesVersion: kubernetesVersion && kubernetesVersionProblem(kubernetesVersion),
  };
  const { namespace: controllerNamespace, serviceAccount } = controller;
  return [
    ...Object.entries(problems).flatMap(([key, message]) => (message ? [{ path: [key], message }] : [])),
    ...namespaceFindings(namespace),
    ...(controllerNamespace === undefined
      ? []
      : prefixFindings(['controller'], namespaceFindings(controllerNamespace))),
    ...(serviceAccount === undefined || isObjectName(serviceAccount)
      ? []
      : [
          {
            path: ['controller', 'serviceAccount'],
            message: `must be the name of a ServiceAccount, got ${JSON.stringify(serviceAccount)}`,
          },
        ]),
    ...(typeof tool === 'object' ? prefixFindings(['gitOps', 'flux'], fluxFindings(tool.flux)) : []),
  ];
}

function gitOps(tool: NonNullable<DeskrunConfig['gitOps']>): GitOps {
  if (typeof tool === 'object') return GitOps.flux(tool.flux);
  return tool === 'argocd' ? GitOps.argoCd() : GitOps.kapp();
}

/** Adds a chart with every namespace of the file. */
function addNamespaces(
  app: DeskrunApp,
  { namespace = 'default', controller, podSecurityLevel, runners = [] }: Partial<DeskrunConfig>,
): void {
  const ofRunners = new Set(
    (runners as readonly (RunnerConfig | undefined)[])
      .flatMap(runner => (runner ? [runner.namespace ?? namespace] : []))
      .filter(name => namespaceFindings(name).length === 0),
  );
  const chart = new Chart(app, NAMESPACES_CHART);
  for (const name of ofRunners) new RunnerNamespace(chart, name, { name, podSecurityLevel });
  const ofController = controller?.install && (controller.namespace ?? DEFAULT_CONTROLLER.serviceAccount.namespace);
  if (ofController !== undefined && !ofRunners.has(ofController))
    new RunnerNamespace(chart, ofController, { name: ofController });
}

/**
 * The ID of the chart of a runner set, which names its manifest file: the name of the set, if that is valid. A prefix
 * is added to a name that would sort before the files to apply first, or that is a property of every JavaScript object,
 * since cdk8s would take it for an existing child.
 */
function chartId(name: string, index: number): string {
  if (setNameFindings(name, 1, Infinity, '').length > 0) return `runners-unnamed-${index}`;
  return name < '02' || name in {} || name.startsWith('runners-') ? `runners-${name}` : name;
}

function chartOf(
  app: DeskrunApp,
  config: Partial<DeskrunConfig>,
  controller: RunnerController,
  id: string,
): RunnerChart {
  const { namespace = 'default', cacheRoot, hostRoots, proxy, githubServerTls, networkPolicy } = config;
  return new RunnerChart(app, id, {
    namespace,
    cacheRoot,
    hostRoots,
    controller,
    proxy,
    githubServerTls,
    networkPolicy,
  });
}

/** Top-level keys that apply to all runner sets. A runner set can override some of them. */
const INHERITED = ['namespace', 'cacheRoot', 'hostRoots', 'controller', 'proxy', 'githubServerTls', 'networkPolicy'];

function inFile(finding: Finding, runner: RunnerConfig, index: number): Finding {
  const [prop] = finding.path;
  const inherited = INHERITED.includes(String(prop)) && runner[prop as keyof RunnerConfig] === undefined;
  if (inherited) return { ...finding, path: prop === 'controller' ? controllerPath(finding.path) : finding.path };
  return { ...finding, path: ['runners', index, ...finding.path] };
}
