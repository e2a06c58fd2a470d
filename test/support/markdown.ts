import { existsSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { pathsBelow } from './files';

const root = resolve(__dirname, '../..');

/** A fenced code block of a page. */
export interface CodeBlock {
  /** File and line of its first fence. */
  readonly at: string;
  readonly language: string;
  /** The text after the language. */
  readonly info: string;
  readonly text: string;
}

/** A Markdown file that users read. */
export interface Page {
  /** Its path in the repository. */
  readonly file: string;
  readonly text: string;
  readonly blocks: readonly CodeBlock[];
}

/** All pages with code for users: those at the top level and all of docs/. */
export function pages(): Page[] {
  const atTop = ['README.md', 'CONTRIBUTING.md', 'SECURITY.md'].filter(file => existsSync(join(root, file)));
  const inDocs = pathsBelow(join(root, 'docs')).filter(file => file.endsWith('.md'));
  return [...atTop, ...inDocs.map(file => `docs/${file}`)].map(file => {
    const text = readFileSync(join(root, file), 'utf8');
    return { file, text, blocks: blocksOf(text, file) };
  });
}

const FENCE = /^( *)```(\w*) *(.*)$/;

/** The fenced blocks of a text. A block of a list item loses its indentation. */
export function blocksOf(text: string, file: string): CodeBlock[] {
  const blocks: CodeBlock[] = [];
  let open: { at: string; language: string; info: string; indent: number; lines: string[] } | undefined;
  text.split('\n').forEach((line, index) => {
    const fence = FENCE.exec(line);
    if (!open && fence) {
      const [, indent = '', language = '', info = ''] = fence;
      open = { at: `${file}:${index + 1}`, language, info: info.trim(), indent: indent.length, lines: [] };
    } else if (open && fence) {
      const { lines, indent: _, ...rest } = open;
      blocks.push({ ...rest, text: lines.map(each => `${each}\n`).join('') });
      open = undefined;
    } else open?.lines.push(line.slice(open.indent));
  });
  if (open) throw new Error(`${open.at}: the block is not closed`);
  return blocks;
}

/** Returns the links of a page to missing files of the repository, and to missing headings. */
export function brokenLinks({ file, text }: Page): string[] {
  const prose = text.replace(/^ *```[\s\S]*?^ *```$/gm, '').replace(/`[^`\n]*`/g, '');
  const targets = [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target);
  return targets
    .filter(target => !/^(https?|mailto):/.test(target))
    .filter(target => {
      const [path = '', heading] = target.split('#');
      const linked = path === '' ? join(root, file) : resolve(root, file, '..', path);
      if (relative(root, linked).startsWith('..') || !existsSync(linked)) return true;
      return heading !== undefined && !headingsOf(readFileSync(linked, 'utf8')).includes(heading);
    });
}

/** The anchors that GitHub gives to the headings of a text. */
function headingsOf(text: string): string[] {
  return [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\w\- ]/g, '')
      .replace(/ /g, '-'),
  );
}
