import cdk8s from 'cdk8s';
import deskrun from '../lib/src/index.js';

const { App } = cdk8s;
const { CachedPrivilegedRunnerSet, DeskrunApp, GitHubAuth, NvmeCacheVolume, RunnerChart } = deskrun;

/** How runner sets are divided into charts, and who depends on whom. */
export const LAYOUTS = {
  'one chart': app => {
    const chart = chartIn(app, 'runners');
    return () => chart;
  },
  'a chart a set': app => index => chartIn(app, `set-${index}`),
  'a chart a set, after a common one': app => {
    const common = chartIn(app, 'common');
    addSet(common, 'common');
    return index => dependent(chartIn(app, `set-${index}`), common);
  },
  'a chart a set, after the one before': app => {
    let before;
    return index => (before = dependent(chartIn(app, `set-${index}`), before));
  },
};

export const APPS = { 'cdk8s-deskrun': DeskrunApp, cdk8s: App };

/** Builds an app of so many runner sets, seven objects each. */
export function build(app, layout, sets) {
  const chartOf = LAYOUTS[layout](app);
  for (let index = 0; index < sets; index++) addSet(chartOf(index), `set-${index}`);
  return app;
}

function chartIn(app, id) {
  return new RunnerChart(app, id, { namespace: 'arc-runners' });
}

function dependent(chart, before) {
  if (before) chart.addDependency(before);
  return chart;
}

function addSet(chart, name) {
  new CachedPrivilegedRunnerSet(chart, name, {
    name,
    githubConfigUrl: 'https://github.com/example/project',
    auth: GitHubAuth.fromSecret('github'),
    caches: [NvmeCacheVolume.docker(), NvmeCacheVolume.nixStore(), NvmeCacheVolume.named('cargo')],
  });
}
