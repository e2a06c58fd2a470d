import { checkLabelKeys } from './affinity';
import { below, checkRange, objectsOf, type Plain, type Report } from './report';
import { checkSelector } from './selector';

/** How evenly pods are spread. */
export function checkSpread(spec: Plain, report: Report): void {
  const seen = new Set<string>();
  objectsOf(spec.topologySpreadConstraints).forEach((constraint, index) => {
    const { maxSkew, topologyKey, whenUnsatisfiable, minDomains, labelSelector } = constraint;
    const inConstraint = below(report, index);
    checkRange(inConstraint, ['maxSkew'], maxSkew, 1);
    if (topologyKey === '')
      inConstraint(['topologyKey'], 'is required, and must not be empty: the label of nodes to spread over');
    checkRange(inConstraint, ['minDomains'], minDomains, 1);
    if (minDomains !== undefined && whenUnsatisfiable !== 'DoNotSchedule')
      inConstraint(['minDomains'], 'is for whenUnsatisfiable: DoNotSchedule only; leave it out');
    const rule = `${String(topologyKey)} ${String(whenUnsatisfiable)}`;
    if (seen.has(rule))
      inConstraint(
        [],
        `duplicate constraint for topologyKey ${String(topologyKey)} and whenUnsatisfiable ` +
          `${String(whenUnsatisfiable)}; remove one`,
      );
    seen.add(rule);
    if (labelSelector === undefined)
      inConstraint([], 'has no labelSelector, and so counts no pod and spreads none; name labels that the pods have');
    checkSelector(labelSelector, below(inConstraint, 'labelSelector'));
    checkLabelKeys(constraint, inConstraint);
  });
}
