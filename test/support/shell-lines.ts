/** One program call of a shell line: its words, without assignments, redirections and comments. */
export type ShellCall = readonly string[];

/**
 * Returns the program calls of a shell script in documentation: one line per command, with pipes, `&&`, `;`, comments,
 * redirections, `$(…)` and `<(…)`. Loops, functions and here documents are refused.
 */
export function shellCalls(script: string): ShellCall[] {
  const joined = script.replace(/\\\n\s*/g, ' ');
  return joined.split('\n').flatMap(line => callsOf(line));
}

function callsOf(line: string): ShellCall[] {
  const calls: ShellCall[] = [];
  let words: string[] = [];
  let word: string | undefined;
  const endWord = () => {
    if (word !== undefined) words.push(word);
    word = undefined;
  };
  const endCall = () => {
    endWord();
    calls.push(words);
    words = [];
  };
  for (let at = 0; at < line.length; at++) {
    const rest = line.slice(at);
    const char = rest.charAt(0);
    const quoted = /^'([^']*)'|^"([^"$`]*)"/.exec(rest);
    const nested = /^[$<]\(([^()]*)\)/.exec(rest);
    if (char === '#' && word === undefined) break;
    if (quoted) {
      word = (word ?? '') + (quoted[1] ?? quoted[2] ?? '');
      at += quoted[0].length - 1;
    } else if (nested) {
      calls.push(...callsOf(nested[1] as string));
      word = `${word ?? ''}SUBSTITUTED`;
      at += nested[0].length - 1;
    } else if (/^(&&|\|\|?|;)/.test(rest)) {
      endCall();
      if (/^(&&|\|\|)/.test(rest)) at++;
    } else if (/^\s/.test(char)) endWord();
    else if (/[`(){}]/.test(char)) throw new Error(`cannot read ${JSON.stringify(char)} in ${JSON.stringify(line)}`);
    else word = (word ?? '') + char;
  }
  endCall();
  return calls.map(withoutRedirections).filter(call => call.length > 0);
}

/** Removes assignments before a command, `export NAME=…` and redirections. */
function withoutRedirections(words: readonly string[]): string[] {
  const kept = words.filter((each, index) => !/^\d?[<>]/.test(each) && !/^\d?>{1,2}$|^<$/.test(words[index - 1] ?? ''));
  const start = kept.findIndex(each => each !== 'export' && !/^\w+=/.test(each));
  return start === -1 ? [] : kept.slice(start);
}
