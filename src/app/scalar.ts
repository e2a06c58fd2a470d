/** What no plain scalar can start with, end with or contain, by YAML's own grammar. */
const NOT_PLAIN = /^[\s,[\]{}#&*!|>'"%@`]|^[-?:](\s|$)|^(---|\.\.\.)|:(\s|$)|\s#|[\t\n]|\s$/;

/** Words that some reader of YAML 1.1 or 1.2 takes for something other than text; one takes e5 for a number. */
const WORD = /^(?:|~|null|y|yes|n|no|true|false|on|off|=|<<|[-+]?e[-+]?\d+)$/i;

/**
 * Every form in which some reader knows a number, once it has dropped the underscores: of base 2, 8, 10, 16 or 60,
 * without digits.
 */
const NUMBER =
  /^[-+]?(?:0[box][\da-f]*|\d+(?:\.\d*)?(?:e[-+]?\d*)?|\.\d*(?:e[-+]?\d*)?|\d+(?::[0-5]?\d)+(?:\.\d*)?|\.inf|\.nan)$/i;

const DATE = /^\d{4}-\d\d?-\d\d?(?:[Tt\s]|$)/;

/**
 * Characters that readers drop, fold or refuse unless they are escaped: controls, line separators of other systems,
 * byte order marks, half characters.
 */
const ODD =
  /[\0-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
const IS_ODD = new RegExp(ODD.source);

/** Text that readers agree on as it stands, which most is; looked at first for speed. */
const PLAINEST = /^[A-Za-z/$][\w/$.-]*$/;

/** A string on one line, quoted where any reader would take it for something else. */
export function inline(text: string): string {
  if (!WORD.test(text) && (PLAINEST.test(text) || isPlain(text))) return text;
  if (IS_ODD.test(text)) return JSON.stringify(text).replace(ODD, escape);
  return text.includes('"') && !/['\n]/.test(text) ? `'${text}'` : JSON.stringify(text);
}

function isPlain(text: string): boolean {
  return !NOT_PLAIN.test(text) && !NUMBER.test(text.replaceAll('_', '')) && !DATE.test(text) && !IS_ODD.test(text);
}

/** A string below a key or in a list: as its own lines where that is exact, and on one line otherwise. */
export function blockOrInline(text: string, indent: string): string {
  return text.includes('\n') && isClean(text) ? block(text, indent) : inline(text);
}

/** Lines that look the same to every reader: none of only blanks, no indentation of the first, nothing to escape. */
function isClean(lines: string): boolean {
  return !/^\s|\n[ \t]+(\n|$)/.test(lines) && !IS_ODD.test(lines);
}

function block(lines: string, indent: string): string {
  const end = /\n*$/.exec(lines)?.[0].length ?? 0;
  const chomping = end === 0 ? '-' : end === 1 ? '' : '+';
  const body = end === 0 ? lines : lines.slice(0, -1);
  return `|${chomping}\n${indent}${body.replace(/\n(?=[^\n])/g, `\n${indent}`)}`;
}

/** A number with a point in what has an exponent, without which YAML 1.1 reads text. */
export function numeral(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value).replace(/^(-?\d+)e/, '$1.0e');
}

function escape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
