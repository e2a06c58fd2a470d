import type { Api } from './api';
import type { Manifest } from './sets';

/** The paths of the resources that tests list, by API group and version. */
const PATHS: Readonly<Record<string, readonly string[]>> = {
  '/api/v1': ['namespaces', 'pods', 'secrets', 'serviceaccounts', 'configmaps', 'persistentvolumeclaims', 'events'],
  '/apis/apps/v1': ['deployments'],
  '/apis/rbac.authorization.k8s.io/v1': ['roles', 'rolebindings', 'clusterroles', 'clusterrolebindings'],
  '/apis/coordination.k8s.io/v1': ['leases'],
  '/apis/apiextensions.k8s.io/v1': ['customresourcedefinitions'],
  '/apis/actions.github.com/v1alpha1': [
    'autoscalingrunnersets',
    'autoscalinglisteners',
    'ephemeralrunnersets',
    'ephemeralrunners',
  ],
};

/**
 * Lists all objects of a resource in all namespaces, as `kubectl get` prints them: with apiVersion and kind, without
 * managed fields. It takes a few milliseconds, much less than kubectl: for repeated requests.
 * @throws when the server does not have the resource, or does not answer
 */
export async function listResource(api: Api, resource: string): Promise<Manifest[]> {
  const [base] = Object.entries(PATHS).find(([, resources]) => resources.includes(resource)) ?? [];
  if (base === undefined) throw new Error(`add ${resource} to the paths of listResource`);
  const reply = await api.send('GET', `${base}/${resource}`);
  if (reply?.status !== 200) throw new Error(`GET ${base}/${resource}: ${reply?.text ?? 'no answer'}`);
  const { apiVersion, kind, items } = JSON.parse(reply.text) as { apiVersion: string; kind: string; items: Manifest[] };
  return items.map(({ metadata: { managedFields: _, ...metadata }, ...rest }) => ({
    apiVersion,
    kind: kind.replace(/List$/, ''),
    ...rest,
    metadata,
  }));
}
