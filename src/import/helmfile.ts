import { isPlainObject } from '../kubernetes';
import { chartNamed, type Found, type FoundRelease, type Item } from './found-release';
import type { OtherFiles } from './other-files';
import { chartsIn } from './umbrella';

/** What changes the manifests of a release, beside its values. */
const NOT_READ = [
  'set',
  'setString',
  'setTemplate',
  'secrets',
  'valuesTemplate',
  'inherit',
  'jsonPatches',
  'strategicMergePatches',
  'transformers',
];

/** The releases of a helmfile. @see https://helmfile.readthedocs.io/en/latest/#configuration */
export function helmfile(item: Item, found: Found, files: OtherFiles): FoundRelease[] {
  return item.items('releases').flatMap((release, index) => {
    const name = release.text('name');
    const object = `release ${name ?? String(index)}`;
    const layers = release
      .items('values')
      .flatMap(values => (isPlainObject(values.get()) ? [values.layer()] : files.layers(values, String(values.get()))));
    const version = release.text('version');
    const releases = chartsIn(
      [...layers, ...(layers.length === 0 ? [{ source: item.source, at: [...release.at, 'values', 0] }] : [])],
      chartNamed(release.text('chart')),
      {
        releaseName: name,
        namespace: release.text('namespace') ?? item.text('helmDefaults', 'namespace'),
        object,
        version: version === undefined ? undefined : { text: version, place: release.place('version') },
      },
    );
    if (releases.length === 0) {
      found.others.push(object);
      return [];
    }
    if (release.get('installed') === false) {
      found.left.push({
        place: release.place('installed'),
        reason: `helmfile does not install ${object}; it is left out`,
      });
      return [];
    }
    for (const key of NOT_READ.filter(word => release.get(word) !== undefined))
      found.left.push({
        place: release.place(key),
        value: undefined,
        reason: 'changes the values or what the chart gives, and is not carried',
        remedy: 'write it under values before the import, but for credentials',
      });
    return releases;
  });
}
