import { isPlainObject } from '../../../plain-object';
import type { Checkout } from '../checkout';
import { JsonSource } from '../json-source';
import { inside, type Place, type Report } from '../report';
import { lockFileOf, readLockFile, type LockedFeature } from './lock-file';
import { metadataProblems, type FeatureMetadata } from './metadata';
import { featureOptions, type FeatureOptions } from './options';
import { featureReference, isDockerFeature, type FeatureReference } from './reference';

/** A feature to install, with all that is known about it. */
export interface Feature {
  readonly reference: FeatureReference;
  readonly metadata: FeatureMetadata;
  readonly options: FeatureOptions;

  /** Where devcontainer.json names the feature, or the one that depends on it. */
  readonly place: Place;

  /** Address with a digest, or URL, and digest of what is downloaded. @default - nothing is downloaded */
  readonly locked?: LockedFeature;

  /** Features that must be installed before. */
  readonly dependsOn: readonly Feature[];
}

/** What it takes to find features. */
export interface FeatureReader {
  /** Path of devcontainer.json. */
  readonly file: string;
  readonly checkout: Checkout;
  readonly report: Report;

  /** The files `devcontainer-feature.json` of locked features, by their address with a digest, or their URL. */
  readonly featureMetadata: { readonly [resolved: string]: unknown };

  /** Whether the pod has a Docker daemon anyway. */
  readonly providesDocker: boolean;

  /** Whether the image has the features already. */
  readonly prebuilt: boolean;
}

/** The features of devcontainer.json and those that they depend on, in no particular order. */
export interface ResolvedFeatures {
  readonly features: readonly Feature[];

  /** Whether a feature that gives the container a Docker daemon was left out, because the pod has one. */
  readonly needsDocker: boolean;
}

/** Finds the features that devcontainer.json names. Reports those that cannot be installed. */
export function resolveFeatures(
  written: { readonly [id: string]: unknown },
  top: Place,
  reader: FeatureReader,
): ResolvedFeatures {
  const search = new Search(reader);
  for (const [id, value] of Object.entries(written)) search.find(id, value, inside(top, 'features', id), []);
  return { features: search.features, needsDocker: search.needsDocker };
}

class Search {
  readonly features: Feature[] = [];
  needsDocker = false;
  private readonly lock: ReadonlyMap<string, LockedFeature>;

  constructor(private readonly reader: FeatureReader) {
    this.lock = readLockFile(reader.file, reader.checkout, reader.report);
  }

  /** Returns the feature, or undefined if it is not installed. */
  find(id: string, value: unknown, place: Place, path: readonly string[]): Feature | undefined {
    const { report, file, providesDocker, prebuilt } = this.reader;
    const reference = featureReference(id, file);
    if (typeof reference === 'string') return this.refuse(place, id, reference);
    const options = featureOptions(value);
    if (options === undefined)
      return this.refuse(place, id, 'must have options that are texts or booleans, or only a version');
    if (path.includes(id.toLowerCase()))
      return this.refuse(place, id, `depends on itself: ${[...path, id].join(' -> ')}`);
    if (isDockerFeature(reference)) {
      if (providesDocker) this.needsDocker = true;
      else
        report.error(
          place,
          'needs a Docker daemon, which the image of a build does not start; give the build a Docker daemon',
        );
      return undefined;
    }
    if (prebuilt) return undefined;
    const known = this.features.find(other => isSame(other, reference, options));
    if (known) return known;
    const locked = this.lockedAt(id, reference);
    const metadata = reference.kind === 'folder' ? this.local(reference.path, place) : this.remote(id, locked, place);
    if (!metadata) return undefined;
    const dependsOn = Object.entries(metadata.dependsOn ?? {}).flatMap(
      ([other, inner]) => this.find(other, inner, place, [...path, id.toLowerCase()]) ?? [],
    );
    const feature = { reference, metadata, options, place, locked, dependsOn };
    this.features.push(feature);
    return feature;
  }

  /** The lock file has the identifier as it is written, or the address that it stands for. */
  private lockedAt(id: string, reference: FeatureReference): LockedFeature | undefined {
    const address = reference.kind === 'registry' ? `${reference.resource}:${reference.version}` : id;
    return this.lock.get(id.toLowerCase()) ?? this.lock.get(address);
  }

  private local(path: string, place: Place): FeatureMetadata | undefined {
    const { checkout } = this.reader;
    const file = `${path}/devcontainer-feature.json`;
    const text = checkout.read(file);
    if (text === undefined) return this.refuse(place, path, `the checkout has no ${file}`);
    if (checkout.read(`${path}/install.sh`) === undefined)
      return this.refuse(place, path, `the checkout has no ${path}/install.sh`);
    return this.checked(new JsonSource(text, file).value, place, file);
  }

  private remote(id: string, locked: LockedFeature | undefined, place: Place): FeatureMetadata | undefined {
    const { file, featureMetadata } = this.reader;
    if (!locked)
      return this.refuse(
        place,
        id,
        `is not in ${lockFileOf(file)}, so that another feature may be installed tomorrow; ` +
          'write the file with "devcontainer upgrade --workspace-folder ." and commit it',
      );
    const metadata = Object.hasOwn(featureMetadata, locked.resolved) ? featureMetadata[locked.resolved] : undefined;
    if (metadata === undefined)
      return this.refuse(place, id, `the metadata of ${locked.resolved} is not given; give it in featureMetadata`);
    return this.checked(metadata, place, locked.resolved);
  }

  private checked(value: unknown, place: Place, name: string): FeatureMetadata | undefined {
    const problems = isPlainObject(value) ? metadataProblems(value) : ['must be an object'];
    for (const problem of problems) this.reader.report.error(place, `${name}: ${problem}`);
    return problems.length === 0 ? (value as FeatureMetadata) : undefined;
  }

  private refuse(place: Place, id: string, reason: string): undefined {
    const written = place.path.at(-1);
    // The path of a finding ends with the feature that devcontainer.json names.
    this.reader.report.error(place, written === id || id.startsWith('.devcontainer/') ? reason : `${id}: ${reason}`);
    return undefined;
  }
}

function isSame({ reference, options }: Feature, other: FeatureReference, otherOptions: FeatureOptions): boolean {
  return (
    JSON.stringify(reference) === JSON.stringify(other) && JSON.stringify(options) === JSON.stringify(otherOptions)
  );
}
