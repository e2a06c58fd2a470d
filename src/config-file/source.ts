import {
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  parseDocument,
  visit,
  type Document,
  type Node,
  type Pair,
  type Scalar,
  type SchemaOptions,
  type DocumentOptions,
} from 'yaml';
import { ConfigFileError, formatPath, type Finding, type ValuePath } from '../errors';

/** Deeper files are refused: no valid configuration is this deep. */
const DEEPEST = 100;
const TOO_DEEP = 'is nested too deeply';

/** A parsed YAML text that maps paths in its value to lines and columns. */
export class ConfigSource {
  private readonly text: string;
  private readonly document: Document.Parsed;

  /**
   * @param dialect parser options for text that is not YAML 1.2
   * @throws ConfigFileError with every syntax error
   */
  constructor(
    text: string,
    readonly file: string,
    dialect: DocumentOptions & SchemaOptions = {},
  ) {
    this.text = text.replace(/^\ufeff/, '');
    // Only tags of JSON types: !!set and !!omap would give values that differ from what the text shows.
    const options = {
      prettyErrors: false,
      uniqueKeys: true,
      resolveKnownTags: false,
      logLevel: 'error' as const,
      ...dialect,
    };
    this.document = parseDocument(this.text, options);
    const mistakes = [...this.document.errors, ...this.document.warnings].map(({ pos, message, code }) => ({
      offset: pos[0],
      text: wording(code, message, this.text.slice(pos[0])),
    }));
    const problems =
      mistakes.length > 0 ? onceTooDeep(mistakes) : structureProblems(this.document, dialect.version ?? '1.2');
    if (problems.length > 0)
      throw report(
        problems.map(({ offset, text: what }) => ({ ...this.position(offset), text: what })),
        file,
      );
  }

  /** The value of the text. In YAML 1.2, `on` and `no` are strings. */
  get value(): unknown {
    try {
      return this.document.toJS() as unknown;
    } catch (error) {
      // The only error left: the parser refuses aliases that would expand exponentially.
      throw report([{ line: 1, column: 1, text: `cannot be read: ${(error as Error).message}` }], this.file);
    }
  }

  /** Creates one error with all findings, each with its position, in the order of the file. */
  error(findings: readonly Finding[]): ConfigFileError {
    return report(
      findings.map(finding => ({ ...this.place(finding), text: describe(finding) })),
      this.file,
      findings,
    );
  }

  /** Formats the findings as lines `file:line:column  path: message`, in the order of the file. */
  lines(findings: readonly Finding[]): string[] {
    return linesOf(
      findings.map(finding => ({ ...this.place(finding), text: describe(finding) })),
      this.file,
    );
  }

  /** Returns the position of a path, or of its nearest parent that exists. */
  place({ path, at }: Pick<Finding, 'path' | 'at'>): Position {
    let node: Node | null = this.document.contents;
    let offset = node?.range?.[0] ?? 0;
    path.forEach((part, index) => {
      const step = child(node, part);
      if (!step) {
        node = null;
        return;
      }
      node = step.value;
      const keyOnly = at === 'key' && index === path.length - 1;
      offset = (keyOnly ? (step.key ?? step.value) : (step.value ?? step.key))?.range?.[0] ?? offset;
    });
    return this.position(offset);
  }

  /**
   * Returns the string at a path, or undefined if there is none. Empty lines are put before it, so that its line
   * numbers are those of this text.
   */
  textAt(path: ValuePath): string | undefined {
    const node = path.reduce<Node | null>((inner, part) => child(inner, part)?.value ?? null, this.document.contents);
    if (!isScalar(node) || typeof node.value !== 'string' || !node.range) return undefined;
    const raw = this.text.slice(node.range[0], node.range[1]);
    const [start, text] =
      node.type === 'BLOCK_LITERAL'
        ? [node.range[0] + raw.indexOf('\n') + 1, raw.slice(raw.indexOf('\n') + 1)]
        : [node.range[0], node.value];
    return '\n'.repeat(this.position(start).line - 1) + text;
  }

  /** Returns the text of a scalar as it is written, without quotes: `1.30` for the number 1.3. */
  scalarText(path: ValuePath): string | undefined {
    const resolved = (node: Node | null) => (isAlias(node) ? (node.resolve(this.document) ?? null) : node);
    const node = path.reduce<Node | null>(
      (inner, part) => resolved(child(inner, part)?.value ?? null),
      resolved(this.document.contents),
    );
    return isScalar(node) ? node.source : undefined;
  }

  private position(offset: number): Position {
    const lines = this.text.slice(0, offset).split('\n');
    return { line: lines.length, column: (lines.at(-1) as string).length + 1 };
  }
}

