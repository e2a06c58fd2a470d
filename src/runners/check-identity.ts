import { vaultFindings } from '../auth/vault';
import type { Finding } from '../errors';
import { isObjectName } from '../kubernetes';
import { ENTERPRISE_NEEDS_PAT, scopeOf, urlFindings } from './github-url';
import { LISTENER_CONTAINER } from './listener';
import type { ResolvedSetProps } from './resolve-props';

/** Checks the GitHub credential and the ServiceAccount of a set. */
export function identityFindings(props: ResolvedSetProps): Finding[] {
  return [
    ...enterpriseAppFindings(props),
    ...accountFindings(props),
    ...vaultFindings(props.vaultConfig),
    ...vaultMountFindings(props),
  ];
}

/**
 * @see https://docs.github.com/en/enterprise-cloud@latest/actions/how-tos/manage-runners/use-actions-runner-controller/authenticate-to-the-api
 */
function enterpriseAppFindings({ auth, githubConfigUrl }: ResolvedSetProps): Finding[] {
  if (auth.credential !== 'app' || urlFindings(githubConfigUrl).length > 0) return [];
  return scopeOf(githubConfigUrl) === 'enterprise' ? [{ path: ['auth'], message: ENTERPRISE_NEEDS_PAT }] : [];
}

function accountFindings({
  serviceAccountName: name,
  additionalRoleRules: rules,
  containerMode,
}: ResolvedSetProps): Finding[] {
  const usesHooks = containerMode.capabilities.hook !== undefined;
  const findings: Finding[] = [];
  if (name !== undefined && !isObjectName(name)) {
    findings.push({
      path: ['serviceAccountName'],
      message: `must be the name of a ServiceAccount, got ${JSON.stringify(name)}`,
    });
  }
  if (rules !== undefined && !usesHooks) {
    findings.push({
      path: ['additionalRoleRules'],
      message:
        `cannot be granted: runners of containerMode ${containerMode.type} have no Role; create a ServiceAccount ` +
        'with these rules and set serviceAccountName',
    });
  } else if (rules !== undefined && name !== undefined) {
    findings.push({
      path: ['additionalRoleRules'],
      message:
        'cannot be granted: with serviceAccountName the runner set creates no Role; add the rules to that ' +
        'ServiceAccount',
    });
  }
  return findings;
}

/** The listener reads the vault too, so the certificate must be in its pod. */
function vaultMountFindings({ vaultConfig, listenerTemplate }: ResolvedSetProps): Finding[] {
  if (vaultConfig === undefined) return [];
  const { certificatePath } = vaultConfig.azureKeyVault;
  const containers = listenerTemplate?.spec?.containers;
  const listener = containers?.find(({ name }) => name === LISTENER_CONTAINER);
  const mounted = listener?.volumeMounts?.some(({ mountPath }) =>
    `${certificatePath}/`.startsWith(`${mountPath.replace(/\/+$/, '')}/`),
  );
  return mounted
    ? []
    : [
        {
          path: ['vaultConfig', 'azureKeyVault', 'certificatePath'],
          message:
            `is not in the listener's pod: mount it in container ${LISTENER_CONTAINER} of listenerTemplate (and ` +
            'in the controller)',
        },
      ];
}
