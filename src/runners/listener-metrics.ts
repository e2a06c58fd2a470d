import type { Finding } from '../errors';
import { list, mapOf, number, object, required, text, type TypedSchema } from '../schema/shape';

/** A metric that the listener exports. @example { labels: ['repository'] } */
export interface ListenerMetric {
  /** Labels of the metric to export. All others are dropped. */
  readonly labels: readonly string[];
}

/** A histogram of durations that the listener exports. @example { labels: ['repository'], buckets: [1, 10, 60] } */
export interface ListenerHistogram extends ListenerMetric {
  /** Upper bounds of the buckets in seconds, in ascending order. @default - the buckets of ARC, from 0.01 to 3600 */
  readonly buckets?: readonly number[];
}

/**
 * The metrics that a listener exports, by name. They replace those of ARC: metrics that are not listed are not
 * exported.
 *
 * @example
 * { counters: { gha_started_jobs_total: { labels: ['repository'] } } }
 */
export interface ListenerMetrics {
  /** Counters to export, such as `gha_started_jobs_total`. @default - none */
  readonly counters?: { readonly [name: string]: ListenerMetric };

  /** Gauges to export, such as `gha_busy_runners`. @default - none */
  readonly gauges?: { readonly [name: string]: ListenerMetric };

  /** Histograms to export, such as `gha_job_startup_duration_seconds`. @default - none */
  readonly histograms?: { readonly [name: string]: ListenerHistogram };
}

/** The schema of the listener metrics. */
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

/** Labels that older ARC versions do not have. */
const NEWER_LABELS = ['job_workflow_name', 'job_workflow_target'];

/**
 * Every metric of the listener, with the labels that it can have.
 *
 * @see https://github.com/actions/actions-runner-controller/blob/gha-runner-scale-set-0.14.2/cmd/ghalistener/metrics/metrics.go
 */
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

/** Checks the metrics. The controller ignores an unknown name and only logs it. */
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
        message: `unknown metric; the ${kind} of the listener are ${Object.keys(LISTENER_METRICS[kind]).join(', ')}`,
      },
    ];
  }
  const labels = knowsNewerLabels ? known : known.filter(label => !NEWER_LABELS.includes(label));
  const buckets = metric.buckets ?? [];
  return [
    ...metric.labels.flatMap((label, index) =>
      metric.labels.indexOf(label) < index
        ? [{ path: [...path, 'labels', index], message: `duplicate label ${label}; remove one` }]
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
