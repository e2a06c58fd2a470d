import { checkLabelKeys } from './affinity';
import { below, checkRange, objectsOf, type Plain, type Report } from './report';
import { checkSelector } from './selector';

/** Checks the topology spread constraints of a pod. */
export function checkSpread(spec: Plain, report: Report): void {
  const seen = new Set<string>();
  objectsOf(spec.topologySpreadConstraints).forEach((constraint, index) => {
    const { maxSkew, topologyKey, whenUnsatisfiable, minDomains, labelSelector } = constraint;
    const inConstraint = below(report, index);
    checkRange(inConstraint, ['maxSkew'], maxSkew, 1);
    if (topologyKey === '')
      inConstraint(['topologyKey'], 'must not be empty; give a node label such as topology.kubernetes.io/zone');
    checkRange(inConstraint, ['minDomains'], minDomains, 1);
    if (minDomains !== undefined && whenUnsatisfiable !== 'DoNotSchedule')
      inConstraint(['minDomains'], 'is allowed only with whenUnsatisfiable: DoNotSchedule; leave it out');
    const rule = `${String(topologyKey)} ${String(whenUnsatisfiable)}`;
    if (seen.has(rule))
      inConstraint(
        [],
        `duplicate constraint for topologyKey ${String(topologyKey)} and whenUnsatisfiable ` +
          `${String(whenUnsatisfiable)}; remove one`,
      );
    seen.add(rule);
    if (labelSelector === undefined)
      inConstraint([], 'has no labelSelector, so it counts no pods and has no effect; add the labels of the pods');
    checkSelector(labelSelector, below(inConstraint, 'labelSelector'));
    checkLabelKeys(constraint, inConstraint);
  });
}
