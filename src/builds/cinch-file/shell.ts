/** Returns why a value is not a shell command, or undefined. */
export function shellProblem(command: string | number): string | undefined {
  return String(command).trim() === '' ? 'must not be empty; give a command such as make ci' : undefined;
}

/** What to write instead of a value that is not text. */
export function shellRemedy(value: unknown): string | undefined {
  if (typeof value === 'boolean') return `put it in quotes if you mean the program ${value}`;
  const isSteps = Array.isArray(value) && value.length > 0 && value.every(step => typeof step === 'string');
  return isSteps ? `join the commands with &&: ${value.join(' && ')}` : undefined;
}

/** Reports whether a command runs the program `cinch`, which is in no image. */
export function runsCinch(command: string): boolean {
  return /(^|[\s;&|(])cinch\s/.test(command);
}
