import { ApiObject, Duration, YamlOutputType, type App, type Chart } from 'cdk8s';
import type { Finding } from '../errors';
import type { ManifestFile } from './files';
import { layerOf, type Layer } from './layers';
import { either, instanceOf, object, required, text, words, type TypedSchema } from '../schema/shape';

/** The source, of Flux's source controller, that holds the manifests. */
export interface FluxSource {
  readonly kind: 'GitRepository' | 'OCIRepository' | 'Bucket';
  readonly name: string;

  /** @default - that of the Kustomizations */
  readonly namespace?: string;
}

/** Where Flux finds the manifests. */
export interface FluxProps {
  readonly sourceRef: FluxSource;

  /** Where the output folder of the app is in the source: `./` and a path. @default './dist' */
  readonly path?: string;

  /**
   * How often Flux reconciles: a cdk8s `Duration`, or a Go duration such as `10m` or `1h30m`.
   *
   * @default '10m'
   */
  readonly interval?: string | Duration;

  /** Namespace of the Kustomizations. @default 'flux-system' */
  readonly namespace?: string;
}

/** The names and types of where Flux finds the manifests. */
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

/** The folders into which charts go, the later after the earlier; each is a Kustomization of its own. */
const FOLDERS = ['controller', 'runners'] as const;

type Folder = (typeof FOLDERS)[number];

/** The files of an app in the folders that Flux applies one after the other, and the Kustomizations for them. */
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

/** Why an app's charts cannot be divided among folders. */
export function fluxProblems(app: App): string[] {
  if ([YamlOutputType.FILE_PER_APP, YamlOutputType.FILE_PER_RESOURCE].includes(app.yamlOutputType)) {
    return [
      'gitOps: flux wants the files of each chart by themselves; set yamlOutputType to FILE_PER_CHART or ' +
        'FOLDER_PER_CHART_FILE_PER_RESOURCE',
    ];
  }
  return app.charts
    .filter(chart => layersOf(chart).has('runners') && folderOf(chart) === 'controller')
    .map(
      chart =>
        `[${chart.node.path}] gitOps: flux applies the controller and namespaces before runner sets, and ` +
        'this chart has both; give the sets a chart of their own',
    );
}

/**
 * A Kustomization for each folder that has manifests. Flux keeps to `dependsOn` when it applies, not when it deletes.
 * So only what is in the folder of runner sets goes with its Kustomization; the controller stays until somebody deletes
 * it by hand.
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

/** The layers of a chart's own objects, without those of charts inside it. */
function layersOf(chart: Chart): Set<Layer | undefined> {
  return new Set(
    chart.node
      .findAll()
      .filter(construct => ApiObject.isApiObject(construct))
      .filter(object => object.chart === chart)
      .map(layerOf),
  );
}

/** What Flux would not take. */
export function fluxFindings({ path = './dist', interval = '10m' }: FluxProps): Finding[] {
  return [
    ...(/^\.(\/(?!\.\.(\/|$))[^/]+)*\/?$/.test(path)
      ? []
      : [{ path: ['path'], message: `must be ./ and a path inside the source, got ${JSON.stringify(path)}` }]),
    ...(/^([0-9]+(\.[0-9]+)?(ms|s|m|h))+$/.test(durationText(interval))
      ? []
      : [{ path: ['interval'], message: `must be a duration such as 10m or 1h30m, got ${JSON.stringify(interval)}` }]),
  ];
}

const UNITS = { h: 3_600_000, m: 60_000, s: 1000, ms: 1 } as const;

/** A duration as Go writes it, such as `1h30m`. */
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
