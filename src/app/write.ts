import { closeSync, openSync, writeSync } from 'node:fs';
import { toYaml } from './yaml';

/** Enough that a write to the disk is worth its while. */
const CHUNK = 1 << 18;

const SEPARATOR = '---\n';

/** Writes documents to a file as they are made, so that it takes no memory to have many. */
export function writeDocuments(file: string, documents: Iterable<unknown>): void {
  const descriptor = openSync(file, 'w');
  try {
    let text = '';
    let separator = '';
    for (const document of documents) {
      text += separator + toYaml(document);
      separator = SEPARATOR;
      if (text.length < CHUNK) continue;
      writeSync(descriptor, text);
      text = '';
    }
    writeSync(descriptor, text);
  } finally {
    closeSync(descriptor);
  }
}

/** The same as one text. */
export function documentsText(documents: Iterable<unknown>): string {
  return Array.from(documents, toYaml).join(SEPARATOR);
}
