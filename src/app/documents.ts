import type { App, ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { makesPlainDocuments, plainDocument } from './plain-document';

/**
 * What cdk8s made while an app was checked, until it is written: there, making a document takes several times as long
 * as writing it.
 */
interface Documents {
  readonly made: Map<ApiObject, unknown>;

  /** Whether objects may be made without cdk8s, where it would make the same. */
  readonly plain: boolean;
}

const DOCUMENTS = new WeakMap<IConstruct, Documents>();

/** The document of an object. While its app is synthesized cdk8s makes it once, for the checks and for the file. */
export function documentOf(object: ApiObject): unknown {
  const documents = DOCUMENTS.get(object.node.root);
  if (documents === undefined) return object.toJson();
  const made = documents.made.get(object);
  if (made !== undefined) return made;
  const plain = documents.plain ? plainDocument(object) : undefined;
  // Made again sooner than kept: ten thousand of them at once are more work for the collector of garbage.
  if (plain !== undefined) return plain;
  const document = object.toJson() as unknown;
  documents.made.set(object, document);
  return document;
}

/** The same for whoever is the last to ask. */
export function takeDocument(object: ApiObject): unknown {
  const document = documentOf(object);
  DOCUMENTS.get(object.node.root)?.made.delete(object);
  return document;
}

/** Keeps the documents of an app from the first who asks to the last, as long as this takes. */
export function keepingDocuments<T>(app: App, synthesize: () => T): T {
  DOCUMENTS.set(app, { made: new Map(), plain: makesPlainDocuments(app) });
  try {
    return synthesize();
  } finally {
    DOCUMENTS.delete(app);
  }
}
