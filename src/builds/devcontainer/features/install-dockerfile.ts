import type { Feature } from './resolve';
import { installScript, type FeatureUsers } from './install-script';

/** Image that downloads features from registries. */
export const ORAS_IMAGE = 'ghcr.io/oras-project/oras:v1.3.0';

/** Name of the stage that has all features. */
export const FEATURES_STAGE = 'dev_containers_target_stage';

/** Stages of a Dockerfile that install features, and the build contexts that they read. */
export interface FeatureStages {
  readonly text: string;

  /** Folders of the checkout, by the name of the build context. */
  readonly contexts: Readonly<Record<string, string>>;
}

/**
 * Returns the stages that install features on top of another stage, in their order.
 *
 * @param base name of the stage, or reference of the image
 * @param imageUser user of the image, which it keeps
 */
export function featureStages(
  features: readonly Feature[],
  base: string,
  users: FeatureUsers,
  imageUser: string,
): FeatureStages {
  const contexts: Record<string, string> = {};
  const names = features.map(
    ({ reference }, index) =>
      `dev_containers_feature_${reference.id.replace(/[^a-z0-9]/gi, '_').toLowerCase()}_${index}`,
  );
  const downloads = features.flatMap((feature, index) => {
    const name = names[index] as string;
    if (feature.reference.kind !== 'folder') return [downloadStage(feature, name)];
    contexts[name] = feature.reference.path;
    return [];
  });
  const installs = features.map((feature, index) => installStep(feature, names[index] as string, users));
  const text = [
    ...downloads,
    [`FROM ${base} AS ${FEATURES_STAGE}`, 'USER root', ...installs, `USER ${imageUser}`].join('\n'),
  ].join('\n\n');
  return { text: `${text}\n`, contexts };
}

/** Downloads a feature to the folder /feature. The digest of the lock file is checked. */
function downloadStage({ reference, locked }: Feature, name: string): string {
  const { resolved = '', integrity = '' } = locked ?? {};
  const start = `FROM ${ORAS_IMAGE} AS ${name}\nWORKDIR /feature`;
  return reference.kind === 'tarball'
    ? `${start}\nADD --checksum=${integrity} ${resolved} /feature.tgz\nRUN tar -xf /feature.tgz`
    : `${start}\nRUN oras pull ${resolved} && tar -xf *.tgz && rm *.tgz`;
}

function installStep(feature: Feature, name: string, users: FeatureUsers): string {
  const source = feature.reference.kind === 'folder' ? '' : ',source=/feature';
  const target = `/tmp/build-features-src/${name}`;
  const env = Object.entries(feature.metadata.containerEnv ?? {}).map(
    ([variable, value]) => `ENV ${variable}="${value.replace(/["\\]/g, '\\$&')}"`,
  );
  const script = installScript(feature, target, users);
  let end = 'END_OF_FEATURE';
  while (script.split('\n').includes(end)) end += '_';
  return [...env, `RUN --mount=type=bind,from=${name}${source},target=${target} <<'${end}'`, `${script}${end}`].join(
    '\n',
  );
}
