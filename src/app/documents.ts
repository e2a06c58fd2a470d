import type { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';

/** What was made while an app was checked, until it is written. Making a document takes several times as long as writing it. */
const MADE = new WeakMap<IConstruct, Map<ApiObject, unknown>>();

/** The document of an object. While its app is synthesized it is made once, for the checks and for the file. */
export function documentOf(object: ApiObject): unknown {
  const made = MADE.get(object.node.root);
  if (made === undefined) return object.toJson();
  const document = made.get(object) ?? object.toJson() as unknown;
  made.set(object, document);
  return document;
}

/** The same for whoever is the last to ask. */
export function takeDocument(object: ApiObject): unknown {
  const document = documentOf(object);
  MADE.get(object.node.root)?.delete(object);
  return document;
}

/** Keeps the documents of an app from the first who asks to the last, as long as this takes. */
export function keepingDocuments<T>(app: IConstruct, synthesize: () => T): T {
  MADE.set(app, new Map());
  try {
    return synthesize();
  } finally {
    MADE.delete(app);
  }
}
