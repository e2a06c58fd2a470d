import { isObject } from '../../plain-object';
import { below, checkRange, objectOf, objectsOf, stringsOf, type Plain, type Report } from './report';
import { checkExpression, checkSelector } from './selector';
import { KEY, LABEL, SUBDOMAIN, checkSyntax } from './syntax';

const REQUIRED = 'requiredDuringSchedulingIgnoredDuringExecution';
const PREFERRED = 'preferredDuringSchedulingIgnoredDuringExecution';
const MAX_WEIGHT = 100;

/** Checks the node affinity, pod affinity and pod anti-affinity of a pod. */
export function checkAffinity({ affinity }: Plain, report: Report): void {
  if (!isObject(affinity)) return;
  const { nodeAffinity } = affinity;
  if (isObject(nodeAffinity)) checkNodeAffinity(nodeAffinity, below(report, 'nodeAffinity'));
  for (const kind of ['podAffinity', 'podAntiAffinity']) {
    const rules = objectOf(affinity[kind]);
    objectsOf(rules[REQUIRED]).forEach((term, index) => checkPodTerm(term, below(report, kind, REQUIRED, index)));
    objectsOf(rules[PREFERRED]).forEach(({ weight, podAffinityTerm }, index) => {
      checkRange(report, [kind, PREFERRED, index, 'weight'], weight, 1, MAX_WEIGHT);
      checkPodTerm(objectOf(podAffinityTerm), below(report, kind, PREFERRED, index, 'podAffinityTerm'));
    });
  }
}

function checkNodeAffinity(rules: Plain, report: Report): void {
  if (isObject(rules[REQUIRED])) {
    const terms = objectsOf(rules[REQUIRED].nodeSelectorTerms);
    if (terms.length === 0) report([REQUIRED, 'nodeSelectorTerms'], 'must have at least one term');
    terms.forEach((term, index) => checkNodeTerm(term, below(report, REQUIRED, 'nodeSelectorTerms', index), false));
  }
  objectsOf(rules[PREFERRED]).forEach(({ weight, preference }, index) => {
    checkRange(report, [PREFERRED, index, 'weight'], weight, 1, MAX_WEIGHT);
    checkNodeTerm(objectOf(preference), below(report, PREFERRED, index, 'preference'), true);
  });
}

function checkNodeTerm(term: Plain, report: Report, anyValue: boolean): void {
  objectsOf(term.matchExpressions).forEach((expression, index) =>
    checkExpression(expression, below(report, 'matchExpressions', index), anyValue),
  );
  objectsOf(term.matchFields).forEach((field, index) => checkNodeField(field, below(report, 'matchFields', index)));
}

/** Checks an expression about a field of a node. The only field that Kubernetes supports is the name. */
function checkNodeField(field: Plain, report: Report): void {
  const values = stringsOf(field.values);
  if (field.key !== 'metadata.name')
    report(['key'], `must be metadata.name, the only supported node field, got ${JSON.stringify(field.key)}`);
  if (values.length !== 1) report(['values'], `must have exactly one node name, got ${values.length}`);
  values.forEach((value, index) => checkSyntax(report, ['values', index], value, SUBDOMAIN));
}

function checkPodTerm(term: Plain, report: Report): void {
  checkSelector(term.labelSelector, below(report, 'labelSelector'));
  checkSelector(term.namespaceSelector, below(report, 'namespaceSelector'));
  stringsOf(term.namespaces).forEach((name, index) => checkSyntax(report, ['namespaces', index], name, LABEL));
  if (term.topologyKey === '')
    report(['topologyKey'], 'must not be empty; give a node label such as topology.kubernetes.io/zone');
  else checkSyntax(report, ['topologyKey'], term.topologyKey, KEY);
  checkLabelKeys(term, report);
}

/** Checks the label keys whose values on the pod itself are added to a label selector. */
export function checkLabelKeys(part: Plain, report: Report): void {
  const { labelSelector } = part;
  const lists = ['matchLabelKeys', 'mismatchLabelKeys'].map(field => ({ field, keys: stringsOf(part[field]) }));
  for (const { field, keys } of lists) {
    if (keys.length > 0 && labelSelector === undefined) report([field], 'requires labelSelector; add it');
    keys.forEach((key, index) => checkSyntax(report, [field, index], key, KEY));
  }
  const [match, mismatch] = lists.map(({ keys }) => keys) as [readonly string[], readonly string[]];
  if (match.length === 0) return;
  const { matchLabels, matchExpressions } = objectOf(labelSelector);
  const selected = [...Object.keys(objectOf(matchLabels)), ...objectsOf(matchExpressions).map(({ key }) => key)];
  match.forEach((key, index) => {
    const other = selected.includes(key) ? 'labelSelector' : mismatch.includes(key) ? 'mismatchLabelKeys' : undefined;
    if (other !== undefined) report(['matchLabelKeys', index], `${key} is in ${other} too; remove one`);
  });
}
