import { isPlainObject } from '../kubernetes';
import { chartName, type Found, type FoundRelease, type Item } from './found-release';
import type { ReferencedFiles } from './referenced-files';
import { chartsIn } from './umbrella';

/** Keys of a release that change its values or manifests, and that the import does not support. */
const UNSUPPORTED = [
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

/** Returns the releases of a helmfile. @see https://helmfile.readthedocs.io/en/latest/#configuration */
export function helmfileReleases(item: Item, found: Found, files: ReferencedFiles): FoundRelease[] {
  return item.items('releases').flatMap((release, index) => {
    const name = release.text('name');
    const object = `release ${name ?? String(index)}`;
    const layers = release
      .items('values')
      .flatMap(values => (isPlainObject(values.get()) ? [values.layer()] : files.layers(values, String(values.get()))));
    const version = release.text('version');
    const releases = chartsIn(
      [...layers, ...(layers.length === 0 ? [{ source: item.source, at: [...release.at, 'values', 0] }] : [])],
      chartName(release.text('chart')),
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
      found.omissions.push({
        place: release.place('installed'),
        reason: `is false, so helmfile does not install ${object}; it is skipped`,
      });
      return [];
    }
    for (const key of UNSUPPORTED.filter(word => release.get(word) !== undefined))
      found.omissions.push({
        place: release.place(key),
        value: undefined,
        reason: 'changes the values or the rendered manifests and is not imported',
        remedy: 'move it to values before the import, except for credentials',
      });
    return releases;
  });
}
