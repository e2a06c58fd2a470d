import { isPlainObject } from '../../../plain-object';

/** A mount as Docker knows it. */
export interface DockerMount {
  readonly type: string;
  readonly source?: string;
  readonly target?: string;
  readonly readOnly: boolean;

  /** Size of a tmpfs, as written. */
  readonly size?: string;

  /** Fields that change nothing in a pod, and unknown ones. */
  readonly others: readonly string[];
}

/** Fields that only tune how a mount behaves on a developer's machine. */
export const TUNING_FIELDS = [
  'consistency',
  'external',
  'bind-propagation',
  'bind-nonrecursive',
  'volume-nocopy',
  'tmpfs-mode',
];

/** Reads a mount: an object, or the CSV text of the option `--mount` of Docker. */
export function dockerMount(written: string | object): DockerMount {
  const fields =
    typeof written === 'string' ? csvFields(written).map(splitField) : Object.entries(written).map(textField);
  const field = (...names: string[]) => fields.filter(([name]) => names.includes(name)).at(-1)?.[1];
  const readOnly = field('readonly', 'ro');
  const known = ['type', 'source', 'src', 'target', 'dst', 'destination', 'readonly', 'ro', 'tmpfs-size'];
  return {
    type: field('type') ?? 'volume',
    source: field('source', 'src') || undefined,
    target: field('target', 'dst', 'destination') || undefined,
    readOnly: readOnly !== undefined && !['false', '0'].includes(readOnly),
    size: field('tmpfs-size'),
    others: fields.map(([name]) => name).filter(name => !known.includes(name)),
  };
}

/** Splits at commas outside of double quotes. A quote inside quotes is doubled. */
function csvFields(text: string): string[] {
  const fields: string[] = [];
  const field = /(?:"((?:[^"]|"")*)"|([^,]*))(?:,|$)/y;
  while (field.lastIndex < text.length) {
    const [, quoted, bare] = field.exec(text) as RegExpExecArray;
    fields.push(quoted === undefined ? (bare as string) : quoted.replaceAll('""', '"'));
  }
  return fields;
}

function splitField(text: string): [string, string] {
  const equals = text.indexOf('=');
  return equals < 0 ? [text.trim(), 'true'] : [text.slice(0, equals).trim(), text.slice(equals + 1)];
}

function textField([name, value]: [string, unknown]): [string, string] {
  return [name, isPlainObject(value) ? JSON.stringify(value) : String(value)];
}
