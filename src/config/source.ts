import { isMap, isScalar, isSeq, LineCounter, parseDocument, type Document, type Node, type Pair } from 'yaml';
import { ConfigFileError, formatPath, type Finding } from '../errors';

/** A YAML text that remembers where everything stands. */
export class ConfigSource {
  private readonly lines = new LineCounter();
  private readonly document: Document.Parsed;

  constructor(text: string, private readonly file: string) {
    this.document = parseDocument(text, { lineCounter: this.lines, prettyErrors: false, uniqueKeys: true });
    const problems = [...this.document.errors, ...this.document.warnings];
    if (problems.length > 0) {
      throw report(problems.map(({ pos, message }) => ({ ...this.position(pos[0]), text: lowerFirst(message.replace(/\.$/, '')) })), file);
    }
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
    return report(findings.map(finding => ({ ...this.place(finding), text: describe(finding) })), this.file);
  }

  private place({ path, at }: Finding): Position {
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
      offset = (keyOnly ? step.key ?? step.value : step.value ?? step.key)?.range?.[0] ?? offset;
    });
    return this.position(offset);
  }

  private position(offset: number): Position {
    const { line, col } = this.lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  }
}

interface Position {
  readonly line: number;
  readonly column: number;
}

interface Step {
  readonly key?: Node;
  readonly value: Node | null;
}

function child(node: Node | null, part: string | number): Step | undefined {
  if (isSeq(node) && typeof part === 'number') return node.items.length > part ? { value: node.items[part] as Node } : undefined;
  if (!isMap(node)) return undefined;
  // The typed API spells some names its own way (hostPid); in the file they stand as Kubernetes writes them.
  const pair = (node.items as Pair<Node, Node | null>[]).find(({ key }) => isScalar(key) && String(key.value).toLowerCase() === String(part).toLowerCase());
  return pair && { key: pair.key, value: pair.value };
}

function describe({ path, message }: Finding): string {
  return path.length > 0 ? `${formatPath(path)}: ${message}` : message;
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

function report(problems: readonly (Position & { text: string })[], file: string): ConfigFileError {
  const sorted = [...problems].sort((a, b) => a.line - b.line || a.column - b.column);
  const lines = sorted.map(({ line, column, text }) => `${file}:${line}:${column}  ${text}`);
  return new ConfigFileError([...lines, `${lines.length} ${lines.length === 1 ? 'error' : 'errors'}; nothing was written`].join('\n'));
}
