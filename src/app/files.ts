import { join } from 'node:path';
import { ApiObject, Chart, Names, YamlOutputType, type App } from 'cdk8s';
import { takeDocument } from './documents';
import type { Order } from './order';

/** A file of manifests. Its documents are made as they are asked for. */
export interface ManifestFile {
  /** Below the output folder. */
  readonly path: string;

  /** The chart whose file it is, where no file is of several. */
  readonly chart?: Chart;
  readonly documents: Iterable<unknown>;
}

/** Every file of an app with what is in it, named and divided as cdk8s does. */
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

/** Every document of an app. */
export function* allDocuments(order: Order): Iterable<unknown> {
  for (const chart of order.charts) yield* documentsOf(chart, order);
}

function* documentsOf(chart: Chart, order: Order): Iterable<unknown> {
  // A chart may have an opinion of its own on what it is.
  if (Reflect.get(chart, 'toJson') !== Reflect.get(Chart.prototype, 'toJson')) yield* chart.toJson() as unknown[];
  else for (const object of order.objectsOf(chart)) yield takeDocument(object);
}

function objectFile(kind: string, name: string | undefined): string {
  return `${kind}.${String(name)}`.replace(/[^0-9a-zA-Z-_.]/g, '');
}

/** cdk8s names a file for each object without its namespace, and lets the last of two objects have it. */
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
            `[${node.path}] would be written over ${other}, which is a ${kind} called ${name} too; choose ` +
              'another yamlOutputType',
          ];
    });
}
