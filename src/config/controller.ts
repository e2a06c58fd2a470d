import { Chart, type App } from 'cdk8s';
import { ArcController } from '../controller/arc-controller';
import type { ArcControllerProps } from '../controller/arc-controller-props';
import { prefixFindings, PropsError, type Finding, type ValuePath } from '../errors';
import { podTemplateFromJson, type k8s } from '../kubernetes';
import { DEFAULT_CONTROLLER, type RunnerController } from '../runners/runner-controller';
import type { ControllerConfig, DeskrunConfig, InstallConfig } from './config';

/** The name of the chart, and so the file, of an installed controller; it sorts before those of runner sets. */
export const CONTROLLER_CHART = '01-controller';

/** The controller that a file speaks of, made where it is to be installed, and what is wrong with it. */
export function controllerOf(
  app: App,
  { controller = {}, proxy, githubServerTls }: Partial<DeskrunConfig>,
): { readonly controller: RunnerController; readonly findings: readonly Finding[] } {
  const described = existing(controller);
  if (controller.install === undefined) return { controller: described, findings: [] };
  const { namespace } = described.serviceAccount;
  try {
    const chart = new Chart(app, CONTROLLER_CHART, { namespace });
    const { serviceAccount, version, watchSingleNamespace } = new ArcController(
      chart,
      'controller',
      installProps(controller.install, { proxy, githubServerTls }),
    );
    // Not the construct itself: the charts of runner sets would depend on its chart, and their files be called after their order.
    return { controller: { serviceAccount, version, watchSingleNamespace }, findings: [] };
  } catch (error) {
    if (!(error instanceof PropsError)) throw error;
    return { controller: described, findings: error.findings.map(inFile) };
  }
}

/** The configuration, installing the controller that it expects to be in the cluster. */
export function installingController(config: DeskrunConfig): DeskrunConfig {
  const { controller = {} } = config;
  if (controller.install !== undefined) return config;
  const { serviceAccount, watchSingleNamespace } = existing(controller);
  return {
    ...config,
    controller: {
      namespace: serviceAccount.namespace,
      install: { serviceAccount: { name: serviceAccount.name }, watchSingleNamespace },
    },
  };
}

function existing({ namespace, serviceAccount, version, watchSingleNamespace }: ControllerConfig): RunnerController {
  const known = DEFAULT_CONTROLLER.serviceAccount;
  return {
    serviceAccount: { namespace: namespace ?? known.namespace, name: serviceAccount ?? known.name },
    version,
    watchSingleNamespace,
  };
}

function installProps(
  install: InstallConfig,
  egress: Pick<ArcControllerProps, 'proxy' | 'githubServerTls'>,
): ArcControllerProps {
  const {
    env,
    volumes,
    volumeMounts,
    podSecurityContext,
    securityContext,
    affinity,
    tolerations,
    topologySpreadConstraints,
    ...plain
  } = install;
  const { spec } = podTemplateFromJson({
    spec: {
      affinity,
      tolerations,
      topologySpreadConstraints,
      volumes,
      securityContext: podSecurityContext,
      containers: [{ name: 'manager', env, volumeMounts, securityContext }],
    },
  });
  const {
    containers: [manager],
    securityContext: ofPod,
    ...placement
  } = spec as k8s.PodSpec;
  return {
    ...plain,
    ...egress,
    affinity: placement.affinity,
    tolerations: placement.tolerations,
    topologySpreadConstraints: placement.topologySpreadConstraints,
    volumes: placement.volumes,
    podSecurityContext: ofPod,
    env: manager?.env,
    volumeMounts: manager?.volumeMounts,
    securityContext: manager?.securityContext,
  };
}

/** Where a prop of the controller stands in the file: what several are told stands at the top. */
function inFile(finding: Finding): Finding {
  const [prop] = finding.path;
  if (prop === 'proxy' || prop === 'githubServerTls') return finding;
  const [prefixed] = prefixFindings(prop === 'namespace' ? ['controller'] : ['controller', 'install'], [finding]);
  return prefixed as Finding;
}

/** Where what a runner set has to say about its controller stands in the file. */
export function controllerPath(path: ValuePath): ValuePath {
  const [, part, name] = path;
  if (part !== 'serviceAccount') return path;
  return ['controller', name === 'namespace' ? 'namespace' : 'serviceAccount'];
}
