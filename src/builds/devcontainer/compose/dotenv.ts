const LINE = /^(?:export\s+)?([^\s=]+)\s*(?:=\s*(?:"((?:[^"\\]|\\.)*)"|'([^']*)'|(.*?)))?\s*$/s;
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

/** A variable of a file: its value as written, and whether variables in it are replaced. */
export interface DotenvLine {
  readonly name: string;

  /** @default - the variable of the developer's machine */
  readonly value?: string;

  /** False for a value in single quotes. */
  readonly expands: boolean;
}

/**
 * Reads a file of environment variables as Compose does: comments, `export`, and quotes, in which a value may have
 * several lines.
 *
 * @see https://docs.docker.com/compose/how-tos/environment-variables/variable-interpolation/#env-file-syntax
 */
export function readDotenv(text: string): DotenvLine[] {
  return statements(text.replace(/^\ufeff/, '')).flatMap((statement): DotenvLine[] => {
    const [, name, double, single, bare] = LINE.exec(statement) ?? [];
    if (name === undefined) return [];
    if (single !== undefined) return [{ name, value: single, expands: false }];
    const value = double === undefined ? bare?.replace(/\s+#.*$/, '') : unescaped(double);
    return [{ name, value, expands: true }];
  });
}

/** The lines that are no comments. A quote that is still open takes the next line too. */
function statements(text: string): string[] {
  const found: string[] = [];
  let open = '';
  for (const line of text.split(/\r?\n/)) {
    if (open === '' && /^\s*(#|$)/.test(line)) continue;
    const whole = open === '' ? line.trim() : `${open}\n${line}`;
    const [, quote] = /^[^=]*=\s*(["'])/.exec(whole) ?? [];
    const isClosed =
      quote === undefined || new RegExp(`=\\s*${quote}(?:[^${quote}\\\\]|\\\\.)*${quote}`, 's').test(whole);
    if (isClosed) found.push(whole.replace(/(=\s*(["'])(?:[^"'\\]|\\.|(?!\2)["'])*\2)\s+#.*$/s, '$1'));
    open = isClosed ? '' : whole;
  }
  return found;
}

function unescaped(text: string): string {
  return text.replace(/\\(.)/gs, (_, character: string) => ESCAPES[character] ?? character);
}
