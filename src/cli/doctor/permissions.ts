import type { Facts } from './facts';
import type { PolicyRule } from './kinds';

/** A ServiceAccount. */
export interface Account {
  readonly namespace: string;
  readonly name: string;
}

/** Reports whether all roles and bindings that may apply in a namespace were read. */
export function permissionsAreKnown({ wasRead }: Facts, namespace: string): boolean {
  return (
    wasRead('Role', namespace) &&
    wasRead('RoleBinding', namespace) &&
    wasRead('ClusterRole') &&
    wasRead('ClusterRoleBinding')
  );
}

/** The rules of all roles that are bound to a ServiceAccount, or to one of its groups, in a namespace. */
export function rulesOf({ objects }: Facts, account: Account, namespace: string): PolicyRule[] {
  const bindings = [
    ...objects.RoleBinding.filter(({ metadata }) => metadata.namespace === namespace),
    ...objects.ClusterRoleBinding,
  ].filter(({ subjects = [], metadata }) =>
    subjects.some(subject => includesAccount(subject, account, metadata.namespace)),
  );
  return bindings.flatMap(({ roleRef, metadata }) => {
    const role =
      roleRef.kind === 'Role'
        ? objects.Role.find(
            ({ metadata: { name, namespace: where } }) => name === roleRef.name && where === metadata.namespace,
          )
        : objects.ClusterRole.find(({ metadata: { name } }) => name === roleRef.name);
    return role?.rules ?? [];
  });
}

function includesAccount(
  { kind, name, namespace }: { kind: string; name: string; namespace?: string },
  account: Account,
  bindingNamespace: string | undefined,
): boolean {
  if (kind === 'ServiceAccount') return name === account.name && (namespace ?? bindingNamespace) === account.namespace;
  if (kind === 'User') return name === `system:serviceaccount:${account.namespace}:${account.name}`;
  return ['system:serviceaccounts', `system:serviceaccounts:${account.namespace}`, 'system:authenticated'].includes(
    name,
  );
}

/** The wanted permissions that rules do not grant, each resource with its verbs: `secrets: get, list`. */
export function missingPermissions(wanted: readonly PolicyRule[], given: readonly PolicyRule[]): string[] {
  return wanted.flatMap(({ apiGroups = [], resources = [], verbs }) =>
    resources.flatMap(resource => {
      const lacking = verbs.filter(
        verb => !apiGroups.every(group => given.some(rule => allows(rule, group, resource, verb))),
      );
      return lacking.length === 0 ? [] : [`${resource}: ${lacking.join(', ')}`];
    }),
  );
}

function allows(
  { apiGroups = [], resources = [], resourceNames = [], verbs }: PolicyRule,
  group: string,
  resource: string,
  verb: string,
): boolean {
  const [, subresource] = resource.split('/');
  return (
    resourceNames.length === 0 &&
    [group, '*'].some(name => apiGroups.includes(name)) &&
    [resource, '*', ...(subresource === undefined ? [] : [`*/${subresource}`])].some(name =>
      resources.includes(name),
    ) &&
    [verb, '*'].some(name => verbs.includes(name))
  );
}
