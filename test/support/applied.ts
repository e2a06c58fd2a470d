import type { Cluster } from './cluster';
import type { Manifest } from './sets';

/** Asserts that the server accepts the manifests, and that applying them again changes nothing. */
export async function expectToApply(cluster: Cluster, manifests: readonly Manifest[]): Promise<void> {
  await cluster.createPrerequisites(manifests);
  try {
    const first = await cluster.apply(manifests);
    expect(first).toHaveLength(manifests.length);
    expect((await cluster.apply(manifests)).map(comparable)).toEqual(first.map(comparable));
  } finally {
    await cluster.deleteAll(manifests);
  }
}

/** Removes the resourceVersion of claims and pods, which the server changes with every apply. */
function comparable(manifest: Manifest): Manifest {
  return ['PersistentVolumeClaim', 'Pod'].includes(manifest.kind as string)
    ? { ...manifest, metadata: { ...manifest.metadata, resourceVersion: undefined } }
    : manifest;
}
