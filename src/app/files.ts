import { join } from 'node:path';
import { ApiObject, Chart, Names, YamlOutputType, type App } from 'cdk8s';
import { takeDocument } from './documents';
import type { Order } from './order';

/** A file of manifests. */
export interface ManifestFile {
  /** Path relative to the output folder. */
  readonly path: string;

  /** The chart of the file. Not set when a file can have objects of several charts. */
  readonly chart?: Chart;

  /** Rendered one by one during the iteration. */
  readonly documents: Iterable<unknown>;
}

/** Returns all files of an app, with the names and the content that cdk8s gives them. */
export function* manifestFiles(app: App, order: Order): Iterable<ManifestFile> {
  const extension = app.outputFileExtension;
  const charts = order.charts.map((chart, index) => ({
    chart,
    name: `${order.hasDependentCharts ? `${String(index).padStart(4, '0')}-` : ''}${Names.toDnsLabel(chart)}`,
  }));
  switch (app.yamlOutputType) {
    case YamlOutputType.FILE_PER_APP:
      if (charts.length > 0) yield { path: `app${extension}`, documents: allDocuments(order) };
      break;
    case YamlOutputType.FILE_PER_CHART:
      for (const { chart, name } of charts)
        yield { path: name + extension, chart, documents: documentsOf(chart, order) };
      break;
    case YamlOutputType.FILE_PER_RESOURCE:
      for (const document of allDocuments(order)) {
        const { kind, metadata } = document as Manifest;
        yield { path: objectFile(kind, metadata.name) + extension, documents: [document] };
      }
      break;
    case YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE:
      for (const { chart, name } of charts) {
        for (const object of order.objectsOf(chart))
          yield {
            path: join(name, objectFile(object.kind, object.metadata.name) + extension),
            chart,
            documents: [takeDocument(object)],
          };
      }
      break;
  }
}

interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly name?: string };
}

/** Returns every document of an app. */
export function* allDocuments(order: Order): Iterable<unknown> {
  for (const chart of order.charts) yield* documentsOf(chart, order);
}

function* documentsOf(chart: Chart, order: Order): Iterable<unknown> {
  // A subclass of Chart may override toJson.
  if (Reflect.get(chart, 'toJson') !== Reflect.get(Chart.prototype, 'toJson')) yield* chart.toJson() as unknown[];
  else for (const object of order.objectsOf(chart)) yield takeDocument(object);
}

function objectFile(kind: string, name: string | undefined): string {
  return `${kind}.${String(name)}`.replace(/[^0-9a-zA-Z-_.]/g, '');
}

/**
 * Returns an error for each object whose file name another object has too. cdk8s leaves the namespace out of the names
 * of files, and would overwrite the first of the two.
 */
export function sharedFiles(app: App): string[] {
  const perChart = app.yamlOutputType === YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE;
  if (!perChart && app.yamlOutputType !== YamlOutputType.FILE_PER_RESOURCE) return [];
  const files = new Map<string, string>();
  return app.node
    .findAll()
    .filter(construct => ApiObject.isApiObject(construct))
    .flatMap(construct => {
      const { kind, name, chart, node } = construct;
      const file = `${perChart ? chart.node.path : ''}/${objectFile(kind, name)}`;
      const other = files.get(file);
      files.set(file, node.path);
      return other === undefined
        ? []
        : [
            `[${node.path}] would overwrite the file of ${other}, which is also a ${kind} named ${name}; choose ` +
              'another yamlOutputType',
          ];
    });
}
