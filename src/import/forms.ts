import { isPlainObject } from '../kubernetes';
import { application, nested } from './argo';
import { RUNNER_SET_KEYS } from './chart-keys';
import { documentsOf } from './documents';
import { helmRelease } from './flux';
import { chartNamed, Item, type ArcChart, type Found, type FoundRelease } from './found-release';
import { helmfile } from './helmfile';
import { OtherFiles } from './other-files';
import type { ChartRelease } from './releases';
import { chartsIn, isOfSet, subCharts } from './umbrella';
import { ValuesFile } from './values-file';

/**
 * The releases in a text, whatever it is: the values of a chart, of a chart around it, a HelmRelease, an Application, a helmfile,
 * or several of these.
 *
 * @throws ConfigFileError for a text that is no YAML or no map of values
 */
export function releasesIn(release: ChartRelease, chart: ArcChart): Found {
  const found: Found = { releases: [], left: [], others: [] };
  const files = new OtherFiles(release.directory, found.left);
  const items = documentsOf(release.text, release.file).flatMap(source => itemsOf(new Item(source, [])));
  for (const item of items) {
    for (const one of releasesOf(item, items, { release, chart, found, files })) {
      if (one.off === undefined) found.releases.push(one);
      else
        found.left.push({
          place: one.off,
          reason: `is false, so that ${String(one.object)} is not installed; it is left out`,
        });
    }
  }
  if (found.releases.length === 0 && found.left.length === 0) {
    found.left.push({
      place: (items[0] ?? new Item(documentsOf('', release.file)[0] as Item['source'], [])).place(),
      value: undefined,
      reason: `holds no release of ${chart}: ${found.others.length === 0 ? 'it is empty' : `there is ${found.others.join(', ')}`}`,
      remedy: 'name a file of values, a HelmRelease, an Argo CD Application or a helmfile',
    });
  }
  return found;
}

/** The objects of a document: those of a list, or itself. */
function itemsOf(item: Item): Item[] {
  if (Array.isArray(item.get())) return item.items().flatMap(itemsOf);
  const isList = typeof item.get('kind') === 'string' && String(item.get('kind')).endsWith('List');
  return isList && Array.isArray(item.get('items')) ? item.items('items').flatMap(itemsOf) : [item];
}

interface Around {
  readonly release: ChartRelease;
  readonly chart: ArcChart;
  readonly found: Found;
  readonly files: OtherFiles;
}

function releasesOf(item: Item, all: readonly Item[], { release, chart, found, files }: Around): FoundRelease[] {
  const [kind, apiVersion] = [item.get('kind'), item.get('apiVersion')];
  const named = `${String(kind)} ${[item.text('metadata', 'namespace'), item.text('metadata', 'name')].filter(Boolean).join('/')}`;
  if (typeof kind === 'string' && typeof apiVersion === 'string') {
    const releases = ofObject(item, all, kind, named, found, files);
    if (releases.length === 0) found.others.push(named);
    return releases;
  }
  if (Array.isArray(item.get('releases'))) return helmfile(item, found, files);
  const values = item.get();
  const bare = { releaseName: release.releaseName };
  const isOfChart =
    isPlainObject(values) && Object.keys(values).some(key => Object.hasOwn(RUNNER_SET_KEYS as object, key));
  if (chart === 'gha-runner-scale-set' && !isOfSet(values) && !isOfChart && subCharts(values).length > 0)
    return chartsIn(item.layer(), undefined, bare);
  return [{ ...bare, chart, file: new ValuesFile([item.layer()]) }];
}

function ofObject(
  item: Item,
  all: readonly Item[],
  kind: string,
  named: string,
  found: Found,
  files: OtherFiles,
): FoundRelease[] {
  switch (kind) {
    case 'HelmRelease':
      return helmRelease(item, all, found);
    case 'Application':
      return application(item, named, found, files);
    case 'ApplicationSet':
      return application(item.below('spec', 'template'), named, found, files);
    case 'HelmChart':
      // Of k3s and RKE2; that of Flux has no values.
      return item.text('spec', 'valuesContent') === undefined
        ? []
        : chartsIn(nested(item, 'spec', 'valuesContent'), chartNamed(item.text('spec', 'chart')), {
            releaseName: item.text('metadata', 'name'),
            namespace: item.text('spec', 'targetNamespace') ?? item.text('metadata', 'namespace'),
            object: named,
          });
    default:
      return [];
  }
}
