import { chartName, type Found, type FoundRelease, type Item } from './found-release';
import { chartsIn } from './umbrella';

/** Returns the releases of a Flux HelmRelease. @see https://fluxcd.io/flux/components/helm/helmreleases/ */
export function helmReleases(item: Item, all: readonly Item[], found: Found): FoundRelease[] {
  const name = item.text('metadata', 'name') ?? '';
  const target = item.text('spec', 'targetNamespace');
  const namespace = target ?? item.text('metadata', 'namespace');
  const { chart, version } = chartOf(item, all);
  const releases = chartsIn(item.layer('spec', 'values'), chart, {
    releaseName: item.text('spec', 'releaseName') ?? (target === undefined ? name : `${target}-${name}`),
    namespace,
    object: `HelmRelease ${[item.text('metadata', 'namespace'), name].filter(Boolean).join('/')}`,
    version,
  });
  if (releases.length > 0) omitUnsupported(item, found);
  return releases;
}

function chartOf(item: Item, all: readonly Item[]): { chart?: string; version?: FoundRelease['version'] } {
  const versionAt = (holder: Item, ...path: string[]) => {
    const text = holder.text(...path);
    return text === undefined ? undefined : { text, place: holder.place(...path) };
  };
  const spec = item.get('spec', 'chart', 'spec') === undefined ? ['spec', 'chart'] : ['spec', 'chart', 'spec'];
  const chart = item.text(...spec, 'chart') ?? item.text(...spec, 'name');
  if (chart !== undefined) return { chart: chartName(chart), version: versionAt(item, ...spec, 'version') };
  const [kind, name] = [item.text('spec', 'chartRef', 'kind'), item.text('spec', 'chartRef', 'name')];
  const source = all.find(other => other.get('kind') === kind && other.get('metadata', 'name') === name);
  if (source === undefined) return { chart: chartName(name) };
  return kind === 'OCIRepository'
    ? { chart: chartName(source.text('spec', 'url')), version: versionAt(source, 'spec', 'ref', 'tag') }
    : { chart: chartName(source.text('spec', 'chart')), version: versionAt(source, 'spec', 'version') };
}

function omitUnsupported(item: Item, { omissions }: Found): void {
  for (const from of item.items('spec', 'valuesFrom')) {
    const source = [from.get('kind'), from.get('name')].filter(part => typeof part === 'string').join(' ');
    omissions.push({
      place: from.place(),
      reason: `values from ${source || 'another object'} are in the cluster and are not read`,
      remedy: 'move them to spec.values before the import, except for credentials',
    });
  }
  for (const path of [
    ['spec', 'postRenderers'],
    ['spec', 'chart', 'spec', 'valuesFiles'],
    ['spec', 'chart', 'spec', 'valuesFile'],
  ]) {
    if (item.get(...path) !== undefined)
      omissions.push({ place: item.place(...path), reason: 'changes the rendered manifests and is not imported' });
  }
}
