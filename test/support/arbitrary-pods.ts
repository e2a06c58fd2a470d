import * as fc from 'fast-check';
import type { JsonSchema } from '../../src/schema/check';
import { podSchema } from './core-kinds';
import type { Manifest } from './sets';

/** Values for fields of these names: a valid one, then similar invalid ones. */
const WORDS: Readonly<Record<string, readonly string[]>> = {
  image: ['busybox:1', 'localhost:5000/a/b', ' a', ''],
  mountPath: ['/a', '/b', 'a', '/a:b', ''],
  devicePath: ['/dev/a', '/dev/../a', ''],
  path: ['a', 'a/b', '/a', '../a', '..a', ''],
  subPath: ['a', '/a', 'a/../b'],
  subPathExpr: ['$(A)', '/a'],
  localhostProfile: ['a', '/a', '../a'],
  fieldPath: ['metadata.name', 'metadata.labels', "metadata.labels['a']", 'status.podIP', 'spec.x', ''],
  resource: ['limits.cpu', 'requests.memory', 'limits.hugepages-2Mi', 'cpu'],
  key: ['a', 'a/b', 'a b', ''],
  topologyKey: ['zone', 'a b', ''],
  ip: ['10.0.0.1', '::1', '010.0.0.1', '10.0.0', 'a'],
  hostIP: ['10.0.0.1', '::1'],
  nameservers: ['1.1.1.1', 'a'],
  searches: ['a.b', 'a.b.', '_a', '.', 'a b'],
  iqn: ['iqn.2001-04.com.example:disk', 'eui.0123456789abcdef', 'iqn.a'],
  initiatorName: ['iqn.2001-04.com.example:disk', 'a'],
  registry: ['a:1', 'a'],
  apiVersion: ['v1', 'v2'],
  operator: ['In', 'NotIn', 'Exists', 'DoesNotExist', 'Equal', 'Gt', 'Lt', ''],
  effect: ['NoSchedule', 'NoExecute', ''],
  type: ['RuntimeDefault', 'Localhost', 'Unconfined'],
  kind: ['PersistentVolumeClaim', 'Managed', 'Shared', 'VolumeSnapshot'],
  diskURI: ['https://a', '/subscriptions/a', 'a'],
  runAsUserName: ['ci', 'D\\ci', 'a\\b\\c', ''],
  medium: ['', 'Memory', 'HugePages-2Mi'],
  accessModes: ['ReadWriteOnce', 'ReadWriteMany', 'ReadWriteOncePod'],
  driver: ['a.b', 'A', 'a b', ''],
  name: ['a', 'v', 'claim', 'A', 'a b', '1', ''],
};
const ANY = ['a', 'a.b', 'A', 'a b', '', '1', 'x'.repeat(64)];

/** Quantities without a likely mistake: such mistakes are refused, although the API server accepts them. */
const AMOUNTS = ['1', '2Gi', '500m', '0', '-1', '1.5Gi'];
const RESOURCES = ['cpu', 'memory', 'ephemeral-storage', 'hugepages-2Mi', 'a.com/b', 'mem', 'requests.a.com/b'];
const NUMBERS = [1, 1, 2, 80, 0, -1, 511, 700, 70000];

/** Fields that are not varied: they are removed, or belong to another object. */
const LEFT_OUT = ['ephemeralContainers', 'status', 'managedFields', 'ownerReferences', 'schedulingGroup'];

function mostly<T>(first: T, rest: readonly T[]): fc.Arbitrary<T> {
  return rest.length === 0
    ? fc.constant(first)
    : fc.oneof({ weight: 3, arbitrary: fc.constant(first) }, { weight: 1, arbitrary: fc.constantFrom(...rest) });
}

