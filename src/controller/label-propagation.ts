import type { Finding } from '../errors';

/** The labels by which tools know their own objects. A runner set may carry them; what ARC makes for it must not. */
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

/** What ARC writes on its own objects and finds them by. The flag takes these away as well as those of the runner set. */
const ARC_LABELS = [
  'actions.github.com/scale-set-name',
  'actions.github.com/scale-set-namespace',
  'app.kubernetes.io/component',
  'app.kubernetes.io/part-of',
  'app.kubernetes.io/version',
  'auto-scaling-listener-name',
  'auto-scaling-listener-namespace',
];

/** What is wrong with beginnings of labels that are not to be copied. */
export function propagationFindings(prefixes: readonly string[]): Finding[] {
  return prefixes.flatMap((prefix, index): Finding[] => {
    const path = ['excludeLabelPropagationPrefixes', index];
    if (!/^[A-Za-z0-9][-\w./]*$/.test(prefix))
      return [
        {
          path,
          message: `must be the beginning of a label's name, such as example.com/, got ${JSON.stringify(prefix)}`,
        },
      ];
    const taken = ARC_LABELS.find(label => label.startsWith(prefix));
    if (taken !== undefined)
      return [
        {
          path,
          message: `${prefix} would take ${taken} from ARC's own objects too, which it finds them by; write more of the name`,
        },
      ];
    return prefixes.indexOf(prefix) < index ? [{ path, message: `${prefix}: duplicate; remove one` }] : [];
  });
}
