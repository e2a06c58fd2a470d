import { CONTROLLER_REPOSITORY } from '../controller/image';
import type { ValuePath } from '../errors';
import { controllerNames } from '../controller/names';
import type { ServiceAccountReference } from '../runners/runner-controller';
import { CONTROLLER_KEYS } from './chart-keys';
import { ChartValues } from './chart-values';
import { Draft } from './draft';
import type { FoundRelease } from './found-release';

/** Values of the chart, their keys under `controller.install`, and the chart's defaults, which are not imported. */
const VALUE_PATHS: readonly { readonly from: ValuePath; readonly to: ValuePath; readonly chartDefault?: unknown }[] = [
  { from: ['replicaCount'], to: ['replicas'], chartDefault: 1 },
  { from: ['image', 'pullPolicy'], to: ['imagePullPolicy'], chartDefault: 'IfNotPresent' },
  { from: ['serviceAccount', 'name'], to: ['serviceAccount', 'name'] },
  { from: ['serviceAccount', 'annotations'], to: ['serviceAccount', 'annotations'] },
  { from: ['flags', 'logLevel'], to: ['logLevel'], chartDefault: 'debug' },
  { from: ['flags', 'logFormat'], to: ['logFormat'], chartDefault: 'text' },
  { from: ['flags', 'watchSingleNamespace'], to: ['watchSingleNamespace'] },
  { from: ['flags', 'runnerMaxConcurrentReconciles'], to: ['runnerMaxConcurrentReconciles'], chartDefault: 2 },
  { from: ['flags', 'updateStrategy'], to: ['updateStrategy'], chartDefault: 'immediate' },
  { from: ['flags', 'excludeLabelPropagationPrefixes'], to: ['excludeLabelPropagationPrefixes'] },
  { from: ['flags', 'k8sClientRateLimiterQPS'], to: ['k8sClientRateLimiter', 'qps'] },
  { from: ['flags', 'k8sClientRateLimiterBurst'], to: ['k8sClientRateLimiter', 'burst'] },
  { from: ['flags', 'rateLimiter', 'name'], to: ['workqueueRateLimiter'] },
  { from: ['flags', 'healthProbeBindAddress'], to: ['healthProbeBindAddress'] },
  { from: ['pprof', 'addr'], to: ['pprofAddr'] },
  ...[
    'labels',
    'imagePullSecrets',
    'nameOverride',
    'fullnameOverride',
    'podAnnotations',
    'podLabels',
    'podSecurityContext',
    'securityContext',
    'resources',
    'nodeSelector',
    'tolerations',
    'affinity',
    'topologySpreadConstraints',
    'volumes',
    'volumeMounts',
    'priorityClassName',
    'metrics',
    'env',
  ].map(word => ({ from: [word], to: [word] })),
];

const INSTALL = ['controller', 'install'];

/** The `controller` key of a configuration, converted from the values of the controller's chart. */
export class ControllerDraft extends Draft {
  constructor({ file, releaseName, namespace = 'default' }: FoundRelease) {
    super();
    const values = new ChartValues(file, CONTROLLER_KEYS, this.omissions);
    this.set(
      ['controller', 'namespace'],
      values.text('namespaceOverride') ?? namespace,
      file.place('namespaceOverride'),
    );
    this.set(INSTALL, {}, file.place());
    if (releaseName !== undefined) this.set([...INSTALL, 'releaseName'], releaseName, file.place());
    this.importImage(values);
    for (const { from, to, chartDefault } of VALUE_PATHS) {
      const value = values.given(...from);
      if (value === undefined || value === chartDefault) continue;
      if (from[0] === 'env' && !Array.isArray(value))
        this.omit(file.place('env'), 'must be a list; the chart ignores anything else');
      else this.set([...INSTALL, ...to], value, file.place(...from));
    }
    if (values.get('serviceAccount', 'create') === false)
      this.set([...INSTALL, 'serviceAccount', 'create'], false, file.place('serviceAccount', 'create'));
  }

  /** The ServiceAccount of the controller. */
  get serviceAccount(): ServiceAccountReference {
    const { namespace, install } = this.config.controller as {
      namespace: string;
      install: Parameters<typeof controllerNames>[0];
    };
    return { namespace, name: controllerNames(install).serviceAccount };
  }

  private importImage(values: ChartValues): void {
    const { file } = values;
    const [repository = CONTROLLER_REPOSITORY, tag] = [values.text('image', 'repository'), values.text('image', 'tag')];
    if (tag === undefined && repository === CONTROLLER_REPOSITORY) return;
    this.set(
      [...INSTALL, 'image'],
      tag === undefined ? repository : `${repository}:${tag}`,
      file.place('image', tag === undefined ? 'repository' : 'tag'),
    );
  }
}
