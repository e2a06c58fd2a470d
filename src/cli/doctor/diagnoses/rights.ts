import { MODE_CAPABILITIES } from '../../../modes/capabilities';
import { hookRules, managerRules } from '../../../runners/rbac';
import { arcIssue } from '../arc';
import { controllersFor } from '../controller';
import { perSet, perSetThatStays, type Diagnosis } from '../diagnosis';
import { missingRights, rightsAreKnown, rulesOf } from '../rights';

const MANAGER_ANNOTATION = 'actions.github.com/cleanup-manager-role-binding';

export const managerRights: Diagnosis = {
  id: 'manager-rights',
  title: "a controller without the rights in a runner set's namespace that the set's manager Role gives",
  upstream: arcIssue(3043),
  find: perSetThatStays(({ name, namespace, spec, object }, facts) =>
    controllersFor(facts, namespace).flatMap(controller => {
      const account = { namespace: controller.namespace, name: controller.serviceAccount };
      const missing = missingRights(
        managerRules(spec.githubServerTLS !== undefined),
        rulesOf(facts, account, namespace),
      );
      if (missing.length === 0 || !rightsAreKnown(facts, namespace)) return [];
      const bindingName = object.metadata.annotations?.[MANAGER_ANNOTATION];
      const binding = facts.objects.RoleBinding.find(
        ({ metadata }) => metadata.name === bindingName && metadata.namespace === namespace,
      );
      const subject = binding?.subjects?.[0];
      const who = `ServiceAccount ${account.namespace}/${account.name}`;
      const bindsAnother =
        subject !== undefined && (subject.name !== account.name || subject.namespace !== account.namespace);
      return [
        {
          severity: 'error' as const,
          cause: bindsAnother
            ? `the manager RoleBinding of ${name} is for ${subject.namespace ?? namespace}/${subject.name}, and the controller runs as ${account.namespace}/${account.name}`
            : `the controller may not do in namespace ${namespace} what ${name} needs: it cannot read the credential, and nothing ${object.metadata.deletionTimestamp === undefined ? 'appears' : 'goes'}`,
          evidence: [
            `Deployment ${controller.id} runs as ${who}, which may not: ${missing.join('; ')}`,
            binding
              ? `RoleBinding ${namespace}/${binding.metadata.name} gives ${binding.roleRef.kind} ${binding.roleRef.name} to ${subject ? `${subject.namespace ?? namespace}/${subject.name}` : 'nobody'}`
              : `namespace ${namespace} has no RoleBinding ${bindingName ?? `for it, and ${name} names none in ${MANAGER_ANNOTATION}`}`,
          ],
          remedy: [
            ...(bindsAnother ? [] : ['deskrun up gives the rights back']),
            `${bindsAnother ? '' : 'or '}set controller to { namespace: ${account.namespace}, serviceAccount: ${account.name} }, and apply all manifests of the runner set again`,
          ],
        },
      ];
    }),
  ),
};

export const accountMissing: Diagnosis = {
  id: 'account-missing',
  title: 'a runner pod whose ServiceAccount is not there',
  find: perSet(({ name, namespace, pod, object }, { objects, looked }) => {
    const account = pod.serviceAccountName ?? 'default';
    return !looked('ServiceAccount', namespace) ||
      objects.ServiceAccount.some(({ metadata }) => metadata.name === account && metadata.namespace === namespace)
      ? []
      : [
          {
            severity: 'error',
            cause: `the ServiceAccount of ${name}'s runners is not there: no pod of theirs is made`,
            evidence: [
              `AutoscalingRunnerSet ${namespace}/${object.metadata.name} has serviceAccountName: ${account}; namespace ${namespace} has no such account`,
            ],
            remedy: ['apply all manifests of the runner set again'],
          },
        ];
  }),
};

export const hookRights: Diagnosis = {
  id: 'hook-rights',
  title: 'a runner whose account lacks what the container hooks demand',
  find: perSet(({ name, namespace, pod, mode, object }, facts) => {
    const capabilities = mode && MODE_CAPABILITIES[mode];
    if (!capabilities?.hook || !rightsAreKnown(facts, namespace)) return [];
    const account = pod.serviceAccountName ?? 'default';
    const missing = missingRights(
      hookRules(capabilities.batchJobs),
      rulesOf(facts, { namespace, name: account }, namespace),
    );
    return missing.length === 0
      ? []
      : [
          {
            severity: 'error',
            cause: `the hook of ${name} refuses to start a job: its account lacks rights that it checks`,
            evidence: [
              `ServiceAccount ${namespace}/${account} may not: ${missing.join('; ')}`,
              `AutoscalingRunnerSet ${namespace}/${object.metadata.name} runs ${mode as string}`,
            ],
            remedy: [
              'apply all manifests of the runner set again; for an account of your own, bind it a Role with these rights',
            ],
          },
        ];
  }),
};

export const rightsDiagnoses = [managerRights, accountMissing, hookRights];
