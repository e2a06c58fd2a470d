import { ConfigSource } from '../config/source';
import { ConfigFileError } from '../errors';
import { HELM_YAML } from './values-file';

/** The documents of a text, each with the places it has in the whole text. Those with nothing in them are left out. */
export function documentsOf(text: string, file: string): ConfigSource[] {
  return split(text.replace(/^\ufeff/, '')).map(part => sourceOf(part, file));
}

/** A text as helm reads it. */
export function sourceOf(text: string, file: string): ConfigSource {
  try {
    return new ConfigSource(text, file, HELM_YAML);
  } catch (error) {
    if (!(error instanceof ConfigFileError) || !text.includes('{{')) throw error;
    throw new ConfigFileError(
      `${file}: is a template, with expressions in {{ }}; render it first (helm template, helmfile build, argocd app manifests), and import what it gives`,
    );
  }
}

/** A line that begins with `---` begins a document, whatever is around it. */
function split(text: string): string[] {
  const parts: string[][] = [[]];
  text.split('\n').forEach((line, index) => {
    if (/^---(\s|$)/.test(line)) parts.push([...Array<string>(index).fill(''), `   ${line.slice(3)}`]);
    else if (/^\.\.\.\s*$/.test(line)) parts.push(Array<string>(index + 1).fill(''));
    else parts.at(-1)?.push(line);
  });
  const said = parts.filter(lines => lines.some(line => !/^(\s*(#|$)|%)/.test(line)));
  return (said.length > 0 ? said : [[]]).map(lines => lines.join('\n'));
}
