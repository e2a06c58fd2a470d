import { Chart } from 'cdk8s';
import { ArcController, DeskrunApp, PlainRunnerSet, type ControllerMetrics, type ListenerMetrics } from '../../src';
import { noticesOf } from '../../src/app/notices';
import { LISTENER_METRICS } from '../../src/runners/listener-metrics';
import { findingsOf, synthSet } from '../support/sets';

const set = 'name, namespace, repository, organization, enterprise';
const older = 'repository, organization, enterprise, job_name, event_name, job_workflow_ref';
const job = `${older}, job_workflow_name, job_workflow_target`;

test('every metric of the listener can be exported with all of its labels', () => {
  const all = Object.fromEntries(
    Object.entries(LISTENER_METRICS).map(([kind, metrics]) => [
      kind,
      Object.fromEntries(Object.entries(metrics).map(([name, labels]) => [name, { labels }])),
    ]),
  );
  expect(synthSet({ listenerMetrics: all }).runnerSet.spec.listenerMetrics).toEqual(all);
});

test('there are two counters, eight gauges and two histograms', () => {
  expect(Object.values(LISTENER_METRICS).map(metrics => Object.keys(metrics).length)).toEqual([2, 8, 2]);
});

test.each<[string, ListenerMetrics, string]>([
  [
    'an unknown counter',
    { counters: { gha_jobs_total: { labels: [] } } },
    'counters.gha_jobs_total: unknown metric; the counters of the listener are gha_started_jobs_total, ' +
      'gha_completed_jobs_total',
  ],
  [
    'a histogram among the gauges',
    { gauges: { gha_job_startup_duration_seconds: { labels: [] } } },
    'gauges.gha_job_startup_duration_seconds: unknown metric; the gauges of the listener are ' +
      `${Object.keys(LISTENER_METRICS.gauges).join(', ')}`,
  ],
  [
    'a name of a property of every JavaScript object',
    { counters: { constructor: { labels: [] } } },
    'counters.constructor: unknown metric; the counters of the listener are gha_started_jobs_total, ' +
      'gha_completed_jobs_total',
  ],
  [
    'a label of jobs on a gauge',
    { gauges: { gha_busy_runners: { labels: ['name', 'job_name'] } } },
    `gauges.gha_busy_runners.labels[1]: must be one of ${set}, got "job_name"`,
  ],
  [
    'the result label on a metric of started jobs',
    { counters: { gha_started_jobs_total: { labels: ['job_result'] } } },
    `counters.gha_started_jobs_total.labels[0]: must be one of ${job}, got "job_result"`,
  ],
  [
    'decreasing buckets',
    { histograms: { gha_job_startup_duration_seconds: { labels: [], buckets: [1, 10, 5] } } },
    'histograms.gha_job_startup_duration_seconds.buckets: must be ascending numbers, got 1, 10, 5',
  ],
  [
    'a duplicate bucket',
    { histograms: { gha_job_startup_duration_seconds: { labels: [], buckets: [1, 1] } } },
    'histograms.gha_job_startup_duration_seconds.buckets: must be ascending numbers, got 1, 1',
  ],
  [
    'an infinite bucket',
    { histograms: { gha_job_startup_duration_seconds: { labels: [], buckets: [1, Infinity] } } },
    'histograms.gha_job_startup_duration_seconds.buckets: must be ascending numbers, got 1, Infinity',
  ],
])('%s is refused', (_, listenerMetrics, finding) => {
  expect(findingsOf(() => synthSet({ listenerMetrics }))).toEqual([`listenerMetrics.${finding}`]);
});

test('a duplicate label, with which the listener would exit, is refused', () => {
  expect(
    findingsOf(() => synthSet({ listenerMetrics: { gauges: { gha_busy_runners: { labels: ['name', 'name'] } } } })),
  ).toEqual([expect.stringMatching(/^listenerMetrics\.gauges\.gha_busy_runners\.labels\[1\]: /)]);
});

describe('the label job_workflow_name', () => {
  const listenerMetrics = { counters: { gha_completed_jobs_total: { labels: ['job_workflow_name'] } } };

  test('is accepted from ARC 0.13.0 on', () => {
    expect(synthSet({ listenerMetrics }, { arcVersion: '0.13.0' }).runnerSet.spec.listenerMetrics).toEqual(
      listenerMetrics,
    );
  });

  test('is refused before', () => {
    expect(findingsOf(() => synthSet({ listenerMetrics }, { arcVersion: '0.12.1' }))).toEqual([
      `listenerMetrics.counters.gha_completed_jobs_total.labels[0]: must be one of ${older}, job_result, got ` +
        '"job_workflow_name"',
    ]);
  });
});

test.each<[string, ControllerMetrics | undefined, string[]]>([
  [
    'without metrics',
    undefined,
    ['[runners/set] listenerMetrics has no effect: the controller serves no metrics of listeners; set its metrics'],
  ],
  [
    'with its own metrics only',
    { listenerAddr: '0' },
    ['[runners/set] listenerMetrics has no effect: the controller serves no metrics of listeners; set its metrics'],
  ],
  ['with metrics', {}, []],
])('listenerMetrics under an installed controller %s', (_, metrics, notices) => {
  const app = new DeskrunApp();
  const controller = new ArcController(new Chart(app, 'controller', { namespace: 'arc-systems' }), 'arc', { metrics });
  new PlainRunnerSet(new Chart(app, 'runners', { namespace: 'arc-runners' }), 'set', {
    name: 'set',
    repository: 'https://github.com/owner/repo',
    auth: { secret: 'github' },
    controller,
    listenerMetrics: { counters: { gha_started_jobs_total: { labels: ['repository'] } } },
  });
  expect(noticesOf(app)).toEqual(notices);
});
