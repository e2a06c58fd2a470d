import { Chart, type ChartProps } from 'cdk8s';
import type { Construct } from 'constructs';
import { refuse } from '../errors';
import { labelFindings } from '../pod/check';
import { namespaceFindings } from './naming';
import type { RunnerDefaults } from './runner-set-props';
import { runnerDefaultsShape } from './runner-set-shape';
import { checkProps } from '../schema/props';
import { flag, mapOf, object, required, text } from '../schema/shape';

/** Props of a {@link RunnerChart}. @example { namespace: 'arc-runners', cacheRoot: '/nvme/cache' } */
export interface RunnerChartProps extends ChartProps, RunnerDefaults {
  /** Namespace of the runner sets in the chart: a DNS label of at most 63 characters. */
  readonly namespace: string;
}

const propsSchema = object<RunnerChartProps>({
  ...runnerDefaultsShape,
  namespace: required(text),
  labels: mapOf(text),
  disableResourceNameHashes: flag,
});

const DEFAULTS = new WeakMap<Chart, RunnerDefaults>();

/**
 * A chart for runner sets that share a namespace, a controller, a cache root, a proxy, a certificate authority and a
 * NetworkPolicy. The namespace and the Secrets of the runner sets must exist in the cluster.
 *
 * @example
 * const chart = new RunnerChart(app, 'runners', { namespace: 'arc-runners' });
 */
export class RunnerChart extends Chart {
  /** Returns the props that a chart passes on to its runner sets. It is empty for charts that are not a RunnerChart. */
  static defaultsOf(chart: Chart): RunnerDefaults {
    // instanceof does not work: in cdk8s it is true for any chart.
    return DEFAULTS.get(chart) ?? {};
  }

  /** @throws PropsError with every invalid prop */
  constructor(scope: Construct, id: string, props: RunnerChartProps) {
    // A copy, because cdk8s would fail on null, which the check below refuses.
    super(scope, id, { ...props });
    const { props: checked, findings } = checkProps(propsSchema, props, this);
    const { controller, cacheRoot, hostRoots, proxy, githubServerTls, networkPolicy } = checked;
    DEFAULTS.set(this, { controller, cacheRoot, hostRoots, proxy, githubServerTls, networkPolicy });
    refuse([...findings, ...namespaceFindings(checked.namespace), ...labelFindings(checked.labels, ['labels'])], this);
  }
}
