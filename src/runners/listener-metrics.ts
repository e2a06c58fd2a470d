import type { Finding } from '../errors';
import { list, mapOf, number, object, required, text, type TypedSchema } from '../schema/shape';

/** One metric that is to be kept. */
export interface ListenerMetric {
  /** Its labels; none but these are kept. */
  readonly labels: readonly string[];
}

/** A metric of durations. */
export interface ListenerHistogram extends ListenerMetric {
  /** Upper bounds of its buckets, in seconds, ascending. @default - ARC's own, from 0.01 to 3600 */
  readonly buckets?: readonly number[];
}

/** The metrics of the listener, by name. What is not named is not measured: this takes the place of ARC's defaults. */
export interface ListenerMetrics {
  readonly counters?: { readonly [name: string]: ListenerMetric };
  readonly gauges?: { readonly [name: string]: ListenerMetric };
  readonly histograms?: { readonly [name: string]: ListenerHistogram };
}

/** The names and types of the listener's metrics. */
export const listenerMetricsSchema: TypedSchema<ListenerMetrics> = object<ListenerMetrics>({
  counters: mapOf(object<ListenerMetric>({ labels: required(list(text)) })),
  gauges: mapOf(object<ListenerMetric>({ labels: required(list(text)) })),
  histograms: mapOf(object<ListenerHistogram>({ labels: required(list(text)), buckets: list(number) })),
});

const SET_LABELS = ['name', 'namespace', 'repository', 'organization', 'enterprise'];
const JOB_LABELS = [
  'repository',
  'organization',
  'enterprise',
  'job_name',
  'event_name',
  'job_workflow_ref',
  'job_workflow_name',
  'job_workflow_target',
];

/** Labels that not every version of ARC has. */
const NEWER_LABELS = ['job_workflow_name', 'job_workflow_target'];

/** Every metric of the listener and the labels it can have. @see https://github.com/actions/actions-runner-controller/blob/gha-runner-scale-set-0.14.2/cmd/ghalistener/metrics/metrics.go */
export const LISTENER_METRICS: Record<keyof ListenerMetrics, Record<string, readonly string[]>> = {
  counters: {
    gha_started_jobs_total: JOB_LABELS,
    gha_completed_jobs_total: [...JOB_LABELS, 'job_result'],
  },
  gauges: Object.fromEntries(
    [
      'assigned_jobs',
      'running_jobs',
      'registered_runners',
      'busy_runners',
      'min_runners',
      'max_runners',
      'desired_runners',
      'idle_runners',
    ].map(name => [`gha_${name}`, SET_LABELS]),
  ),
  histograms: {
    gha_job_startup_duration_seconds: JOB_LABELS,
    gha_job_execution_duration_seconds: [...JOB_LABELS, 'job_result'],
  },
};

/** What is wrong with the metrics: the controller skips a name it does not know with a line in its log. */
export function listenerMetricsFindings(metrics: ListenerMetrics | undefined, knowsNewerLabels: boolean): Finding[] {
  return (['counters', 'gauges', 'histograms'] as const).flatMap(kind =>
    Object.entries(metrics?.[kind] ?? {}).flatMap(([name, metric]) =>
      metricFindings(kind, name, metric, knowsNewerLabels),
    ),
  );
}

function metricFindings(
  kind: keyof ListenerMetrics,
  name: string,
  metric: ListenerHistogram,
  knowsNewerLabels: boolean,
): Finding[] {
  const path = ['listenerMetrics', kind, name];
  const known = Object.hasOwn(LISTENER_METRICS[kind], name) ? LISTENER_METRICS[kind][name] : undefined;
  if (!known) {
    return [
      {
        path,
        at: 'key',
        message: `is none of the listener's ${kind}: ${Object.keys(LISTENER_METRICS[kind]).join(', ')}`,
      },
    ];
  }
  const labels = knowsNewerLabels ? known : known.filter(label => !NEWER_LABELS.includes(label));
  const buckets = metric.buckets ?? [];
  return [
    ...metric.labels.flatMap((label, index) =>
      metric.labels.indexOf(label) < index
        ? [{ path: [...path, 'labels', index], message: `${label} is named twice; keep one` }]
        : [],
    ),
    ...metric.labels.flatMap((label, index) =>
      labels.includes(label)
        ? []
        : [
            {
              path: [...path, 'labels', index],
              message: `must be one of ${labels.join(', ')}, got ${JSON.stringify(label)}`,
            },
          ],
    ),
    ...(buckets.every(
      (bound, index) => Number.isFinite(bound) && (index === 0 || bound > (buckets[index - 1] as number)),
    )
      ? []
      : [{ path: [...path, 'buckets'], message: `must be ascending numbers, got ${buckets.join(', ')}` }]),
  ];
}
