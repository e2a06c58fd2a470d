import { CHART_KEYS, pathsOf } from '../import/chart-keys';
import { CHARTS, templatesOf } from '../support/helm';

/** Keys that only a helper reads which no template includes. */
const UNUSED = { 'gha-runner-scale-set': ['nameOverride'], 'gha-runner-scale-set-controller': [] };

describe.each(CHARTS)('%s', chart => {
  const templates = templatesOf(chart);
  const known = pathsOf(CHART_KEYS[chart]);

  it('reads no unknown key', () => {
    const read = new Set(
      [...templates.matchAll(/\.Values\.([A-Za-z0-9.]*[A-Za-z0-9])/g)].map(([, path]) => String(path)),
    );
    const isKnown = (path: string) =>
      known.some(key => key === path || key.startsWith(`${path}.`) || path.startsWith(`${key}.`));
    expect([...read].filter(path => !isKnown(path))).toEqual(UNUSED[chart]);
  });

  it('reads every known key', () => {
    const isRead = (word: string) => new RegExp(`[."]${word}\\b`).test(templates);
    expect(known.filter(path => !path.split('.').every(isRead))).toEqual([]);
  });
});
