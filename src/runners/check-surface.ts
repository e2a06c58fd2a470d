import { arcHas } from '../app/arc-features';
import type { ArcVersion } from '../app/versions';
import type { Finding, ValuePath } from '../errors';
import { identityFindings } from './check-identity';
import { droppedFindings, lostMetadataFindings } from './check-template';
import { networkPolicyFindings, POLICY_LABEL } from '../network/policy';
import { privateCaFindings } from '../network/private-ca';
import { proxyFindings } from '../network/proxy';
import { listenerProxyFindings } from './check-proxy';
import { listenerTemplateFindings } from './listener';
import { listenerMetricsFindings } from './listener-metrics';
import { metadataFindings, resourceMetaFindings, type OwnObject } from './metadata';
import type { ResolvedSetProps } from './resolve-props';

/** Checks the props for objects of ARC other than runner pods. */
export function surfaceFindings(props: ResolvedSetProps, arcVersion: ArcVersion): Finding[] {
  const usesHooks = props.containerMode.capabilities.hook !== undefined;
  return [
    ...metadataFindings(props, []),
    ...resourceMetaFindings(props.resourceMeta ?? {}, absentObjects(props), arcVersion),
    ...identityFindings(props),
    ...proxyFindings(props.proxy, ['proxy']),
    ...privateCaFindings(props.githubServerTls, ['githubServerTls']),
    ...networkPolicyFindings(props.networkPolicy, usesHooks, ['networkPolicy']),
    ...policyLabelFindings(props),
    ...(props.listenerTemplate ? droppedFindings(props.listenerTemplate, ['listenerTemplate']) : []),
    ...(props.listenerTemplate ? lostMetadataFindings(props.listenerTemplate, ['listenerTemplate']) : []),
    ...listenerTemplateFindings(props.listenerTemplate, ['listenerTemplate']),
    ...listenerProxyFindings(props),
    ...listenerMetricsFindings(props.listenerMetrics, arcHas(arcVersion, 'workflowMetricLabels')),
  ];
}

/** A template could override the label by which the NetworkPolicy selects the pods. */
function policyLabelFindings({ networkPolicy, template, jobPod }: ResolvedSetProps): Finding[] {
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
            message: 'is the label by which the NetworkPolicy selects the pod; remove it',
          },
        ],
  );
}

/** The objects that this set does not have. */
function absentObjects(props: ResolvedSetProps): OwnObject[] {
  const kubernetesMode: OwnObject[] = [
    'kubernetesModeServiceAccount',
    'kubernetesModeRole',
    'kubernetesModeRoleBinding',
  ];
  if (props.serviceAccountName !== undefined) return [...kubernetesMode, 'noPermissionServiceAccount'];
  return props.containerMode.capabilities.hook === undefined ? kubernetesMode : ['noPermissionServiceAccount'];
}
