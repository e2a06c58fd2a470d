/** Characters that the YAML grammar does not allow at the start, at the end or inside of a plain scalar. */
const NOT_PLAIN = /^[\s,[\]{}#&*!|>'"%@`]|^[-?:](\s|$)|^(---|\.\.\.)|:(\s|$)|\s#|[\t\n]|\s$/;

/** Words that some YAML 1.1 or 1.2 parser does not read as a string. One parser reads `e5` as a number. */
const WORD = /^(?:|~|null|y|yes|n|no|true|false|on|off|=|<<|[-+]?e[-+]?\d+)$/i;

/**
 * Every form that some YAML parser reads as a number, after underscores are removed: base 2, 8, 10, 16 or 60, also
 * incomplete ones such as `0x` and `1e`.
 */
const NUMBER =
  /^[-+]?(?:0[box][\da-f]*|\d+(?:\.\d*)?(?:e[-+]?\d*)?|\.\d*(?:e[-+]?\d*)?|\d+(?::[0-5]?\d)+(?:\.\d*)?|\.inf|\.nan)$/i;

const DATE = /^\d{4}-\d\d?-\d\d?(?:[Tt\s]|$)/;

const CONTROL_CHARACTER = /[\0-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]/;
const UNPAIRED_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

/** Characters that parsers drop, fold or refuse when they are not escaped. */
const NEEDS_ESCAPE = new RegExp(`${CONTROL_CHARACTER.source}|${UNPAIRED_SURROGATE.source}`);
const ALL_TO_ESCAPE = new RegExp(NEEDS_ESCAPE.source, 'g');

/** Matches most strings, which then need no further check. For speed. */
const SIMPLE = /^[A-Za-z/$][\w/$.-]*$/;

/** Formats a string on one line, quoted when some parser would not read it as this string. */
export function inline(text: string): string {
  if (!WORD.test(text) && (SIMPLE.test(text) || isPlain(text))) return text;
  if (NEEDS_ESCAPE.test(text)) return JSON.stringify(text).replace(ALL_TO_ESCAPE, escape);
  return text.includes('"') && !/['\n]/.test(text) ? `'${text}'` : JSON.stringify(text);
}

function isPlain(text: string): boolean {
  return (
    !NOT_PLAIN.test(text) && !NUMBER.test(text.replaceAll('_', '')) && !DATE.test(text) && !NEEDS_ESCAPE.test(text)
  );
}

/** Formats a value of a map or list: a string of several lines as a block scalar if that is exact, else on one line. */
export function blockOrInline(text: string, indent: string): string {
  return text.includes('\n') && isClean(text) ? block(text, indent) : inline(text);
}

/**
 * Reports whether all parsers read a block scalar alike: no lines of only spaces, no indented first line, no escapes.
 */
function isClean(lines: string): boolean {
  return !/^\s|\n[ \t]+(\n|$)/.test(lines) && !NEEDS_ESCAPE.test(lines);
}

function block(lines: string, indent: string): string {
  const end = /\n*$/.exec(lines)?.[0].length ?? 0;
  const chomping = end === 0 ? '-' : end === 1 ? '' : '+';
  const body = end === 0 ? lines : lines.slice(0, -1);
  return `|${chomping}\n${indent}${body.replace(/\n(?=[^\n])/g, `\n${indent}`)}`;
}

/** Formats a number. One with an exponent gets a decimal point, because YAML 1.1 reads `1e5` as a string. */
export function numeral(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value).replace(/^(-?\d+)e/, '$1.0e');
}

function escape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
