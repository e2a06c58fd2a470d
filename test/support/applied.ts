import type { Cluster } from './cluster';
import type { Manifest } from './sets';

/** The server takes the manifests, and has nothing to change when they come again. */
export async function expectToApply(cluster: Cluster, manifests: readonly Manifest[]): Promise<void> {
  await cluster.provideSurroundings(manifests);
  const first = await cluster.apply(manifests);
  expect(first).toHaveLength(manifests.length);
  expect((await cluster.apply(manifests)).map(comparable)).toEqual(first.map(comparable));
  await cluster.forget(manifests);
}

/** The server writes a claim again though nothing in it has changed; so it does with any. */
function comparable(manifest: Manifest): Manifest {
  return manifest.kind === 'PersistentVolumeClaim' ? { ...manifest, metadata: { ...manifest.metadata, resourceVersion: undefined } } : manifest;
}
