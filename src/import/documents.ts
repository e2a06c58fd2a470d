import { ConfigSource } from '../config-file/source';
import { ConfigFileError } from '../errors';
import { HELM_YAML } from './values-file';

/** Parses the YAML documents in a text. Positions refer to the whole text. Skips empty documents. */
export function parseDocuments(text: string, file: string): ConfigSource[] {
  return split(text.replace(/^\ufeff/, '')).map(part => parseHelmYaml(part, file));
}

/** Parses one YAML document as helm does. */
export function parseHelmYaml(text: string, file: string): ConfigSource {
  try {
    return new ConfigSource(text, file, HELM_YAML);
  } catch (error) {
    if (!(error instanceof ConfigFileError) || !text.includes('{{')) throw error;
    throw new ConfigFileError(
      `${file}: is a template, with expressions in {{ }}; ` +
        'render it first (helm template, helmfile build, argocd app manifests), and import the result',
    );
  }
}

/** Splits a text at its document markers. Blank lines replace earlier documents, so that line numbers stay the same. */
function split(text: string): string[] {
  const parts: string[][] = [[]];
  text.split('\n').forEach((line, index) => {
    if (/^---(\s|$)/.test(line)) parts.push([...Array<string>(index).fill(''), `   ${line.slice(3)}`]);
    else if (/^\.\.\.\s*$/.test(line)) parts.push(Array<string>(index + 1).fill(''));
    else parts.at(-1)?.push(line);
  });
  const withContent = parts.filter(lines => lines.some(line => !/^(\s*(#|$)|%)/.test(line)));
  return (withContent.length > 0 ? withContent : [[]]).map(lines => lines.join('\n'));
}
