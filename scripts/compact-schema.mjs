// Reduces Kubernetes' API schemas to the vocabulary of src/schema/json-schema.ts and writes them small.

import { allowedValues } from './kubernetes-values.mjs';

/** What stands in a finding for the pattern of quantities, the only one in these schemas. */
export const QUANTITIES = ['500m', '2', '10Gi'];

/** Names, types and rules, without prose. `path` leads here from the kind: `Pod.spec.containers[].env`. */
export function plain(schema, path) {
  if (schema['x-kubernetes-int-or-string']) return intOrString(schema);
  const { title, type, format, anyOf, required, minimum, maximum, items, properties, additionalProperties } = schema;
  return {
    title,
    type,
    format: format === 'int32' || format === 'byte' ? format : undefined,
    anyOf,
    const: schema.const,
    enum: schema.enum ?? allowedValues(path),
    // Kubernetes fills this in before it compares the keys of ports.
    default: path.endsWith('.ports[].protocol') ? 'TCP' : undefined,
    minimum,
    maximum,
    ...listKeys(schema),
    items: items && plain(items, `${path}[]`),
    required,
    properties: properties && mapValues(properties, (property, name) => plain(property, `${path}.${name}`)),
    additionalProperties: additionalProperties && plain(additionalProperties, `${path}{}`),
  };
}

function intOrString({ pattern }) {
  return {
    ...(pattern && { title: 'quantity' }),
    'x-kubernetes-int-or-string': true,
    pattern,
    examples: pattern && QUANTITIES,
  };
}

/** Before they had list types, lists said by their merge key what makes an item unique. */
function listKeys(schema) {
  const type = schema['x-kubernetes-list-type'];
  const mergeKey = schema['x-kubernetes-patch-merge-key'];
  if (type === 'set') return { 'x-kubernetes-list-type': type };
  if (type !== 'map' && (type || !mergeKey)) return {};
  return {
    'x-kubernetes-list-type': 'map',
    'x-kubernetes-list-map-keys': schema['x-kubernetes-list-map-keys'] ?? [mergeKey],
  };
}

const WORTH_SHARING = 80;

/** The same schemas by name, with `$defs` beside them for what occurs more than once. */
export function share(schemas) {
  const uses = new Map();
  const count = (schema, name) => {
    const text = JSON.stringify(schema);
    const use = uses.get(text);
    if (use) use.count++;
    else {
      uses.set(text, { count: 1, name: schema.title ?? name });
      mapChildren(schema, (child, childName = `${name}Item`) => count(child, childName));
    }
  };
  mapValues(schemas, count);

  const $defs = {};
  const emit = schema =>
    mapChildren(schema, child => {
      const text = JSON.stringify(child);
      const use = uses.get(text);
      if (use.count === 1 || text.length < WORTH_SHARING) return emit(child);
      if (!use.$ref) {
        const name = unused(use.name, $defs);
        $defs[name] = null;
        $defs[name] = emit(child);
        use.$ref = `#/$defs/${name}`;
      }
      return { $ref: use.$ref };
    });
  return { ...mapValues(schemas, emit), $defs };
}

function unused(name, taken) {
  for (let suffix = 1; ; suffix++) {
    const candidate = suffix === 1 ? name : `${name}${suffix}`;
    if (!(candidate in taken)) return candidate;
  }
}

function mapChildren(schema, change) {
  const { items, properties, additionalProperties } = schema;
  return {
    ...schema,
    ...(items && { items: change(items) }),
    ...(properties && { properties: mapValues(properties, change) }),
    ...(additionalProperties && { additionalProperties: change(additionalProperties) }),
  };
}

export function mapValues(object, change) {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value, key)]));
}

/** JSON with a line for each entry of the object, of its `$defs`, and of what else lies less than `levels` deep. */
export function lines(object, levels = 1, indent = '  ') {
  const entries = Object.entries(object).filter(([, value]) => value !== undefined);
  const texts = entries.map(([key, value]) => {
    const open = typeof value === 'object' && (levels > 1 || key === '$defs');
    return `${indent}${JSON.stringify(key)}: ${open ? lines(value, levels - 1, `${indent}  `) : JSON.stringify(value)}`;
  });
  return `{\n${texts.join(',\n')}\n${indent.slice(2)}}`;
}
