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

/** No configuration is this deep; a text that is was made to be. */
const DEEPEST = 100;
const TOO_DEEP = 'is nested too deeply';

/** A YAML text that remembers where everything stands. */
export class ConfigSource {
  private readonly text: string;
  private readonly document: Document.Parsed;

  /** `dialect` is how the text is to be read where it is not YAML 1.2. */
  constructor(
    text: string,
    readonly file: string,
    dialect: DocumentOptions & SchemaOptions = {},
  ) {
    this.text = text.replace(/^\ufeff/, '');
    // Only the tags of JSON's types: a set or an ordered map would be read as something else than it looks like.
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
      text: wording(code, message),
    }));
    const problems =
      mistakes.length > 0 ? onceTooDeep(mistakes) : structureProblems(this.document, dialect.version ?? '1.2');
    if (problems.length > 0)
      throw report(
        problems.map(({ offset, text: what }) => ({ ...this.position(offset), text: what })),
        file,
      );
  }

  /** The value, as YAML 1.2 reads it: `on` and `no` are words. */
  get value(): unknown {
    try {
      return this.document.toJS() as unknown;
    } catch (error) {
      // The one thing left to go wrong: aliases that would multiply without end.
      throw report([{ line: 1, column: 1, text: `cannot be read: ${(error as Error).message}` }], this.file);
    }
  }

  /** One error for all findings, each at its place, in the order of the file. */
  error(findings: readonly Finding[]): ConfigFileError {
    return report(
      findings.map(finding => ({ ...this.place(finding), text: describe(finding) })),
      this.file,
      findings,
    );
  }

  /** A line for each finding, `file:line:column  path: message`, in the order of the file. */
  lines(findings: readonly Finding[]): string[] {
    return linesOf(
      findings.map(finding => ({ ...this.place(finding), text: describe(finding) })),
      this.file,
    );
  }

  /** Where something stands, or what is nearest around it. */
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
   * The text that stands at a path, behind as many empty lines as there are before it, so that its lines have the numbers that they
   * have here. Undefined where there is no text.
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

  private position(offset: number): Position {
    const lines = this.text.slice(0, offset).split('\n');
    return { line: lines.length, column: (lines.at(-1) as string).length + 1 };
  }
}

/** A place in a text, counted from 1. */
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
  // The typed API spells some names its own way (hostPid); in the file they stand as Kubernetes writes them.
  const pairs = node.items as Pair<Node, Node | null>[];
  const named = (spelling: (key: string) => string) =>
    pairs.find(({ key }) => isScalar(key) && spelling(keyText(key.value)) === spelling(String(part)));
  const pair = named(key => key) ?? named(key => key.toLowerCase());
  return pair && { key: pair.key, value: pair.value };
}

/** A key as JavaScript has it. */
function keyText(key: unknown): string {
  return typeof key === 'string' ? key : key === null ? '' : JSON.stringify(key);
}

interface Problem {
  readonly offset: number;
  readonly text: string;
}

/** What is YAML and still cannot be meant: keys that are no words, aliases that lead nowhere or back to themselves, endless depth. */
function structureProblems(document: Document.Parsed, readAs: string): Problem[] {
  const problems: Problem[] = [];
  const version = document.directives.yaml.explicit ? document.directives.yaml.version : readAs;
  if (version !== readAs)
    problems.push({ offset: 0, text: `says it is YAML ${version}, and is read as YAML ${readAs}; leave the line out` });
  visit(document, (_, node, path) => {
    if (path.length > DEEPEST) {
      problems.push({ offset: offsetOf(node), text: TOO_DEEP });
      return visit.BREAK;
    }
    if (isPair(node) && !isScalar(node.key))
      problems.push({ offset: offsetOf(node.key), text: 'unknown key: a key must be a word' });
    if (isScalar(node) && isDecimalWithZero(node)) {
      problems.push({
        offset: offsetOf(node),
        text: `${node.source} is read as the decimal ${Number(node.source)}; write 0o${String(node.source).slice(1)} for an octal number such as a file mode, or quote it`,
      });
    }
    if (isAlias(node)) {
      const target = node.resolve(document);
      if (target === undefined)
        problems.push({ offset: offsetOf(node), text: `no anchor above is called so: ${node.source}` });
      else if (path.includes(target))
        problems.push({ offset: offsetOf(node), text: `leads back to what it is a part of: ${node.source}` });
    }
    return undefined;
  });
  return problems;
}

/** A number that elsewhere, as for kubectl, is octal. */
function isDecimalWithZero({ source, value }: Scalar): boolean {
  return typeof value === 'number' && /^0\d+$/.test(source ?? '') && value === Number(source);
}

/** The parser comes upon endless depth again on every way back. */
function onceTooDeep(problems: readonly Problem[]): Problem[] {
  const first = problems.findIndex(({ text }) => text === TOO_DEEP);
  return problems.filter(({ text }, index) => text !== TOO_DEEP || index === first);
}

function offsetOf(node: unknown): number {
  return (isPair(node) ? offsetOf(node.key) : (node as Node | null)?.range?.[0]) ?? 0;
}

/** The parser's message in the words of whoever wrote the file. */
function wording(code: string, message: string): string {
  if (code === 'MULTIPLE_DOCS')
    return 'starts a second document: a file describes one namespace; move it to a file of its own';
  if (/call stack/i.test(message)) return TOO_DEEP;
  return lowerFirst(message.replace(/\.$/, ''));
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
