import { formatPath, type ValuePath } from '../../errors';

/** One level of nesting of a JSON text while it is read. */
interface Level {
  readonly keys: Set<string>;
  /** Undefined in an object. */
  index?: number;
  /** The key whose value is being read. */
  key?: string;
}

/**
 * Lines that name each key that an object of a JSON text has more than once. `JSON.parse` keeps the last value and
 * drops the others without an error.
 *
 * @param text valid JSON
 */
export function duplicateKeyLines(text: string, file: string): string[] {
  const lines: string[] = [];
  const levels: Level[] = [];
  for (const { 0: token, index: offset } of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\],]/g)) {
    const level = levels.at(-1);
    if (token === '{') levels.push({ keys: new Set() });
    else if (token === '[') levels.push({ keys: new Set(), index: 0 });
    else if (token === '}' || token === ']') levels.pop();
    else if (token === ',') next(level);
    else if (level && level.index === undefined && level.key === undefined) {
      level.key = JSON.parse(token) as string;
      if (level.keys.has(level.key))
        lines.push(`${file}:${position(text, offset)}  ${formatPath(pathOf(levels))}: duplicate key; remove one`);
      level.keys.add(level.key);
    }
  }
  return lines;
}

function next(level: Level | undefined): void {
  if (level?.index === undefined) delete level?.key;
  else level.index += 1;
}

function pathOf(levels: readonly Level[]): ValuePath {
  return levels.map(({ key, index }) => index ?? key ?? '');
}

function position(text: string, offset: number): string {
  const before = text.slice(0, offset).split('\n');
  return `${before.length}:${(before.at(-1) ?? '').length + 1}`;
}
