import { isPlainObject } from '../kubernetes';
import { applicationReleases, nestedYaml } from './argo';
import { RUNNER_SET_KEYS } from './chart-keys';
import { parseDocuments } from './documents';
import { helmReleases } from './flux';
import { chartName, Item, type ArcChart, type Found, type FoundRelease } from './found-release';
import { helmfileReleases } from './helmfile';
import { ReferencedFiles } from './referenced-files';
import type { ChartRelease } from './releases';
import { chartsIn, isRunnerSetValues, subCharts } from './umbrella';
import { ValuesFile } from './values-file';

/**
 * Finds the releases in a text: the values of an ARC chart or of an umbrella chart, a HelmRelease, an Application,
 * an ApplicationSet, a helmfile, a HelmChart of k3s, or several documents of these.
 *
 * @throws ConfigFileError if the text is not valid YAML, or not a map of values
 */
export function findReleases(release: ChartRelease, chart: ArcChart): Found {
  const found: Found = { releases: [], omissions: [], others: [] };
  const files = new ReferencedFiles(release.directory, found.omissions);
  const items = parseDocuments(release.text, release.file).flatMap(source => itemsOf(new Item(source, [])));
  for (const item of items) {
    for (const one of releasesOf(item, items, { release, chart, found, files })) {
      if (one.off === undefined) found.releases.push(one);
      else
        found.omissions.push({
          place: one.off,
          reason: `is false, so ${String(one.object)} is not installed; it is skipped`,
        });
    }
  }
  if (found.releases.length === 0 && found.omissions.length === 0) {
    found.omissions.push({
      place: (items[0] ?? new Item(parseDocuments('', release.file)[0] as Item['source'], [])).place(),
      value: undefined,
      reason:
        `has no release of ${chart}: ` +
        (found.others.length === 0 ? 'it is empty' : `found ${found.others.join(', ')}`),
      remedy: 'pass a values file, a HelmRelease, an Argo CD Application or a helmfile',
    });
  }
  return found;
}

/** Returns the objects of a document: the items of a List or sequence, or the document itself. */
function itemsOf(item: Item): Item[] {
  if (Array.isArray(item.get())) return item.items().flatMap(itemsOf);
  const isList = typeof item.get('kind') === 'string' && String(item.get('kind')).endsWith('List');
  return isList && Array.isArray(item.get('items')) ? item.items('items').flatMap(itemsOf) : [item];
}

interface Context {
  readonly release: ChartRelease;
  readonly chart: ArcChart;
  readonly found: Found;
  readonly files: ReferencedFiles;
}

function releasesOf(item: Item, all: readonly Item[], { release, chart, found, files }: Context): FoundRelease[] {
  const [kind, apiVersion] = [item.get('kind'), item.get('apiVersion')];
  const fullName = [item.text('metadata', 'namespace'), item.text('metadata', 'name')].filter(Boolean).join('/');
  if (typeof kind === 'string' && typeof apiVersion === 'string') {
    const object = [kind, fullName].filter(Boolean).join(' ');
    const releases = releasesOfObject(item, all, kind, object, found, files);
    if (releases.length === 0) found.others.push(object);
    return releases;
  }
  if (Array.isArray(item.get('releases'))) return helmfileReleases(item, found, files);
  const values = item.get();
  const plainValues = { releaseName: release.releaseName };
  const hasChartKeys =
    isPlainObject(values) && Object.keys(values).some(key => Object.hasOwn(RUNNER_SET_KEYS as object, key));
  if (!hasChartKeys && ['bases', 'helmfiles'].some(key => Array.isArray(item.get(key)))) {
    found.others.push('a helmfile without releases of its own');
    return [];
  }
  if (chart === 'gha-runner-scale-set' && !isRunnerSetValues(values) && !hasChartKeys && subCharts(values).length > 0)
    return chartsIn(item.layer(), undefined, plainValues);
  return [{ ...plainValues, chart, file: new ValuesFile([item.layer()]) }];
}

function releasesOfObject(
  item: Item,
  all: readonly Item[],
  kind: string,
  object: string,
  found: Found,
  files: ReferencedFiles,
): FoundRelease[] {
  switch (kind) {
    case 'HelmRelease':
      return helmReleases(item, all, found);
    case 'Application':
      return applicationReleases(item, object, found, files);
    case 'ApplicationSet':
      return applicationReleases(item.child('spec', 'template'), object, found, files);
    case 'HelmChart':
      // Of k3s and RKE2. The HelmChart of Flux has no values.
      return item.text('spec', 'valuesContent') === undefined
        ? []
        : chartsIn(nestedYaml(item, 'spec', 'valuesContent'), chartName(item.text('spec', 'chart')), {
            releaseName: item.text('metadata', 'name'),
            namespace: item.text('spec', 'targetNamespace') ?? item.text('metadata', 'namespace'),
            object,
          });
    default:
      return [];
  }
}
