import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import {
  droppedNames,
  isPlainObject,
  isQuantity,
  k8s,
  podTemplateFromJson,
  podTemplateToJson,
  quantityValue,
  type Json,
} from '../src/kubernetes';
import type { JsonSchema } from '../src/schema/check';

const document = JSON.parse(readFileSync(join(__dirname, 'support/core-kinds.json'), 'utf8')) as Readonly<
  Record<string, { readonly $defs: Readonly<Record<string, JsonSchema>> }>
>;
const definitions = document['1.29.15']!.$defs;

/** Fields of Kubernetes 1.29 that the typed API of 1.28 does not have. */
const NEWER = ['sleep', 'clusterTrustBundle', 'mismatchLabelKeys', 'volumeAttributesClassName'];
const NEWER_IN_POD_AFFINITY = 'matchLabelKeys';

const quantity = fc.constantFrom('0', '1', '500m', '1.5Gi', '20Mi', '1e3');
const word = fc.constantFrom('', 'a', 'hostPID', 'port', 'limits', 'x.example/TTL', 'labels');

/** Generates valid values of a schema. An object has only a few of its fields, so that rare fields occur as often. */
function valuesOf(reference: JsonSchema): fc.Arbitrary<Json> {
  const schema = reference.$ref === undefined ? reference : definitions[reference.$ref.slice('#/$defs/'.length)]!;
  if (schema.enum) return fc.constantFrom(...(schema.enum as string[]));
  if (schema['x-kubernetes-int-or-string'])
    return schema.pattern === undefined ? fc.oneof(fc.nat(65535), word) : quantity;
  switch (schema.type) {
    case 'integer':
      return fc.nat(65535);
    case 'boolean':
      return fc.boolean();
    case 'array':
      return fc.array(valuesOf(schema.items!), { maxLength: 2 });
    case 'object':
      return schema.properties
        ? objectsOf(schema)
        : fc.dictionary(word, valuesOf(schema.additionalProperties as JsonSchema), {
            maxKeys: 3,
            noNullPrototype: true,
          });
    default:
      return word;
  }
}

function objectsOf({ properties = {}, required = [] }: JsonSchema): fc.Arbitrary<Json> {
  const inPodAffinity = 'mismatchLabelKeys' in properties;
  const known = Object.keys(properties).filter(
    name => !NEWER.includes(name) && !(inPodAffinity && name === NEWER_IN_POD_AFFINITY),
  );
  return fc.subarray(known, { maxLength: Math.min(5, known.length) }).chain(some => {
    const names = [...new Set([...required, ...some])];
    return fc.record(Object.fromEntries(names.map(name => [name, valuesOf(properties[name]!)])), {
      noNullPrototype: true,
    });
  });
}

const template = valuesOf({
  type: 'object',
  required: ['spec'],
  properties: { metadata: definitions.metadata!, spec: definitions.spec2! },
});

/** Returns the paths of all objects in a template whose field names Kubernetes defines. */
function places(value: unknown, path: (string | number)[] = []): (string | number)[][] {
  const free = ['labels', 'annotations', 'nodeSelector', 'matchLabels', 'volumeAttributes', 'options'];
  if (Array.isArray(value)) return value.flatMap((item, index) => places(item, [...path, index]));
  if (!isPlainObject(value) || free.includes(String(path.at(-1)))) return [];
  return [path, ...Object.entries(value).flatMap(([name, inner]) => places(inner, [...path, name]))];
}

function addMisspelled(value: unknown, path: readonly (string | number)[], name: string): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return { ...(value as object), [name]: 'misspelled' };
  if (Array.isArray(value))
    return value.map((item, index) => (index === step ? addMisspelled(item, rest, name) : item) as unknown);
  return { ...(value as object), [step]: addMisspelled((value as Record<string, unknown>)[step], rest, name) };
}

test('a template that is converted from a manifest and back is unchanged', () => {
  fc.assert(
    fc.property(template, json => expect(podTemplateToJson(podTemplateFromJson(json))).toEqual(json)),
    { numRuns: 1000 },
  );
});

test('a template is converted to the same manifest as by the typed API', () => {
  fc.assert(
    fc.property(template.map(podTemplateFromJson), typed =>
      expect(podTemplateToJson(typed)).toEqual(k8s.toJson_PodTemplateSpec(typed)),
    ),
    { numRuns: 300 },
  );
});

test('no field of a valid template is dropped', () => {
  fc.assert(
    fc.property(template, json => expect(droppedNames(podTemplateFromJson(json))).toEqual([])),
    { numRuns: 300 },
  );
});

test('a misspelled field is found anywhere in a template', () => {
  const misspelled = template.chain(json => fc.constantFrom(...places(json)).map(place => [json, place] as const));
  fc.assert(
    fc.property(misspelled, ([json, place]) => {
      const typed = podTemplateFromJson(json);
      const typedPlace = places(typed)[places(json).findIndex(path => path.join() === place.join())]!;
      expect(droppedNames(addMisspelled(typed, typedPlace, 'colour') as typeof typed)).toEqual([
        [...typedPlace, 'colour'],
      ]);
    }),
    { numRuns: 300 },
  );
});

test('the conversion does not change its input', () => {
  fc.assert(
    fc.property(template, json => {
      const before = JSON.stringify(json);
      podTemplateToJson(podTemplateFromJson(json));
      expect(JSON.stringify(json)).toBe(before);
    }),
  );
});

const digits = fc.oneof(
  fc.nat().map(String),
  fc.tuple(fc.nat(99), fc.nat(99)).map(([whole, part]) => `${whole}.${part}`),
);
const suffix = fc.constantFrom(
  '',
  'n',
  'u',
  'm',
  'k',
  'M',
  'G',
  'T',
  'P',
  'E',
  'Ki',
  'Mi',
  'Gi',
  'Ti',
  'Pi',
  'Ei',
  'e3',
  'E-2',
);

test('every quantity has a value with the correct sign', () => {
  fc.assert(
    fc.property(digits, suffix, (number, unit) => {
      expect(isQuantity(number + unit)).toBe(true);
      expect(quantityValue(`-${number}${unit}`)).toBe(-quantityValue(number + unit));
      expect(quantityValue(number + unit)).toBeGreaterThanOrEqual(0);
    }),
  );
});

test('of two quantities in the same unit, the one with the greater number is greater', () => {
  fc.assert(
    fc.property(fc.nat(), fc.nat(), suffix, (a, b, unit) => {
      expect(Math.sign(quantityValue(a + unit) - quantityValue(b + unit))).toBe(Math.sign(a - b));
    }),
  );
});

test('a text that does not start with a digit, a sign or a dot is not a quantity', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), text =>
      expect(isQuantity(text) && !/^[-+.0-9]/.test(text)).toBe(false),
    ),
  );
});
