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
import { readText } from './read-text';
import { runnerProps } from './runner-props';
import { ConfigSource } from './source';

/** The name of the chart, and so the file, of namespaces; it sorts before all others. */
const NAMESPACES_CHART = '00-namespaces';

/**
 * The app that a `deskrun.yaml` describes: a chart, and so a file, for each of its runner sets.
 *
 * @throws ConfigFileError with every finding of the file, each at its line and column
 */
export function appFromFile(file: string, props: DeskrunAppProps = {}): DeskrunApp {
  const shown = relative('', file) || file;
  return appFromText(readText(file, shown), shown, props);
}

/** As {@link appFromFile}, for a text at hand; `file` is what messages call it. */
export function appFromText(text: string, file: string, props: DeskrunAppProps = {}): DeskrunApp {
  const source = new ConfigSource(text, file);
  const value = source.value;
  const wrongForm = checkConfig(value);
  // What is well-formed is built all the same, so that one run tells everything.
  const built = build(wellFormed(value, wrongForm), props);
  const findings = uniqueFindings([...wrongForm, ...built.findings]);
  if (findings.length > 0) throw source.error(findings);
  return built.app;
}

/**
 * The app of {@link appFromText} without runner sets, and with the controller that the file expects in the cluster: for a cluster
 * that has none.
 *
 * @throws ConfigFileError with everything that cannot work of such a controller
 */
export function controllerAppFromText(text: string, file: string): DeskrunApp {
  const source = new ConfigSource(text, file);
  const config = wellFormed(source.value, checkConfig(source.value));
  const { app, findings } = build(installingController({ ...config, runners: [] }), {});
  if (findings.length > 0) throw source.error(findings);
  return app;
}

/** Everything that {@link appFromText} would refuse in the value of a configuration, by its path. */
export function configFindings(value: unknown): Finding[] {
  const wrongForm = checkConfig(value);
  return uniqueFindings([...wrongForm, ...build(wellFormed(value, wrongForm), {}).findings]);
}

/** Everything that is wrong with the value of a configuration, and the app of those parts of it that have no findings. */
export function examineConfig(value: unknown): { readonly app: DeskrunApp; readonly findings: readonly Finding[] } {
  const wrongForm = checkConfig(value);
  const built = build(wellFormed(value, wrongForm), {});
  const findings = uniqueFindings([...wrongForm, ...built.findings]);
  return { findings, app: built.findings.length === 0 ? built.app : build(wellFormed(value, findings), {}).app };
}

/** A configuration without the parts that have findings. */
function wellFormed(value: unknown, findings: readonly Finding[]): DeskrunConfig {
  const whole =
    typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Partial<DeskrunConfig>) : {};
  const wrongKeys = new Set(findings.map(({ path }) => path[0]));
  const wrongRunners = new Set(findings.filter(({ path }) => path[0] === 'runners').map(({ path }) => path[1]));
  const rest = Object.fromEntries(Object.entries(whole).filter(([key]) => !wrongKeys.has(key)));
  const runners = Array.isArray(whole.runners) ? (whole.runners as RunnerConfig[]) : [];
  // Holes keep the positions of the others.
  return {
    namespace: 'default',
    ...rest,
    runners: runners.map((runner, index) => (wrongRunners.has(index) ? undefined : runner)) as RunnerConfig[],
  };
}

function build(
  config: DeskrunConfig,
  props: DeskrunAppProps,
): { readonly app: DeskrunApp; readonly findings: readonly Finding[] } {
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
  const sound = Object.fromEntries(Object.entries(config).filter(([key]) => !wrong.has(key))) as Partial<DeskrunConfig>;
  const { arcVersion, kubernetesVersion } = sound;
  const app = new DeskrunApp({
    gitOps: sound.gitOps && gitOps(sound.gitOps),
    ...props,
    ...(arcVersion && { arcVersion }),
    ...(kubernetesVersion && { kubernetesVersion }),
  });
  if (sound.createNamespace === true)
    collect(
      () => addNamespaces(app, sound),
      finding => finding,
    );
  const { controller, findings: aboutController } = controllerOf(app, sound);
  findings.push(...aboutController);
  (config.runners as readonly (RunnerConfig | undefined)[]).forEach((runner, index) => {
    if (!runner) return;
    const inRunner = (finding: Finding) => inFile(finding, runner, index);
    collect(
      () => new RunnerSet(chartOf(app, sound, controller, chartId(runner.name, index)), 'runners', runnerProps(runner)),
      inRunner,
    );
  });
  const namespaces = app.node.findAll().filter(construct => construct instanceof RunnerNamespace);
  findings.push(
    ...namespaces.flatMap(namespace => namespace.tooStrict()).map(message => ({ path: ['podSecurityLevel'], message })),
  );
  return { app, findings };
}

function fileFindings({
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

/** A chart with every namespace of the file, whose file sorts before all others. */
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

/** The set's name, which names the file too, unless it is none, would sort before what has to be applied first, or is what every JavaScript object has, which cdk8s takes for a child. */
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

/** What the file says once for all runner sets, and some of it a runner set for itself. */
const FILE_WIDE = ['namespace', 'cacheRoot', 'hostRoots', 'controller', 'proxy', 'githubServerTls', 'networkPolicy'];

function inFile(finding: Finding, runner: RunnerConfig, index: number): Finding {
  const [prop] = finding.path;
  const ofFile = FILE_WIDE.includes(String(prop)) && runner[prop as keyof RunnerConfig] === undefined;
  if (ofFile) return { ...finding, path: prop === 'controller' ? controllerPath(finding.path) : finding.path };
  return { ...finding, path: ['runners', index, ...finding.path] };
}
