import { objectsOf, type Plain, type Report } from './report';
import { KEY, LABEL_VALUE, checkOptional, checkSyntax } from './syntax';

/** Checks the tolerations of a pod. */
export function checkTolerations(spec: Plain, report: Report): void {
  objectsOf(spec.tolerations).forEach(
    ({ key = '', operator = '', value = '', effect = '', tolerationSeconds }, index) => {
      checkOptional(report, [index, 'key'], key, KEY);
      if (key === '' && operator !== 'Exists')
        report(
          [index, 'operator'],
          'must be Exists without a key, to tolerate all taints; set key, or operator: Exists',
        );
      if (operator === 'Exists' && value !== '')
        report([index, 'value'], 'must be empty for operator Exists; leave it out, or use Equal');
      else checkSyntax(report, [index, 'value'], value, LABEL_VALUE);
      if (tolerationSeconds !== undefined && tolerationSeconds !== null && effect !== 'NoExecute')
        report(
          [index, 'tolerationSeconds'],
          'is allowed only with effect NoExecute; set effect: NoExecute, or leave it out',
        );
    },
  );
}
