import { isObject } from '../../plain-object';
import { checkLabels } from './metadata';
import { below, objectsOf, stringsOf, type Plain, type Report } from './report';
import { KEY, LABEL_VALUE, checkSyntax } from './syntax';

/** Checks a label selector of pods, namespaces or volumes. */
export function checkSelector(selector: unknown, report: Report): void {
  if (!isObject(selector)) return;
  checkLabels(selector.matchLabels, below(report, 'matchLabels'));
  objectsOf(selector.matchExpressions).forEach((expression, index) =>
    checkExpression(expression, below(report, 'matchExpressions', index)),
  );
}

/** Checks an expression of a label selector. With `anyValue`, its values are not checked: the API server does not. */
export function checkExpression(expression: Plain, report: Report, anyValue = false): void {
  const { key, operator } = expression;
  checkSyntax(report, ['key'], key, KEY);
  const values = stringsOf(expression.values);
  if ((operator === 'In' || operator === 'NotIn') && values.length === 0)
    report(['values'], `must have at least one value for operator ${operator}`);
  if ((operator === 'Exists' || operator === 'DoesNotExist') && values.length > 0)
    report(['values'], `must be empty for operator ${operator}; leave it out, or use In`);
  if ((operator === 'Gt' || operator === 'Lt') && values.length !== 1)
    report(['values'], `must have exactly one value for operator ${operator}, got ${values.length}`);
  // The API server accepts other text, and then the term matches no node.
  else if ((operator === 'Gt' || operator === 'Lt') && !/^[+-]?\d+$/.test(values[0] as string))
    report(['values', 0], `must be a whole number for operator ${operator}, got ${JSON.stringify(values[0])}`);
  if (!anyValue) values.forEach((value, index) => checkSyntax(report, ['values', index], value, LABEL_VALUE));
}
