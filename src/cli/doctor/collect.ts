import { complaint } from '../kubectl/complaint';
import { ToolError, type Outcome } from '../tool';
import { factsOf, type Facts } from './facts';
import { itemsIn } from './items';
import { ARC_KINDS, RESOURCES, type Kind } from './kinds';
import { readObjects } from './read-objects';

/** Calls kubectl with these arguments. */
export type Ask = (args: readonly string[]) => Promise<Outcome>;

/** Kinds of which only those objects are read that something names: there may be many, or they may be secret. */
const BY_NAME: readonly Kind[] = ['CustomResourceDefinition', 'ConfigMap'];

/** The resource that the API server refused to show. */
const FORBIDDEN = /\(Forbidden\).*cannot (?:list|get) resource "([^"]+)"/;

/**
 * Reads what a cluster says of itself, in one call for all kinds and one for each namespace's Secrets and ConfigMaps that runner sets
 * name.
 *
 * @throws ToolError when the API server does not answer at all; what it refuses to show counts as not looked at
 */
export async function collect(ask: Ask, where: string, now: Date): Promise<Facts> {
  const refused = new Set<string>();
  const get = async (...args: string[]) => {
    const answer = await ask(['get', ...args, '--output=json', '--request-timeout=30s']);
    const errors = answer.stderr.split('\n').filter(line => /^error/i.test(line));
    const forbidden = errors.flatMap(line => FORBIDDEN.exec(line)?.[1] ?? []);
    // Half an answer to another question would make what is left out look missing.
    if (answer.code !== 0 && (forbidden.length === 0 || forbidden.length < errors.length))
      throw new ToolError(complaint('get', answer.stderr, where));
    return { values: printedObjects(answer.stdout), forbidden };
  };

  const definitions = await get(
    RESOURCES.CustomResourceDefinition,
    ...ARC_KINDS.map(kind => RESOURCES[kind]),
    '--ignore-not-found',
  );
  definitions.forbidden.forEach(resource => refused.add(resource));
  const defined = new Set(readObjects(definitions.values).objects.map(({ metadata }) => metadata.name));
  const isArc = (kind: Kind): boolean => (ARC_KINDS as readonly Kind[]).includes(kind);
  // kubectl refuses a whole call over one kind that the cluster does not know. Who may not see which it knows asks for all.
  const mayBeDefined = (kind: Kind): boolean => defined.has(RESOURCES[kind]) || definitions.forbidden.length > 0;
  const kinds = (Object.keys(RESOURCES) as Kind[]).filter(
    kind => !BY_NAME.includes(kind) && (!isArc(kind) || mayBeDefined(kind)),
  );
  const everywhere = await get(kinds.map(kind => RESOURCES[kind]).join(','), '--all-namespaces');
  everywhere.forbidden.forEach(resource => refused.add(resource));

  const seen = [...definitions.values, ...everywhere.values];
  const named: unknown[] = [];
  for (const [namespace, names] of namedBy(factsOf({ ...readObjects(seen), now, looked: () => false }))) {
    const { values, forbidden } = await get(...names, `--namespace=${namespace}`, '--ignore-not-found');
    named.push(...values);
    forbidden.forEach(resource => refused.add(`${resource} in ${namespace}`));
  }
  return factsOf({
    ...readObjects([...seen, ...named]),
    now,
    refused: [...refused],
    looked: (kind, namespace = '') => {
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
