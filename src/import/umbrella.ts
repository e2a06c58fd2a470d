import { isPlainObject } from '../kubernetes';
import type { ArcChart, FoundRelease } from './found-release';
import { ValuesFile, type Layer } from './values-file';

const SET: ArcChart = 'gha-runner-scale-set';
const CONTROLLER: ArcChart = 'gha-runner-scale-set-controller';

/** How deep sub charts may be in one another. */
const DEPTH = 3;

/** The condition of a dependency, which is for the chart around it. */
const CONDITION = 'enabled';

/** What is known of a release beside its values. */
export type Release = Omit<FoundRelease, 'chart' | 'file'>;

/** The releases of ARC's charts in the values of a chart: the chart itself, or its sub charts. */
export function chartsIn(
  layers: Layer | readonly Layer[],
  chart: string | undefined,
  release: Release,
): FoundRelease[] {
  const list = Array.isArray(layers) ? (layers as readonly Layer[]) : [layers as Layer];
  const file = new ValuesFile(list);
  if (chart === SET || chart === CONTROLLER) return [{ ...release, chart, file }];
  if (isOfSet(file.values)) return [{ ...release, chart: SET, file }];
  return subCharts(file.values).map(({ path, chart: sub }) => ({
    ...release,
    version: undefined,
    chart: sub,
    object: [...(release.object === undefined ? [] : [release.object]), `sub chart ${path.join('.')}`].join(', '),
    file: new ValuesFile(list.map(layer => ({ ...layer, at: [...layer.at, ...path], without: [CONDITION] }))),
    off: file.at([...path, CONDITION]) === false ? file.place(...path, CONDITION) : undefined,
  }));
}

/** Whether values are those of a runner set. */
export function isOfSet(values: unknown): boolean {
  return isPlainObject(values) && (values.githubConfigUrl !== undefined || values.githubConfigSecret !== undefined);
}

/** The sub charts of ARC among the values of a chart, by their keys: names or aliases. */
export function subCharts(values: unknown, path: readonly string[] = []): { path: string[]; chart: ArcChart }[] {
  if (!isPlainObject(values) || path.length > DEPTH) return [];
  return Object.entries(values).flatMap(([key, inner]) => {
    const at = [...path, key];
    if (key === CONTROLLER && isPlainObject(inner)) return [{ path: at, chart: CONTROLLER }];
    if (isOfSet(inner) || (key === SET && isPlainObject(inner))) return [{ path: at, chart: SET }];
    return subCharts(inner, at);
  });
}
