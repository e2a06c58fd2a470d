import type { AutoscalingRunnerSetSpec } from '../../imports/actions.github.com';
import type { k8s } from '../kubernetes';
import type { Proxy } from '../network/proxy';
import { safeListenerTemplate } from './listener';
import type { ListenerMetric, ListenerMetrics } from './listener-metrics';
import { CONTROLLER_OBJECTS, type ControllerObject, type ResourceMeta } from './metadata';
import type { ResolvedSetProps } from './resolve-props';
import type { Scaling } from './scaling';

/** The parts of a scale set that are not taken directly from the props of its runner set. */
export interface ScaleSetDecisions {
  readonly runnerScaleSetName: string;
  readonly scaling: Scaling;
  readonly template: k8s.PodTemplateSpec;
}

/** The spec of an AutoscalingRunnerSet. ARC applies its defaults to fields that are left out. */
export function scaleSetSpec(
  set: ResolvedSetProps,
  { runnerScaleSetName, scaling, template }: ScaleSetDecisions,
): AutoscalingRunnerSetSpec {
  const { githubServerTls: ca, vaultConfig: vault } = set;
  return {
    githubConfigUrl: set.githubConfigUrl,
    githubConfigSecret: set.auth.secretName,
    runnerGroup: set.runnerGroup,
    runnerScaleSetName,
    runnerScaleSetLabels: set.runnerScaleSetLabels && [...set.runnerScaleSetLabels],
    minRunners: scaling.minRunners,
    maxRunners: scaling.maxRunners,
    proxy: set.proxy && proxySpec(set.proxy),
    githubServerTls: ca && { certificateFrom: { configMapKeyRef: { name: ca.configMap, key: ca.key } } },
    vaultConfig: vault && {
      type: 'azure_key_vault',
      azureKeyVault: { ...vault.azureKeyVault },
      proxy: vault.proxy && proxySpec(vault.proxy),
    },
    listenerTemplate: safeListenerTemplate(set.listenerTemplate, set.proxy),
    listenerMetrics: set.listenerMetrics && metricsSpec(set.listenerMetrics),
    ...controllerMetadata(set.resourceMeta ?? {}),
    template,
  };
}

function proxySpec({ http, https, noProxy }: Proxy): NonNullable<AutoscalingRunnerSetSpec['proxy']> {
  return {
    http: http && { ...http },
    https: https && { ...https },
    noProxy: noProxy && noProxy.length > 0 ? [...noProxy] : undefined,
  };
}

function metricsSpec({
  counters,
  gauges,
  histograms,
}: ListenerMetrics): NonNullable<AutoscalingRunnerSetSpec['listenerMetrics']> {
  const copy = <Metric extends ListenerMetric>(metrics?: { readonly [name: string]: Metric }) =>
    metrics &&
    Object.fromEntries(
      Object.entries(metrics).map(([name, metric]) => [name, { ...metric, labels: [...metric.labels] }]),
    );
  return {
    counters: copy(counters),
    gauges: copy(gauges),
    histograms:
      histograms &&
      Object.fromEntries(
        Object.entries(histograms).map(([name, { labels, buckets }]) => [
          name,
          { labels: [...labels], buckets: buckets && [...buckets] },
        ]),
      ),
  };
}

/** The annotation that keeps the annotations of an object of the controller from being empty. */
const METADATA_ANNOTATION = { 'deskrun.dev/resource-meta': 'true' };

/**
 * The metadata for objects that the controller creates. It always has an annotation: with labels but no annotations,
 * the controller panics repeatedly and creates no runner (ARC 0.14.0 to 0.14.2). An empty map does not help, since the
 * controller drops it when it copies the field.
 *
 * @see https://github.com/actions/actions-runner-controller/blob/gha-runner-scale-set-0.14.2/controllers/actions.github.com/resourcebuilder.go
 */
function controllerMetadata(meta: ResourceMeta): Partial<AutoscalingRunnerSetSpec> {
  return Object.fromEntries(
    Object.entries(CONTROLLER_OBJECTS).flatMap(([object, field]) => {
      const { labels, annotations } = meta[object as ControllerObject] ?? {};
      const needsAnnotation = Object.keys(annotations ?? {}).length === 0;
      return labels || annotations
        ? [
            [
              field,
              {
                labels: labels && { ...labels },
                annotations: needsAnnotation ? { ...METADATA_ANNOTATION } : { ...annotations },
              },
            ],
          ]
        : [];
    }),
  );
}
