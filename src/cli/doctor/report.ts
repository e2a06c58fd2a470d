import type { Diagnosed } from './examine';

/** Formats findings: the cause, the evidence, what to do. */
export function report(findings: readonly Diagnosed[]): string {
  return findings
    .map(({ severity, id, set, cause, evidence, remedy, upstream }) =>
      [
        `${severity === 'error' ? 'error  ' : 'warning'}  ${set === undefined ? '' : `${set}: `}${cause}`,
        ...evidence.map(line => `         ${oneLine(line)}`),
        ...remedy.map((line, index) => `         ${index === 0 ? 'do:' : '   '} ${line}`),
        ...(upstream === undefined ? [] : [`         see ${upstream}`]),
        `         (${id})`,
        '',
      ].join('\n'),
    )
    .join('\n');
}

function oneLine(text: string): string {
  return text.replace(/\s*\n\s*/g, ' ');
}

/** The number of findings: `2 errors, 1 warning`. */
export function tally(findings: readonly Diagnosed[]): string {
  const count = (severity: string) => findings.filter(finding => finding.severity === severity).length;
  const [errors, warnings] = [count('error'), count('warning')];
  return (
    [
      ...(errors > 0 ? [`${errors} ${errors === 1 ? 'error' : 'errors'}`] : []),
      ...(warnings > 0 ? [`${warnings} ${warnings === 1 ? 'warning' : 'warnings'}`] : []),
    ].join(', ') || 'nothing wrong'
  );
}
