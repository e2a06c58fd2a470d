import { parseHelmYaml } from './documents';
import { chartName, type Found, type FoundRelease, type Item } from './found-release';
import type { ReferencedFiles } from './referenced-files';
import { chartsIn } from './umbrella';
import type { Layer } from './values-file';

/**
 * Returns the releases of an Argo CD Application or of the template of an ApplicationSet.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/helm/
 */
export function applicationReleases(item: Item, object: string, found: Found, files: ReferencedFiles): FoundRelease[] {
  const single = item.get('spec', 'source') === undefined ? [] : [item.child('spec', 'source')];
  return [...single, ...item.items('spec', 'sources')].flatMap(source =>
    releasesOf(item, source, object, found, files),
  );
}

function releasesOf(
  item: Item,
  source: Item,
  object: string,
  { omissions }: Found,
  files: ReferencedFiles,
): FoundRelease[] {
  // A source with neither only provides files to other sources.
  if (source.text('chart') === undefined && source.get('helm') === undefined) return [];
  const path = source.text('path') ?? '';
  const version = source.text('chart') === undefined ? undefined : source.text('targetRevision');
  const read: Layer[] = source
    .items('helm', 'valueFiles')
    .flatMap(file => files.layers(file, String(file.get()), ['', path]));
  const releases = chartsIn(
    [...read, ...inline(source, omissions)],
    chartName(source.text('chart') ?? (path === '' ? undefined : path)),
    {
      releaseName: source.text('helm', 'releaseName') ?? item.text('metadata', 'name'),
      namespace: source.text('helm', 'namespace') ?? item.text('spec', 'destination', 'namespace'),
      object,
      version: version === undefined ? undefined : { text: version, place: source.place('targetRevision') },
    },
  );
  if (releases.length > 0) {
    for (const key of ['parameters', 'fileParameters']) {
      for (const parameter of source.items('helm', key))
        omissions.push({
          place: parameter.place(),
          value: parameter.get('name'),
          reason: 'parameters that override values are not imported',
          remedy: 'move it to valuesObject before the import, unless it is a credential',
        });
    }
  }
  return releases;
}

/** Returns the values in the Application itself. `valuesObject` has precedence over `values`. */
function inline(source: Item, omissions: Found['omissions']): Layer[] {
  const text = source.text('helm', 'values');
  if (source.get('helm', 'valuesObject') !== undefined) {
    if (text !== undefined)
      omissions.push({ place: source.place('helm', 'values'), value: undefined, reason: 'valuesObject overrides it' });
    return [source.layer('helm', 'valuesObject')];
  }
  return [text === undefined ? source.layer('helm', 'valuesObject') : nestedYaml(source, 'helm', 'values')];
}

/** Returns the values in a string that contains YAML. */
export function nestedYaml(item: Item, ...path: string[]): Layer {
  const text = item.source.textAt([...item.at, ...path]) ?? '';
  return { source: parseHelmYaml(text, item.source.file), at: [] };
}
