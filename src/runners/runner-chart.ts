import { Chart, type ChartProps } from 'cdk8s';
import type { Construct } from 'constructs';
import { refuse } from '../errors';
import { namespaceFindings } from './naming';
import type { RunnerDefaults } from './runner-set-props';
import { runnerDefaultsShape } from './runner-set-shape';
import { checkProps } from '../schema/props';
import { flag, mapOf, object, required, text } from '../schema/shape';

/** Properties of a chart of runners. */
export interface RunnerChartProps extends ChartProps, RunnerDefaults {
  /** The namespace of every set in the chart. It has to exist, with the Secrets that the sets refer to. */
  readonly namespace: string;
}

const propsSchema = object<RunnerChartProps>({
  ...runnerDefaultsShape,
  namespace: required(text),
  labels: mapOf(text),
  disableResourceNameHashes: flag,
});

const DEFAULTS = new WeakMap<Chart, RunnerDefaults>();

/** A chart whose runner sets share a namespace, a controller and a root for their caches. */
export class RunnerChart extends Chart {
  /** What a chart says for its sets; nothing, when it is not a chart of runners. */
  static defaultsOf(chart: Chart): RunnerDefaults {
    // Not by instanceof, which cdk8s answers with yes for any chart.
    return DEFAULTS.get(chart) ?? {};
  }

  /** @throws PropsError with everything that is wrong with the props */
  constructor(scope: Construct, id: string, given: RunnerChartProps) {
    super(scope, id, given);
    const { props, findings } = checkProps(propsSchema, given, this);
    const { controller, cacheRoot, hostRoots, proxy, githubServerTls, networkPolicy } = props;
    DEFAULTS.set(this, { controller, cacheRoot, hostRoots, proxy, githubServerTls, networkPolicy });
    refuse([...findings, ...namespaceFindings(props.namespace)], this);
  }
}
