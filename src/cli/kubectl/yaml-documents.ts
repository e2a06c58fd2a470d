import { parseAllDocuments } from 'yaml';

/**
 * The values of the YAML documents in a text.
 *
 * @param refusal makes the error for a text that is not YAML; its parameter is the place, `:LINE:COLUMN` or empty
 */
export function valuesOf(text: string, refusal: (place: string) => Error): unknown[] {
  const documents = parseAllDocuments(text);
  const [error] = documents.flatMap(({ errors }) => errors);
  const [start] = error?.linePos ?? [];
  if (error) throw refusal(start ? `:${start.line}:${start.col}` : '');
  try {
    return documents.map(document => document.toJS() as unknown);
  } catch {
    // Unresolved aliases, or too many of them.
    throw refusal('');
  }
}
