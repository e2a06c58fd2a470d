import { parseAllDocuments } from 'yaml';
import type { Data } from '../import/chart-objects';
import { helmTemplate, type ChartRelease } from '../support/helm';

/** Renders a release with helm and returns its objects. */
export function rendered(release: ChartRelease): Data[] {
  const { manifests, refusal } = helmTemplate(release);
  if (manifests === undefined) throw new Error(refusal);
  return objectsIn(manifests);
}

/** Parses manifests as helm does. */
export function objectsIn(manifests: string): Data[] {
  // A label set both globally and for one object occurs twice in the manifest. Helm uses the last one.
  return parseAllDocuments(manifests, { version: '1.1', uniqueKeys: false })
    .map(document => {
      if (document.errors[0]) throw document.errors[0];
      return document.toJS();
    })
    .filter(object => object !== null);
}