/** A value for a schema, with all required properties and some of the others. */
function valueOf(
  schema: JsonSchema,
  definitions: Readonly<Record<string, JsonSchema>>,
  name: string,
): fc.Arbitrary<unknown> {
  if (schema.$ref !== undefined)
    return fc.memo(() =>
      valueOf(definitions[(schema.$ref as string).slice('#/$defs/'.length)] as JsonSchema, definitions, name),
    )();
  if (schema.enum) return fc.constantFrom(...schema.enum);
  if (['limits', 'requests', 'overhead'].includes(name))
    return fc.dictionary(
      fc.constantFrom(...(name === 'requests' ? [...RESOURCES, 'storage'] : RESOURCES)),
      fc.constantFrom(...AMOUNTS),
      { maxKeys: 2, noNullPrototype: true },
    );
  if (name === 'sizeLimit' || name === 'divisor') return fc.constantFrom('1', '1Gi', '2Gi', '0');
  if (schema.anyOf) return fc.oneof(...schema.anyOf.map(one => valueOf(one, definitions, name)));
  if (schema['x-kubernetes-int-or-string']) return fc.constantFrom<unknown>(80, 'http', 0, 'A', '8-0-');
  switch (schema.type) {
    case 'integer':
    case 'number':
      return fc.constantFrom(...NUMBERS);
    case 'boolean':
      return fc.boolean();
    case 'array':
      return fc.array(valueOf(schema.items ?? {}, definitions, name), { minLength: 0, maxLength: 2 });
    case 'object':
      return objectOf(schema, definitions);
    default: {
      const [first, ...rest] = WORDS[name] ?? ANY;
      return mostly(first as string, rest);
    }
  }
}

function objectOf(schema: JsonSchema, definitions: Readonly<Record<string, JsonSchema>>): fc.Arbitrary<unknown> {
  const { properties, required = [], additionalProperties } = schema;
  if (!properties)
    return fc.dictionary(
      mostly('a', ['a/b', 'A', 'a b']),
      typeof additionalProperties === 'object' ? mostly('a', ['', 'a b', 'A.b']) : fc.constant('a'),
      {
        maxKeys: 2,
        noNullPrototype: true,
      },
    );
  const names = Object.keys(properties).filter(name => !LEFT_OUT.includes(name));
  const optional = names.filter(name => !required.includes(name));
  return fc.subarray(optional, { maxLength: Math.min(2, optional.length) }).chain(chosen => {
    const all = [...required.filter(name => names.includes(name)), ...chosen];
    return fc
      .tuple(...all.map(name => valueOf(properties[name] as JsonSchema, definitions, name)))
      .map(values => Object.fromEntries(all.map((name, index) => [name, values[index]])));
  });
}

/** A pod for the schema of a Kubernetes version, valid except for one or two arbitrary parts. */
export function anyPod(kubernetesVersion: string): fc.Arbitrary<Manifest> {
  const { schema, definitions } = podSchema(kubernetesVersion);
  const resolve = (one: JsonSchema): JsonSchema =>
    one.$ref === undefined ? one : resolve(definitions[one.$ref.slice('#/$defs/'.length)] as JsonSchema);
  const spec = resolve(schema.properties?.spec as JsonSchema).properties as Record<string, JsonSchema>;
  const container = resolve(resolve(spec.containers as JsonSchema).items as JsonSchema).properties as Record<
    string,
    JsonSchema
  >;
  const volume = resolve(resolve(spec.volumes as JsonSchema).items as JsonSchema).properties as Record<
    string,
    JsonSchema
  >;
  const parts = (properties: Record<string, JsonSchema>) =>
    fc
      .constantFrom(...Object.keys(properties).filter(name => !['containers', 'volumes', ...LEFT_OUT].includes(name)))
      .chain(name => valueOf(properties[name] as JsonSchema, definitions, name).map(value => ({ [name]: value })));
  const nothing = fc.constant({});
  const strings = fc.dictionary(mostly('a', ['a/b', 'a b', 'A/b']), mostly('a', ['', 'a b']), {
    maxKeys: 2,
    noNullPrototype: true,
  });
  return fc
    .record({
      ofSpec: fc.oneof(parts(spec), nothing),
      ofContainer: fc.oneof(parts(container), nothing),
      ofVolume: fc.oneof(parts(volume), nothing),
      labels: strings,
      annotations: strings,
    })
    .map(({ ofSpec, ofContainer, ofVolume, labels, annotations }) => ({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'tried', labels, annotations },
      spec: {
        containers: [{ name: 'runner', image: 'runner:1', ...ofContainer }],
        volumes: [
          { name: 'v', emptyDir: {} },
          { name: 'claim', persistentVolumeClaim: { claimName: 'c' } },
          { name: 'tried', ...(Object.keys(ofVolume).length === 0 ? { emptyDir: {} } : ofVolume) },
        ],
        ...ofSpec,
      },
    }));
}
