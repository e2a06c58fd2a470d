import { isPlainObject } from '../kubernetes';
import type { ArcChart, FoundRelease } from './found-release';
import { ValuesFile, type Layer } from './values-file';

const SET: ArcChart = 'gha-runner-scale-set';
const CONTROLLER: ArcChart = 'gha-runner-scale-set-controller';

/** How deep to search for nested subcharts. */
const MAX_DEPTH = 3;

/** The usual key of a dependency's condition. The umbrella chart reads it, not the subchart. */
const CONDITION = 'enabled';

/** A release without its chart and values. */
export type Release = Omit<FoundRelease, 'chart' | 'file'>;

/** Returns the releases of ARC's charts in the values of a chart: of the chart itself, or of its subcharts. */
export function chartsIn(
  layers: Layer | readonly Layer[],
  chart: string | undefined,
  release: Release,
): FoundRelease[] {
  const list = Array.isArray(layers) ? (layers as readonly Layer[]) : [layers as Layer];
  const file = new ValuesFile(list);
  if (chart === SET || chart === CONTROLLER) return [{ ...release, chart, file }];
  if (isRunnerSetValues(file.values)) return [{ ...release, chart: SET, file }];
  return subCharts(file.values).map(({ path, chart: sub }) => ({
    ...release,
    version: undefined,
    chart: sub,
    object: [...(release.object === undefined ? [] : [release.object]), `subchart ${path.join('.')}`].join(', '),
    file: new ValuesFile(list.map(layer => ({ ...layer, at: [...layer.at, ...path], without: [CONDITION] }))),
    off: file.at([...path, CONDITION]) === false ? file.place(...path, CONDITION) : undefined,
  }));
}

/** Reports whether values belong to the gha-runner-scale-set chart. */
export function isRunnerSetValues(values: unknown): boolean {
  return isPlainObject(values) && (values.githubConfigUrl !== undefined || values.githubConfigSecret !== undefined);
}

/** Returns the paths of ARC's subcharts in the values of a chart. Their keys are chart names or aliases. */
export function subCharts(values: unknown, path: readonly string[] = []): { path: string[]; chart: ArcChart }[] {
  if (!isPlainObject(values) || path.length > MAX_DEPTH) return [];
  return Object.entries(values).flatMap(([key, inner]) => {
    const at = [...path, key];
    if (key === CONTROLLER && isPlainObject(inner)) return [{ path: at, chart: CONTROLLER }];
    if (isRunnerSetValues(inner) || (key === SET && isPlainObject(inner))) return [{ path: at, chart: SET }];
    return subCharts(inner, at);
  });
}
