import type { Finding } from '../errors';

/**
 * Labels by which tools track their own objects. A runner set may have them; objects that ARC creates for it must not.
 */
export const OWNERSHIP_PREFIXES: readonly string[] = [
  'app.kubernetes.io/instance',
  'app.kubernetes.io/managed-by',
  'applyset.kubernetes.io/',
  'argocd.argoproj.io/',
  'helm.toolkit.fluxcd.io/',
  'kapp.k14s.io/',
  'kustomize.toolkit.fluxcd.io/',
  'objectset.rio.cattle.io/',
];

/** Labels that ARC adds to its objects and selects them by. The flag would remove them too. */
const ARC_LABELS = [
  'actions.github.com/scale-set-name',
  'actions.github.com/scale-set-namespace',
  'app.kubernetes.io/component',
  'app.kubernetes.io/part-of',
  'app.kubernetes.io/version',
  'auto-scaling-listener-name',
  'auto-scaling-listener-namespace',
];

/** Checks `excludeLabelPropagationPrefixes`. */
export function propagationFindings(prefixes: readonly string[]): Finding[] {
  return prefixes.flatMap((prefix, index): Finding[] => {
    const path = ['excludeLabelPropagationPrefixes', index];
    if (!/^[A-Za-z0-9][-\w./]*$/.test(prefix))
      return [
        {
          path,
          message: `must be the prefix of a label name, such as example.com/, got ${JSON.stringify(prefix)}`,
        },
      ];
    const taken = ARC_LABELS.find(label => label.startsWith(prefix));
    if (taken !== undefined)
      return [
        {
          path,
          message:
            `${prefix} would take ${taken} from objects of ARC too, which ARC selects by that label; use a ` +
            'longer prefix',
        },
      ];
    return prefixes.indexOf(prefix) < index ? [{ path, message: `${prefix}: duplicate; remove one` }] : [];
  });
}
