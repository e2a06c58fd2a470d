/**
 * Returns the problems of the error message for a configuration: each line must have a position inside the text, and
 * the last line the number of errors.
 * @param file the name of the file in the message
 */
export function positionProblems(text: string, message: string, file = 'deskrun.yaml'): string[] {
  const lines = message.split('\n');
  const count = lines.pop();
  // Remedies are on their own lines.
  const findings = lines.filter(line => !line.startsWith('        '));
  const source = text.split('\n');
  const lost = findings.filter(finding => {
    const place = finding.startsWith(`${file}:`) ? finding.slice(file.length) : '';
    const [, line, column] = /^:(\d+):(\d+) {2}/.exec(place) ?? [];
    const width = source[Number(line) - 1]?.length;
    return width === undefined || !(width >= Number(column) - 1);
  });
  const right = `${findings.length} ${findings.length === 1 ? 'error' : 'errors'}; nothing was written`;
  return [
    ...lost.map(finding => `no such place: ${finding}`),
    ...(count === right ? [] : [`the last line is not ${right}: ${String(count)}`]),
    ...(findings.length > 0 ? [] : ['says nothing']),
  ];
}
