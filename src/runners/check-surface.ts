import { arcHas } from '../app/arc-features';
import type { ArcVersion } from '../app/versions';
import { vaultFindings } from '../auth/vault';
import type { Finding, ValuePath } from '../errors';
import { droppedFindings } from './check-template';
import { isObjectName } from '../kubernetes';
import { networkPolicyFindings, POLICY_LABEL } from '../network/policy';
import { privateCaFindings } from '../network/private-ca';
import { proxyFindings } from '../network/proxy';
import { listenerTemplateFindings, LISTENER_CONTAINER } from './listener';
import { listenerMetricsFindings } from './listener-metrics';
import { metadataFindings, resourceMetaFindings, type OwnObject } from './metadata';
import type { RunnerSetProps } from './runner-set-props';

/** What cannot work about the props that speak of ARC's own objects and not of runner pods. */
export function surfaceFindings(props: RunnerSetProps, arcVersion: ArcVersion): Finding[] {
  const usesHooks = props.containerMode.capabilities.hook !== undefined;
  return [
    ...scaleSetNameFindings(props),
    ...metadataFindings(props, []),
    ...resourceMetaFindings(props.resourceMeta ?? {}, absentObjects(props), arcVersion),
    ...accountFindings(props, usesHooks),
    ...proxyFindings(props.proxy, ['proxy']),
    ...privateCaFindings(props.githubServerTls, ['githubServerTls']),
    ...networkPolicyFindings(props.networkPolicy, usesHooks, ['networkPolicy']),
    ...policyLabelFindings(props),
    ...vaultFindings(props.vaultConfig),
    ...vaultMountFindings(props),
    ...(props.listenerTemplate ? droppedFindings(props.listenerTemplate, ['listenerTemplate']) : []),
    ...listenerTemplateFindings(props.listenerTemplate, ['listenerTemplate']),
    ...listenerMetricsFindings(props.listenerMetrics, arcHas(arcVersion, 'workflowMetricLabels')),
  ];
}

/** A pod of another label is one that the policy does not find; templates have the last word. */
function policyLabelFindings({ networkPolicy, template, jobPod }: RunnerSetProps): Finding[] {
  if (networkPolicy === undefined) return [];
  const places: [ValuePath, { readonly [name: string]: string } | undefined][] = [
    [['template', 'metadata', 'labels'], template?.metadata?.labels],
    [['jobPod', 'template', 'metadata', 'labels'], jobPod?.template?.metadata?.labels],
  ];
  return places.flatMap(([path, labels]): Finding[] =>
    labels?.[POLICY_LABEL] === undefined
      ? []
      : [
          {
            path: [...path, POLICY_LABEL],
            at: 'key',
            message: 'is the label by which networkPolicy finds the pod; leave it out',
          },
        ],
  );
}

function scaleSetNameFindings({ runnerScaleSetName: name, instances = 1 }: RunnerSetProps): Finding[] {
  if (name === undefined) return [];
  const path = ['runnerScaleSetName'];
  if (instances > 1)
    return [
      { path, message: `cannot be one name for ${instances} scale sets; leave it out, and each is called by its own` },
    ];
  return /^[A-Za-z0-9]([-A-Za-z0-9_.]{0,43}[A-Za-z0-9])?$/.test(name)
    ? []
    : [
        {
          path,
          message: `must have 1 to 45 letters, digits, -, _ and ., starting and ending with a letter or digit, got ${JSON.stringify(name)}`,
        },
      ];
}

/** The objects that this set does not write. */
function absentObjects(props: RunnerSetProps): OwnObject[] {
  const kubernetesMode: OwnObject[] = [
    'kubernetesModeServiceAccount',
    'kubernetesModeRole',
    'kubernetesModeRoleBinding',
  ];
  if (props.serviceAccountName !== undefined) return [...kubernetesMode, 'noPermissionServiceAccount'];
  return props.containerMode.capabilities.hook === undefined ? kubernetesMode : ['noPermissionServiceAccount'];
}

function accountFindings(
  { serviceAccountName: name, additionalRoleRules: rules, containerMode }: RunnerSetProps,
  usesHooks: boolean,
): Finding[] {
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
      message: `has no role to go to: runners of containerMode ${containerMode.type} have no rights; name an account of yours in serviceAccountName`,
    });
  } else if (rules !== undefined && name !== undefined) {
    findings.push({
      path: ['additionalRoleRules'],
      message: 'has no role to go to: with serviceAccountName the set makes none; give the rights to that account',
    });
  }
  return findings;
}

/** The listener reads the vault too, so the certificate has to be in its pod. */
function vaultMountFindings({ vaultConfig, listenerTemplate }: RunnerSetProps): Finding[] {
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
          message: `is not in the listener's pod: mount it in container ${LISTENER_CONTAINER} of listenerTemplate (and in the controller)`,
        },
      ];
}
