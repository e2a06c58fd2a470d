import { parseAllDocuments } from 'yaml';
import type { Data } from '../import/helm-gives';
import { helmTemplate, type ChartRelease } from '../support/helm';

/** The objects that helm gives for a release. */
export function rendered(release: ChartRelease): Data[] {
  const { manifests, refusal } = helmTemplate(release);
  if (manifests === undefined) throw new Error(refusal);
  return objectsIn(manifests);
}

/** The objects in manifests, read as helm itself does. */
export function objectsIn(manifests: string): Data[] {
  // A label that is global and of one object is there twice, and helm goes by the last.
  return parseAllDocuments(manifests, { version: '1.1', uniqueKeys: false })
    .map(document => {
      if (document.errors[0]) throw document.errors[0];
      return document.toJS();
    })
    .filter(object => object !== null);
}