/** A position in a text. Line and column start at 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

interface Step {
  readonly key?: Node;
  readonly value: Node | null;
}

function child(node: Node | null, part: string | number): Step | undefined {
  if (isSeq(node) && typeof part === 'number')
    return node.items.length > part ? { value: node.items[part] as Node } : undefined;
  if (!isMap(node)) return undefined;
  // The typed API spells some names differently (hostPid) from Kubernetes and the file (hostPID).
  const pairs = node.items as Pair<Node, Node | null>[];
  const named = (spelling: (key: string) => string) =>
    pairs.find(({ key }) => isScalar(key) && spelling(keyText(key.value)) === spelling(String(part)));
  const pair = named(key => key) ?? named(key => key.toLowerCase());
  return pair && { key: pair.key, value: pair.value };
}

/** The property name that JavaScript uses for a key. */
function keyText(key: unknown): string {
  return typeof key === 'string' ? key : key === null ? '' : JSON.stringify(key);
}

interface Problem {
  readonly offset: number;
  readonly text: string;
}

/**
 * Finds valid YAML that is refused: keys that are not scalars, unresolved and circular aliases, and too deep nesting.
 */
function structureProblems(document: Document.Parsed, readAs: string): Problem[] {
  const problems: Problem[] = [];
  const version = document.directives.yaml.explicit ? document.directives.yaml.version : readAs;
  if (version !== readAs)
    problems.push({
      offset: 0,
      text: `%YAML ${version} is not supported: the file is read as YAML ${readAs}; remove the line`,
    });
  visit(document, (_, node, path) => {
    if (path.length > DEEPEST) {
      problems.push({ offset: offsetOf(node), text: TOO_DEEP });
      return visit.BREAK;
    }
    if (isPair(node) && !isScalar(node.key))
      problems.push({ offset: offsetOf(node.key), text: 'unknown key: a key must be a string' });
    if (isScalar(node) && isDecimalWithZero(node)) {
      problems.push({
        offset: offsetOf(node),
        text:
          `${node.source} is read as the decimal ${Number(node.source)}; ` +
          `write 0o${String(node.source).slice(1)} for an octal number such as a file mode, or quote it`,
      });
    }
    if (isAlias(node)) {
      const target = node.resolve(document);
      if (target === undefined)
        problems.push({ offset: offsetOf(node), text: `unknown alias ${node.source}: define its anchor above it` });
      else if (path.includes(target))
        problems.push({ offset: offsetOf(node), text: `circular alias ${node.source}: its anchor contains it` });
    }
    return undefined;
  });
  return problems;
}

/** Reports whether YAML 1.1 parsers, such as kubectl's, would read the number as octal. */
function isDecimalWithZero({ source, value }: Scalar): boolean {
  return typeof value === 'number' && /^0\d+$/.test(source ?? '') && value === Number(source);
}

/** Keeps the first "nested too deeply": the parser reports it again at each level. */
function onceTooDeep(problems: readonly Problem[]): Problem[] {
  const first = problems.findIndex(({ text }) => text === TOO_DEEP);
  return problems.filter(({ text }, index) => text !== TOO_DEEP || index === first);
}

function offsetOf(node: unknown): number {
  return (isPair(node) ? offsetOf(node.key) : (node as Node | null)?.range?.[0]) ?? 0;
}

/** Rewords some messages of the parser. `rest` is the text from the mistake on. */
function wording(code: string, message: string, rest: string): string {
  if (code === 'DUPLICATE_KEY') return `duplicate key ${keyAt(rest)}; remove one`;
  if (code === 'MULTIPLE_DOCS')
    return 'a second document starts here: a file has one document; move it to another file';
  if (/call stack/i.test(message)) return TOO_DEEP;
  return lowerFirst(message.replace(/\.$/, ''));
}

/** The key at the start of a text, without quotes. */
function keyAt(text: string): string {
  const [, quoted, single, plain = ''] = /^(?:"((?:[^"\\]|\\.)*)"|'((?:[^']|'')*)'|([^:\n,{}]+))/.exec(text) ?? [];
  return quoted ?? single ?? plain.trim();
}

function describe({ path, message }: Finding): string {
  return path.length > 0 ? `${formatPath(path)}: ${message}` : message;
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

function report(
  problems: readonly (Position & { text: string })[],
  file: string,
  findings: readonly Finding[] = [],
): ConfigFileError {
  const lines = linesOf(problems, file);
  return new ConfigFileError(
    [...lines, `${lines.length} ${lines.length === 1 ? 'error' : 'errors'}; nothing was written`].join('\n'),
    findings,
  );
}

function linesOf(problems: readonly (Position & { text: string })[], file: string): string[] {
  const sorted = [...problems].sort((a, b) => a.line - b.line || a.column - b.column);
  return sorted.map(({ line, column, text }) => `${file}:${line}:${column}  ${text}`);
}
