import type { App, ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { makesPlainDocuments, plainDocument } from './plain-document';

/** Documents that were rendered while an app was checked. Rendering takes several times as long as writing. */
interface Documents {
  readonly rendered: Map<ApiObject, unknown>;

  /** True when objects may be rendered without cdk8s, because the result is the same. */
  readonly plain: boolean;
}

const DOCUMENTS = new WeakMap<IConstruct, Documents>();

/** Returns the document of an object. During a synth, cdk8s renders it once, for the checks and for the file. */
export function documentOf(object: ApiObject): unknown {
  const documents = DOCUMENTS.get(object.node.root);
  if (documents === undefined) return object.toJson();
  const rendered = documents.rendered.get(object);
  if (rendered !== undefined) return rendered;
  const plain = documents.plain ? plainDocument(object) : undefined;
  // Not cached: rendering it a second time is cheaper than the garbage collection of ten thousand documents.
  if (plain !== undefined) return plain;
  const document = object.toJson() as unknown;
  documents.rendered.set(object, document);
  return document;
}

/** As {@link documentOf}, and removes the document from the cache. For the last use of a document. */
export function takeDocument(object: ApiObject): unknown {
  const document = documentOf(object);
  DOCUMENTS.get(object.node.root)?.rendered.delete(object);
  return document;
}

/** Runs a function during which the documents of an app are cached. */
export function withDocumentCache<T>(app: App, synthesize: () => T): T {
  DOCUMENTS.set(app, { rendered: new Map(), plain: makesPlainDocuments(app) });
  try {
    return synthesize();
  } finally {
    DOCUMENTS.delete(app);
  }
}
