import { createHash } from 'node:crypto';
import { createReadStream, linkSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { arch } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

/** The defaults of an image for its containers. */
export interface ImageConfig {
  readonly User?: string;
  readonly Env?: readonly string[];
  readonly Entrypoint?: readonly string[];
  readonly Cmd?: readonly string[];
  readonly WorkingDir?: string;
  readonly Volumes?: Readonly<Record<string, object>>;
}

/** An image to write: its name, and its layers as tar files, the lowest first. */
export interface Image {
  readonly name: string;
  readonly layers: readonly string[];
  readonly config?: ImageConfig;
}

interface Descriptor {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
}

const ARCHITECTURE = arch() === 'x64' ? 'amd64' : arch();
const LAYER = 'application/vnd.oci.image.layer.v1.tar';
const CONFIG = 'application/vnd.oci.image.config.v1+json';
const MANIFEST = 'application/vnd.oci.image.manifest.v1+json';

/**
 * Writes images as a folder in the OCI image layout. Each is also named in `manifest.json`, which older Docker engines
 * load.
 *
 * @see https://github.com/opencontainers/image-spec/blob/main/image-layout.md
 */
export async function writeImages(folder: string, images: readonly Image[]): Promise<void> {
  const blobs = join(folder, 'blobs/sha256');
  mkdirSync(blobs, { recursive: true });
  const put = (mediaType: string, content: object): Descriptor => {
    const text = JSON.stringify(content);
    const digest = createHash('sha256').update(text).digest('hex');
    writeFileSync(join(blobs, digest), text);
    return { mediaType, digest: `sha256:${digest}`, size: text.length };
  };
  const layers = new Map<string, Descriptor>();
  for (const file of new Set(images.flatMap(image => image.layers))) {
    const hash = createHash('sha256');
    await pipeline(createReadStream(file), hash);
    const digest = hash.digest('hex');
    linkSync(file, join(blobs, digest));
    layers.set(file, { mediaType: LAYER, digest: `sha256:${digest}`, size: statSync(file).size });
  }
  const archive: object[] = [];
  const manifests = images.map(({ name, layers: files, config = {} }) => {
    const own = files.map(file => layers.get(file) as Descriptor);
    const diffIds = own.map(({ digest }) => digest);
    const described = put(CONFIG, {
      architecture: ARCHITECTURE,
      os: 'linux',
      config,
      rootfs: { type: 'layers', diff_ids: diffIds },
    });
    archive.push({
      Config: blobOf(described),
      RepoTags: [name.replace(/^docker\.io\/library\//, '')],
      Layers: own.map(blobOf),
    });
    return {
      ...put(MANIFEST, { schemaVersion: 2, mediaType: MANIFEST, config: described, layers: own }),
      annotations: { 'io.containerd.image.name': name },
      platform: { architecture: ARCHITECTURE, os: 'linux' },
    };
  });
  writeFileSync(join(folder, 'oci-layout'), JSON.stringify({ imageLayoutVersion: '1.0.0' }));
  writeFileSync(join(folder, 'index.json'), JSON.stringify({ schemaVersion: 2, manifests }));
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify(archive));
}

function blobOf({ digest }: Descriptor): string {
  return `blobs/sha256/${digest.slice('sha256:'.length)}`;
}
