import { ApiObject, Duration, YamlOutputType, type App, type Chart } from 'cdk8s';
import type { Finding } from '../errors';
import type { ManifestFile } from './files';
import { layerOf, type Layer } from './layers';
import { either, instanceOf, object, required, text, words, type TypedSchema } from '../schema/shape';

/**
 * Reference to the Flux source that contains the manifests.
 *
 * @example
 *   { kind: 'GitRepository', name: 'infrastructure' }
 *
 * @see https://fluxcd.io/flux/components/source/
 */
export interface FluxSource {
  /** Kind of the source object. */
  readonly kind: 'GitRepository' | 'OCIRepository' | 'Bucket';

  /** Name of the source object. It must exist in the cluster. */
  readonly name: string;

  /**
   * Namespace of the source object.
   *
   * @default - the namespace of the Kustomizations
   */
  readonly namespace?: string;
}

/**
 * Props of {@link GitOps.flux}.
 *
 * @example
 *   { sourceRef: { kind: 'GitRepository', name: 'infrastructure' }, path: './dist', interval: '10m' }
 */
export interface FluxProps {
  /** The Flux source that contains the manifests. */
  readonly sourceRef: FluxSource;

  /**
   * Path of the app's output folder in the source: `.`, or `./` and a path without `..`.
   *
   * @default './dist'
   */
  readonly path?: string;

  /**
   * Interval at which Flux reconciles the Kustomizations: a cdk8s `Duration`, or a Go duration such as `10m` or
   * `1h30m`.
   *
   * @default '10m'
   */
  readonly interval?: string | Duration;

  /**
   * Namespace of the Kustomizations.
   *
   * @default 'flux-system'
   */
  readonly namespace?: string;
}

/** Names and types of {@link FluxProps}. */
export const fluxSchema: TypedSchema<FluxProps> = object<FluxProps>({
  sourceRef: required(
    object<FluxSource>({
      kind: required(words('GitRepository', 'OCIRepository', 'Bucket')),
      name: required(text),
      namespace: text,
    }),
  ),
  path: text,
  interval: either(
    text,
    instanceOf<Duration>('a Duration, such as Duration.minutes(10)', value => value instanceof Duration),
  ),
  namespace: text,
});

/** Folders of charts, in the order in which Flux applies them. Each has its own Kustomization. */
const FOLDERS = ['controller', 'runners'] as const;

type Folder = (typeof FOLDERS)[number];

/** Sorts the files of an app into these folders, and adds the file with the Kustomizations. */
export function* fluxFiles(props: FluxProps, files: Iterable<ManifestFile>, extension: string): Iterable<ManifestFile> {
  const used = new Set<Folder>();
  for (const file of files) {
    const folder = folderOf(file.chart as Chart);
    used.add(folder);
    yield { ...file, path: `${folder}/${file.path}` };
  }
  yield {
    path: `flux/kustomizations${extension}`,
    documents: kustomizations(
      props,
      FOLDERS.filter(folder => used.has(folder)),
    ),
  };
}

/** Returns why the charts of an app cannot be sorted into the folders. */
export function fluxProblems(app: App): string[] {
  if ([YamlOutputType.FILE_PER_APP, YamlOutputType.FILE_PER_RESOURCE].includes(app.yamlOutputType)) {
    return [
      'gitOps: flux needs separate files for each chart; set yamlOutputType to FILE_PER_CHART or ' +
        'FOLDER_PER_CHART_FILE_PER_RESOURCE',
    ];
  }
  return app.charts
    .filter(chart => layersOf(chart).has('runners') && folderOf(chart) === 'controller')
    .map(
      chart =>
        `[${chart.node.path}] gitOps: flux applies the controller and namespaces before runner sets, and ` +
        'this chart contains both; put the runner sets into another chart',
    );
}

/**
 * Returns a Kustomization for each folder. Flux follows `dependsOn` when it applies objects, but not when it deletes
 * them. Therefore only the Kustomization of the runner sets prunes; the controller must be deleted manually.
 *
 * @see https://fluxcd.io/flux/components/kustomize/kustomizations/
 */
function kustomizations(
  { sourceRef, path = './dist', interval = '10m', namespace = 'flux-system' }: FluxProps,
  folders: readonly Folder[],
): object[] {
  const name = (folder: Folder) => `deskrun-${folder}`;
  return folders.map((folder, index) => ({
    apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
    kind: 'Kustomization',
    metadata: { name: name(folder), namespace },
    spec: {
      interval: durationText(interval),
      sourceRef: {
        kind: sourceRef.kind,
        name: sourceRef.name,
        ...(sourceRef.namespace !== undefined && { namespace: sourceRef.namespace }),
      },
      path: `${path.replace(/\/$/, '')}/${folder}`,
      prune: folder === 'runners',
      wait: true,
      ...(index > 0 && { dependsOn: folders.slice(0, index).map(earlier => ({ name: name(earlier) })) }),
    },
  }));
}

function folderOf(chart: Chart): Folder {
  const layers = layersOf(chart);
  return layers.has('definitions') || layers.has('controller') ? 'controller' : 'runners';
}

/** Returns the layers of the objects of a chart, without those of nested charts. */
function layersOf(chart: Chart): Set<Layer | undefined> {
  return new Set(
    chart.node
      .findAll()
      .filter(construct => ApiObject.isApiObject(construct))
      .filter(object => object.chart === chart)
      .map(layerOf),
  );
}

/** Finds values that Flux does not accept. */
export function fluxFindings({ path = './dist', interval = '10m' }: FluxProps): Finding[] {
  return [
    ...(/^\.(\/(?!\.\.(\/|$))[^/]+)*\/?$/.test(path)
      ? []
      : [{ path: ['path'], message: `must be ./ and a path without .., got ${JSON.stringify(path)}` }]),
    ...(/^([0-9]+(\.[0-9]+)?(ms|s|m|h))+$/.test(durationText(interval))
      ? []
      : [{ path: ['interval'], message: `must be a duration such as 10m or 1h30m, got ${JSON.stringify(interval)}` }]),
  ];
}

const UNITS = { h: 3_600_000, m: 60_000, s: 1000, ms: 1 } as const;

/** Formats a duration as Go does, such as `1h30m`. */
function durationText(duration: string | Duration): string {
  if (typeof duration === 'string') return duration;
  let rest = duration.toMilliseconds({ integral: false });
  const parts = Object.entries(UNITS).map(([unit, size]) => {
    const amount = unit === 'ms' ? rest : Math.floor(rest / size);
    rest -= amount * size;
    return amount === 0 ? '' : `${amount}${unit}`;
  });
  return parts.join('') || '0s';
}
