import { MODE_CAPABILITIES } from '../../../modes/capabilities';
import { hookRules, managerRules } from '../../../runners/rbac';
import { CLEANUP_ANNOTATION_PREFIX } from '../../../runners/arc-names';
import { arcIssue } from '../arc';
import { controllersFor } from '../controller';
import { perSet, perSetAndStuckSet, type Diagnosis } from '../diagnosis';
import { missingPermissions, permissionsAreKnown, rulesOf } from '../permissions';

const MANAGER_ANNOTATION = `${CLEANUP_ANNOTATION_PREFIX}manager-role-binding`;

export const managerPermissions: Diagnosis = {
  id: 'manager-permissions',
  title: "the controller lacks the permissions in a runner set's namespace that the set's manager Role grants",
  upstream: arcIssue(3043),
  find: perSetAndStuckSet(({ name, namespace, spec, object }, facts) =>
    controllersFor(facts, namespace).flatMap(controller => {
      const account = { namespace: controller.namespace, name: controller.serviceAccount };
      const missing = missingPermissions(
        managerRules(spec.githubServerTLS !== undefined),
        rulesOf(facts, account, namespace),
      );
      if (missing.length === 0 || !permissionsAreKnown(facts, namespace)) return [];
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
            ? `the manager RoleBinding of ${name} is for ServiceAccount ` +
              `${subject.namespace ?? namespace}/${subject.name}, and the controller runs as ` +
              `${account.namespace}/${account.name}`
            : `the controller lacks permissions in namespace ${namespace}: it cannot read the credential of ` +
              `${name}, and ` +
              (object.metadata.deletionTimestamp === undefined ? 'creates nothing for it' : 'cannot delete it'),
          evidence: [
            `Deployment ${controller.id} runs as ${who}, which lacks: ${missing.join('; ')}`,
            binding
              ? `RoleBinding ${namespace}/${binding.metadata.name} grants ${binding.roleRef.kind} ` +
                `${binding.roleRef.name} to ` +
                `${subject ? `${subject.namespace ?? namespace}/${subject.name}` : 'no subject'}`
              : bindingName === undefined
                ? `${name} has no annotation ${MANAGER_ANNOTATION}`
                : `namespace ${namespace} has no RoleBinding ${bindingName}`,
          ],
          remedy: [
            ...(bindsAnother ? [] : ['run deskrun up, which restores the manager Role']),
            `${bindsAnother ? '' : 'or '}set controller to { namespace: ${account.namespace}, serviceAccount: ` +
              `${account.name} }, and apply all manifests of the runner set again`,
          ],
        },
      ];
    }),
  ),
};

export const serviceAccountMissing: Diagnosis = {
  id: 'service-account-missing',
  title: 'the ServiceAccount of a runner pod does not exist',
  find: perSet(({ name, namespace, pod, object }, { objects, wasRead }) => {
    const account = pod.serviceAccountName ?? 'default';
    return !wasRead('ServiceAccount', namespace) ||
      objects.ServiceAccount.some(({ metadata }) => metadata.name === account && metadata.namespace === namespace)
      ? []
      : [
          {
            severity: 'error',
            cause: `the ServiceAccount of the runners of ${name} does not exist: their pods cannot be created`,
            evidence: [
              `AutoscalingRunnerSet ${namespace}/${object.metadata.name} has serviceAccountName: ${account}; ` +
                `namespace ${namespace} has no such ServiceAccount`,
            ],
            remedy: ['apply all manifests of the runner set again'],
          },
        ];
  }),
};

export const hookPermissions: Diagnosis = {
  id: 'hook-permissions',
  title: 'the ServiceAccount of a runner lacks permissions that the container hook requires',
  find: perSet(({ name, namespace, pod, mode, object }, facts) => {
    const capabilities = mode && MODE_CAPABILITIES[mode];
    if (!capabilities?.hook || !permissionsAreKnown(facts, namespace)) return [];
    const account = pod.serviceAccountName ?? 'default';
    const missing = missingPermissions(
      hookRules(capabilities.batchJobs),
      rulesOf(facts, { namespace, name: account }, namespace),
    );
    return missing.length === 0
      ? []
      : [
          {
            severity: 'error',
            cause: `the container hook of ${name} refuses to start jobs: its ServiceAccount lacks permissions`,
            evidence: [
              `ServiceAccount ${namespace}/${account} lacks: ${missing.join('; ')}`,
              `AutoscalingRunnerSet ${namespace}/${object.metadata.name} has containerMode ${mode as string}`,
            ],
            remedy: [
              'apply all manifests of the runner set again; bind a ServiceAccount of your own to a Role with ' +
                'these permissions',
            ],
          },
        ];
  }),
};

export const permissionDiagnoses = [managerPermissions, serviceAccountMissing, hookPermissions];
