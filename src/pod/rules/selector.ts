import { isObject } from '../../plain-object';
import { checkLabels } from './metadata';
import { below, objectsOf, stringsOf, type Plain, type Report } from './report';
import { KEY, LABEL_VALUE, checkSyntax } from './syntax';

/** A selector of pods, namespaces or claims by their labels. */
export function checkSelector(selector: unknown, report: Report): void {
  if (!isObject(selector)) return;
  checkLabels(selector.matchLabels, below(report, 'matchLabels'));
  objectsOf(selector.matchExpressions).forEach((expression, index) =>
    checkExpression(expression, below(report, 'matchExpressions', index)),
  );
}

/** One condition on a label; `anyValue` where the API server looks at no value. */
export function checkExpression(expression: Plain, report: Report, anyValue = false): void {
  const { key, operator } = expression;
  checkSyntax(report, ['key'], key, KEY);
  const values = stringsOf(expression.values);
  if ((operator === 'In' || operator === 'NotIn') && values.length === 0)
    report(['values'], `must name at least one value for operator ${operator}`);
  if ((operator === 'Exists' || operator === 'DoesNotExist') && values.length > 0)
    report(['values'], `are not for operator ${operator}; leave them out, or use In`);
  if ((operator === 'Gt' || operator === 'Lt') && values.length !== 1)
    report(['values'], `must be one number for operator ${operator}, got ${values.length} values`);
  if (!anyValue) values.forEach((value, index) => checkSyntax(report, ['values', index], value, LABEL_VALUE));
}
