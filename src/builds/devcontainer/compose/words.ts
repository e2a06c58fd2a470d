/** Splits a command into words, as a shell does with quotes and backslashes. Returns undefined if a quote is open. */
export function splitWords(command: string): string[] | undefined {
  const words: string[] = [];
  const part = /\s+|'([^']*)'|"((?:[^"\\]|\\.)*)"|\\(.)|[^\s'"\\]+|(['"\\])/gsy;
  let word: string | undefined;
  for (let match = part.exec(command); match; match = part.exec(command)) {
    const [whole, single, double, escaped, open] = match;
    if (open !== undefined) return undefined;
    if (/^\s/.test(whole)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else {
      word = (word ?? '') + (single ?? double?.replace(/\\(["\\$`])/g, '$1') ?? escaped ?? whole);
    }
  }
  return word === undefined ? words : [...words, word];
}
