import { errorMessage } from '../kubectl/error-message';
import { ToolError, type Outcome } from '../tool';
import { factsOf, type Facts } from './facts';
import { itemsIn } from '../kubectl/items';
import { ARC_KINDS, RESOURCES, type Kind } from './kinds';
import { readObjects } from './read-objects';

/** Runs kubectl with these arguments. */
export type RunKubectl = (args: readonly string[]) => Promise<Outcome>;

/** Kinds of which only objects with known names are read. */
const BY_NAME: readonly Kind[] = ['CustomResourceDefinition', 'ConfigMap'];

/** Matches the resource that the user may not read. */
const FORBIDDEN = /\(Forbidden\).*cannot (?:list|get) resource "([^"]+)"/;

/**
 * Reads the objects of a cluster that diagnoses need: in one call for all kinds, and in one for each namespace's
 * Secrets and ConfigMaps that runner sets name.
 *
 * @throws ToolError when kubectl fails for another reason than missing permissions; resources that the user may not
 * read are listed in `refused`
 */
export async function collect(run: RunKubectl, where: string, now: Date): Promise<Facts> {
  const refused = new Set<string>();
  const get = async (...args: string[]) => {
    const answer = await run(['get', ...args, '--output=json', '--request-timeout=30s']);
    const errors = answer.stderr.split('\n').filter(line => /^error/i.test(line));
    const forbidden = errors.flatMap(line => FORBIDDEN.exec(line)?.[1] ?? []);
    // After any other error, objects that were left out would look as if they did not exist.
    if (answer.code !== 0 && (forbidden.length === 0 || forbidden.length < errors.length))
      throw new ToolError(errorMessage('get', answer.stderr, where));
    return { values: printedObjects(answer.stdout), forbidden };
  };

  const crds = await get(
    RESOURCES.CustomResourceDefinition,
    ...ARC_KINDS.map(kind => RESOURCES[kind]),
    '--ignore-not-found',
  );
  crds.forbidden.forEach(resource => refused.add(resource));
  const defined = new Set(readObjects(crds.values).objects.map(({ metadata }) => metadata.name));
  const isArc = (kind: Kind): boolean => (ARC_KINDS as readonly Kind[]).includes(kind);
  // kubectl refuses the whole call for one unknown kind. Without permission to read CRDs, ask for all kinds.
  const mayBeDefined = (kind: Kind): boolean => defined.has(RESOURCES[kind]) || crds.forbidden.length > 0;
  const kinds = (Object.keys(RESOURCES) as Kind[]).filter(
    kind => !BY_NAME.includes(kind) && (!isArc(kind) || mayBeDefined(kind)),
  );
  const everywhere = await get(kinds.map(kind => RESOURCES[kind]).join(','), '--all-namespaces');
  everywhere.forbidden.forEach(resource => refused.add(resource));

  const seen = [...crds.values, ...everywhere.values];
  const named: unknown[] = [];
  for (const [namespace, names] of namedBy(factsOf({ ...readObjects(seen), now, wasRead: () => false }))) {
    const { values, forbidden } = await get(...names, `--namespace=${namespace}`, '--ignore-not-found');
    named.push(...values);
    forbidden.forEach(resource => refused.add(`${resource} in ${namespace}`));
  }
  return factsOf({
    ...readObjects([...seen, ...named]),
    now,
    refused: [...refused],
    wasRead: (kind, namespace = '') => {
      const resource = kind === 'Secret' ? 'secrets' : (RESOURCES[kind].split('.')[0] as string);
      return !refused.has(resource) && !refused.has(`${resource} in ${namespace}`);
    },
  });
}

/** The Secrets and ConfigMaps that runner sets name, by namespace. */
function namedBy({ scaleSets }: Facts): Map<string, string[]> {
  const byNamespace = new Map<string, Set<string>>();
  for (const { namespace, spec, pod } of scaleSets) {
    const names = byNamespace.get(namespace) ?? new Set();
    byNamespace.set(namespace, names);
    const secrets = [
      spec.vaultConfig ? undefined : spec.githubConfigSecret,
      spec.proxy?.http?.credentialSecretRef,
      spec.proxy?.https?.credentialSecretRef,
    ];
    const configMaps = [
      spec.githubServerTLS?.certificateFrom?.configMapKeyRef?.name,
      ...(pod.volumes ?? []).map(({ configMap }) => configMap?.name),
    ];
    secrets.filter(Boolean).forEach(name => names.add(`secret/${name as string}`));
    configMaps.filter(Boolean).forEach(name => names.add(`configmap/${name as string}`));
  }
  return new Map(
    [...byNamespace].filter(([, names]) => names.size > 0).map(([namespace, names]) => [namespace, [...names]]),
  );
}

/** kubectl prints a List of several objects, the object itself when there is one, and nothing when there is none. */
function printedObjects(stdout: string): unknown[] {
  if (stdout.trim() === '') return [];
  let printed: unknown;
  try {
    printed = JSON.parse(stdout);
  } catch (error) {
    throw new ToolError(`kubectl get printed something that is not JSON: ${(error as Error).message}`);
  }
  return itemsIn(printed);
}
