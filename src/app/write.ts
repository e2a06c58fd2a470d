import { closeSync, openSync, writeFileSync } from 'node:fs';
import { toYaml } from './yaml';

/** Characters to collect before a write to the disk. */
const CHUNK = 1 << 18;

const SEPARATOR = '---\n';

/** Writes documents to a file one by one, so that memory use does not grow with their number. */
export function writeDocuments(file: string, documents: Iterable<unknown>): void {
  const descriptor = openSync(file, 'w');
  try {
    let text = '';
    let separator = '';
    for (const document of documents) {
      text += separator + toYaml(document);
      separator = SEPARATOR;
      if (text.length < CHUNK) continue;
      writeFileSync(descriptor, text);
      text = '';
    }
    writeFileSync(descriptor, text);
  } finally {
    closeSync(descriptor);
  }
}

/** Returns the text that {@link writeDocuments} writes. */
export function documentsText(documents: Iterable<unknown>): string {
  return Array.from(documents, toYaml).join(SEPARATOR);
}
