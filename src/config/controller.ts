import { Chart, type App } from 'cdk8s';
import { ArcController } from '../controller/arc-controller';
import type { ArcControllerProps } from '../controller/arc-controller-props';
import { prefixFindings, PropsError, type Finding, type ValuePath } from '../errors';
import { podTemplateFromJson, type k8s } from '../kubernetes';
import { DEFAULT_CONTROLLER, type RunnerController } from '../runners/runner-controller';
import type { ControllerConfig, DeskrunConfig, InstallConfig } from './config';

/** ID of the chart of an installed controller. It names the file, which sorts before those of runner sets. */
export const CONTROLLER_CHART = '01-controller';

/** Returns the controller of a file and its findings. With `install`, adds the controller to the app. */
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
    // A reference to the construct itself would make the charts of runner sets depend on its chart, and cdk8s would add
    // their order to their file names.
    return { controller: { serviceAccount, version, watchSingleNamespace }, findings: [] };
  } catch (error) {
    if (!(error instanceof PropsError)) throw error;
    return { controller: described, findings: error.findings.map(inFile) };
  }
}

/** Returns the configuration with `install`, for the controller that it expects to exist. */
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

/** Converts the path of a controller prop to its path in the file. `proxy` and `githubServerTls` are top-level keys. */
function inFile(finding: Finding): Finding {
  const [prop] = finding.path;
  if (prop === 'proxy' || prop === 'githubServerTls') return finding;
  const [prefixed] = prefixFindings(prop === 'namespace' ? ['controller'] : ['controller', 'install'], [finding]);
  return prefixed as Finding;
}

/** Converts the path of a `controller` prop of a runner set to its path in the file. */
export function controllerPath(path: ValuePath): ValuePath {
  const [, part, name] = path;
  if (part !== 'serviceAccount') return path;
  return ['controller', name === 'namespace' ? 'namespace' : 'serviceAccount'];
}
