import { featureReference, type FeatureReference } from './reference';
import type { Feature } from './resolve';

/**
 * Sorts features in the order in which they are installed: after those that they depend on, those of
 * `overrideFeatureInstallOrder` as early as possible, and otherwise by name. Returns undefined if features depend on
 * each other in a circle.
 *
 * @param firstIds the entries of `overrideFeatureInstallOrder`
 * @param file path of devcontainer.json, which local features are relative to
 * @see https://containers.dev/implementors/features/#installation-order
 */
export function installOrder(
  features: readonly Feature[],
  firstIds: readonly string[],
  file: string,
): Feature[] | undefined {
  const priority = (feature: Feature) => {
    const index = firstIds.findIndex(id => isMeant(feature, id, file));
    return index < 0 ? 0 : firstIds.length - index;
  };
  const installed: Feature[] = [];
  let waiting = [...features];
  while (waiting.length > 0) {
    const ready = waiting.filter(
      ({ dependsOn, metadata: { installsAfter = [] } }) =>
        dependsOn.every(other => installed.includes(other)) &&
        !installsAfter.some(id => waiting.some(other => isMeant(other, id, file))),
    );
    if (ready.length === 0) return undefined;
    const highest = Math.max(...ready.map(priority));
    const round = ready.filter(feature => priority(feature) === highest).sort(byName);
    installed.push(...round);
    waiting = waiting.filter(feature => !round.includes(feature));
  }
  return installed;
}

/** Whether an identifier, of any version, means the feature, also under one of its former names. */
function isMeant({ reference, metadata: { legacyIds = [] } }: Feature, id: string, file: string): boolean {
  const other = featureReference(id, file);
  if (typeof other === 'string' || other.kind !== reference.kind) return false;
  if (reference.kind !== 'registry' || other.kind !== 'registry') return sortKey(reference)[0] === sortKey(other)[0];
  const namespace = reference.resource.slice(0, -reference.id.length);
  return [reference.id, ...legacyIds].some(name => `${namespace}${name}` === other.resource);
}

function byName(a: Feature, b: Feature): number {
  const [first, second] = [a, b].map(({ reference }) => sortKey(reference)) as [string[], string[]];
  return first.map((part, index) => part.localeCompare(second[index] ?? '', 'en')).find(Boolean) ?? 0;
}

/** Features of a registry are sorted by namespace first. */
function sortKey(reference: FeatureReference): string[] {
  if (reference.kind === 'folder') return [reference.path];
  if (reference.kind === 'tarball') return [reference.url];
  return [reference.resource.slice(0, -reference.id.length), reference.id];
}
