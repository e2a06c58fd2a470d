import { sourceOf } from './documents';
import { chartNamed, type Found, type FoundRelease, type Item } from './found-release';
import type { OtherFiles } from './other-files';
import { chartsIn } from './umbrella';
import type { Layer } from './values-file';

/** An Application of Argo CD, or the template of an ApplicationSet. @see https://argo-cd.readthedocs.io/en/stable/user-guide/helm/ */
export function application(item: Item, object: string, found: Found, files: OtherFiles): FoundRelease[] {
  const one = item.get('spec', 'source') === undefined ? [] : [item.below('spec', 'source')];
  return [...one, ...item.items('spec', 'sources')].flatMap(source => releasesOf(item, source, object, found, files));
}

function releasesOf(item: Item, source: Item, object: string, { left }: Found, files: OtherFiles): FoundRelease[] {
  // A source with neither only lends its files.
  if (source.text('chart') === undefined && source.get('helm') === undefined) return [];
  const path = source.text('path') ?? '';
  const version = source.text('chart') === undefined ? undefined : source.text('targetRevision');
  const read: Layer[] = source
    .items('helm', 'valueFiles')
    .flatMap(file => files.layers(file, String(file.get()), ['', path]));
  const releases = chartsIn(
    [...read, ...inline(source, left)],
    chartNamed(source.text('chart') ?? (path === '' ? undefined : path)),
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
        left.push({
          place: parameter.place(),
          value: parameter.get('name'),
          reason: 'a parameter replaces a value, and is not carried',
          remedy: 'write it under valuesObject before the import, unless it is a credential',
        });
    }
  }
  return releases;
}

/** What stands in the Application itself: `valuesObject`, else `values`. */
function inline(source: Item, left: Found['left']): Layer[] {
  const text = source.text('helm', 'values');
  if (source.get('helm', 'valuesObject') !== undefined) {
    if (text !== undefined)
      left.push({ place: source.place('helm', 'values'), value: undefined, reason: 'valuesObject takes its place' });
    return [source.layer('helm', 'valuesObject')];
  }
  return [text === undefined ? source.layer('helm', 'valuesObject') : nested(source, 'helm', 'values')];
}

/** A text that is YAML itself. */
export function nested(item: Item, ...path: string[]): Layer {
  const text = item.source.textAt([...item.at, ...path]) ?? '';
  return { source: sourceOf(text, item.source.file), at: [] };
}
