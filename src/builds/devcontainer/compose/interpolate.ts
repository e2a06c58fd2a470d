/** The text that a variable stands for, or what is wrong with the reference. */
export interface Interpolated {
  readonly text: string;
  readonly problems: readonly string[];

  /** Names of variables that have no value and no default. */
  readonly unset: readonly string[];
}

type Env = { readonly [name: string]: string };

const NAME = /^[_a-zA-Z][_a-zA-Z0-9]*/;
const OPERATOR = /^:?[-?+]/;

/**
 * Replaces the variables in a text of a Compose file: `$NAME`, `${NAME}`, and the forms with a default, an alternative
 * or an error. `$$` is a dollar sign.
 *
 * @see https://docs.docker.com/reference/compose-file/interpolation/
 */
export function interpolate(text: string, env: Env): Interpolated {
  const problems: string[] = [];
  const unset: string[] = [];
  const expand = (written: string): string => {
    let result = '';
    let rest = written;
    for (let dollar = rest.indexOf('$'); dollar >= 0; dollar = rest.indexOf('$')) {
      result += rest.slice(0, dollar);
      rest = rest.slice(dollar + 1);
      const bare = NAME.exec(rest)?.[0];
      const braced = rest.startsWith('{') ? closingBrace(rest) : -1;
      if (rest.startsWith('$')) {
        result += '$';
        rest = rest.slice(1);
      } else if (bare !== undefined) {
        result += valueOf(bare, '', '');
        rest = rest.slice(bare.length);
      } else if (braced > 0) {
        result += reference(rest.slice(1, braced));
        rest = rest.slice(braced + 1);
      } else {
        problems.push(`${JSON.stringify(`$${rest.slice(0, 10)}`)} is no variable; write $$ for a dollar sign`);
      }
    }
    return result + rest;
  };
  const reference = (inner: string): string => {
    const name = NAME.exec(inner)?.[0];
    const operator = name === undefined ? undefined : OPERATOR.exec(inner.slice(name.length))?.[0];
    const rest = inner.slice((name ?? '').length + (operator ?? '').length);
    if (name !== undefined && (operator !== undefined || rest === '')) return valueOf(name, operator ?? '', rest);
    problems.push(`${JSON.stringify(`\${${inner}}`)} is no variable; write $$ for a dollar sign`);
    return '';
  };
  const valueOf = (name: string, operator: string, argument: string): string => {
    const value = Object.hasOwn(env, name) ? env[name] : undefined;
    // With a colon, an empty value counts as none.
    const given = operator.startsWith(':') && value === '' ? undefined : value;
    switch (operator.at(-1)) {
      case '-':
        return given ?? expand(argument);
      case '+':
        return given === undefined ? '' : expand(argument);
      case '?':
        if (given === undefined) problems.push(`${name} must have a value${argument === '' ? '' : `: ${argument}`}`);
        return given ?? '';
      default:
        if (value === undefined) unset.push(name);
        return value ?? '';
    }
  };
  return { text: expand(text), problems, unset };
}

function closingBrace(text: string): number {
  let depth = 0;
  for (let index = 0; index < text.length; index++) {
    if (text[index] === '{' && (index === 0 || text[index - 1] === '$')) depth++;
    if (text[index] === '}' && --depth === 0) return index;
  }
  return -1;
}
