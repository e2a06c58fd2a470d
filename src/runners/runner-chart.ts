import { Chart, type ChartProps } from 'cdk8s';
import type { Construct } from 'constructs';
import { refuse } from '../errors';
import type { RunnerDefaults } from './runner-set-props';

/** Properties of a chart of runners. */
export interface RunnerChartProps extends ChartProps, RunnerDefaults {
  /** The namespace of every set in the chart. It has to exist, with the Secrets that the sets refer to. */
  readonly namespace: string;
}

/** A chart whose runner sets share a namespace, a controller and a root for their caches. */
export class RunnerChart extends Chart {
  /** What a chart says for its sets; nothing, when it is not a chart of runners. */
  static defaultsOf(chart: Chart): RunnerDefaults {
    // Not by instanceof, which cdk8s answers with yes for any chart.
    return (chart as Partial<RunnerChart>).defaults ?? {};
  }

  /** What its sets take where they say nothing themselves. */
  readonly defaults: RunnerDefaults;

  constructor(scope: Construct, id: string, props: RunnerChartProps) {
    super(scope, id, props);
    const { controllerServiceAccount, cacheRoot, hostRoots } = props;
    this.defaults = { controllerServiceAccount, cacheRoot, hostRoots };
    if (!/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(props.namespace)) {
      refuse([{ path: ['namespace'], message: `must be a DNS label of at most 63 characters, got ${JSON.stringify(props.namespace)}` }], this);
    }
  }
}
