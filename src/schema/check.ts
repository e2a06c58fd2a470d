import type { Finding } from '../errors';
import { fits, isAllowed } from './fits';
import type { JsonSchema } from './json-schema';
import { repeats } from './repeats';
import { listsWith, QUOTED, rightForm, rightPlaces, type Forms } from './right-form';
import { expected, got, listed, meantKey, mismatched, notAllowed, outOfBounds, unknownKey } from './wording';

export type { JsonSchema } from './json-schema';

/**
 * Everything in `value` that `schema` does not allow, in the order of the value. `undefined` properties count as
 * absent.
 */
export function checkSchema(schema: JsonSchema, value: unknown): Finding[] {
  return findingsOf(new Walk(schema.$defs ?? {}, false), schema, value);
}

/**
 * As {@link checkSchema}, for a value that was written as YAML: findings also show how it is written rightly, where
 * that can be told.
 */
export function checkWritten(schema: JsonSchema, value: unknown): Finding[] {
  return findingsOf(new Walk(schema.$defs ?? {}, true), schema, value);
}

function findingsOf(walk: Walk, schema: JsonSchema, value: unknown): Finding[] {
  walk.check(schema, value, true);
  return walk.findings;
}

const regExps = new Map<string, RegExp>();
const base64 = /^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

class Walk {
  findings: Finding[] = [];
  private readonly path: (string | number)[] = [];

  constructor(
    private readonly definitions: Readonly<Record<string, JsonSchema>>,
    private readonly showsRightForm: boolean,
  ) {}

  check(reference: JsonSchema, value: unknown, required = false): void {
    const schema = this.resolve(reference);
    if (schema.anyOf) this.anyOf(schema, schema.anyOf, value, required);
    else if (!fits(schema, value)) this.misfit([schema], value, required, schema.remedy);
    else if (schema.instance) return;
    else if (!isAllowed(schema, value)) this.report(notAllowed(schema, value));
    else if (typeof value === 'string') this.string(schema, value);
    else if (typeof value === 'number') this.number(schema, value);
    else if (Array.isArray(value)) this.list(schema, value);
    else if (typeof value === 'object' && value !== null) this.object(schema, value as Record<string, unknown>);
  }

  private anyOf({ remedy }: JsonSchema, references: readonly JsonSchema[], value: unknown, required: boolean): void {
    const alternatives = references.map(reference => this.resolve(reference));
    const fitting = alternatives.filter(schema => fits(schema, value));
    if (fitting.length === 0) return this.misfit(alternatives, value, required, remedy);
    const outside = this.findings;
    const outcomes = fitting.map(schema => {
      this.findings = [];
      this.check(schema, value, required);
      return this.findings;
    });
    this.findings = outside;
    this.findings.push(...outcomes.reduce((best, outcome) => (outcome.length < best.length ? outcome : best)));
  }

  private string(schema: JsonSchema, value: string): void {
    if (schema.minLength !== undefined || schema.maxLength !== undefined)
      this.bounds(schema.minLength, schema.maxLength, [...value].length, 'character');
    if (schema.pattern !== undefined && !regExp(schema.pattern).test(value)) this.report(mismatched(schema, value));
    // What is base64 may be a secret: the value is not shown.
    if (schema.format === 'byte' && !base64.test(value)) this.report('must be base64');
  }

  private number(schema: JsonSchema, value: number): void {
    this.bounds(schema.minimum, schema.maximum, value);
    if (schema.format === 'int32' && value !== (value | 0)) this.report(`must fit in 32 bits, got ${value}`);
  }

  private list(schema: JsonSchema, list: readonly unknown[]): void {
    this.bounds(schema.minItems, undefined, list.length, 'item');
    const { items } = schema;
    const name = this.path.at(-1) ?? 'item';
    const repeated = repeats(schema, this.resolve(items ?? {}), list);
    list.forEach((item, index) => {
      this.path.push(index);
      const repeat = repeated.get(index);
      if (repeat) this.report(`duplicate ${name} ${repeat.what}, first given at ${name}[${repeat.first}]`);
      if (items) this.check(items, item);
      this.path.pop();
    });
  }

  private object(schema: JsonSchema, object: Record<string, unknown>): void {
    const missing = (schema.required ?? []).filter(key => object[key] === undefined);
    if (missing.length > 0) this.missing(schema, object, missing);
    for (const key of Object.keys(object)) {
      if (object[key] === undefined) continue;
      this.path.push(key);
      this.property(schema, object, key);
      this.path.pop();
    }
  }

  /** A key that is there under a misspelled name is reported once, as that. */
  private missing(schema: JsonSchema, object: Record<string, unknown>, keys: readonly string[]): void {
    const known = Object.keys(schema.properties ?? {});
    const meant = Object.keys(object)
      .filter(key => !known.includes(key))
      .map(key => meantKey(known, object, key));
    for (const key of keys.filter(name => !meant.includes(name)))
      this.findings.push({ path: [...this.path, key], message: 'is required' });
  }

  private property(schema: JsonSchema, object: Record<string, unknown>, key: string): void {
    const { properties = {}, additionalProperties: others = !schema.properties } = schema;
    if (Object.hasOwn(properties, key)) this.check(properties[key]!, object[key], schema.required?.includes(key));
    else if (typeof others === 'object') this.check(others, object[key]);
    else if (!others)
      this.findings.push({
        path: [...this.path],
        message: this.unknown(schema, object, key),
        at: 'key',
      });
  }

  private unknown(schema: JsonSchema, object: Record<string, unknown>, key: string): string {
    const allowed = Object.keys(schema.properties ?? {});
    if (!this.showsRightForm || meantKey(allowed, object, key) !== undefined) return unknownKey(allowed, object, key);
    const places = rightPlaces(schema, key, object[key], this.forms);
    if (places.length > 0) return `unknown key; write ${places.join(' or ')}`;
    const [list] = listsWith(schema, key, this.forms);
    return list === undefined ? unknownKey(allowed, object, key) : `unknown key; it is a key of each entry of ${list}`;
  }

  private get forms(): Forms {
    return {
      resolve: schema => this.resolve(schema),
      accepts: (schema, value) => findingsOf(new Walk(this.definitions, false), schema, value).length === 0,
    };
  }

  private misfit(
    alternatives: readonly JsonSchema[],
    value: unknown,
    required: boolean,
    remedy?: JsonSchema['remedy'],
  ): void {
    const wanted = [...new Set(alternatives.map(expected))].join(' or ');
    if (value === null || value === undefined)
      return this.report(`is empty; give ${wanted}${required ? '' : ' or leave it out'}`);
    const instead = remedy?.(value) ?? this.rightForm(alternatives, value);
    this.report(`must be ${wanted}, got ${got(value)}${instead === undefined ? '' : `; ${instead}`}`);
  }

  private rightForm(alternatives: readonly JsonSchema[], value: unknown): string | undefined {
    if (!this.showsRightForm) return undefined;
    const form = rightForm(alternatives, value, this.forms);
    if (form === QUOTED) return form;
    const key = this.path.at(-1);
    if (form !== undefined) return `write ${typeof key === 'string' ? `${key}: ` : ''}${form}`;
    const keys = alternatives.flatMap(({ properties = {} }) => Object.keys(properties));
    return keys.length === 0 ? undefined : `keys of the object: ${listed(keys)}`;
  }

  private bounds(least: number | undefined, most: number | undefined, size: number, unit?: string): void {
    if (least !== undefined && size < least) this.report(outOfBounds('least', least, size, unit));
    if (most !== undefined && size > most) this.report(outOfBounds('most', most, size, unit));
  }

  private report(message: string): void {
    this.findings.push({ path: [...this.path], message });
  }

  private resolve(schema: JsonSchema): JsonSchema {
    if (schema.$ref === undefined) return schema;
    const target = this.definitions[schema.$ref.slice('#/$defs/'.length)];
    if (!target) throw new Error(`the schema has no ${schema.$ref}`);
    return this.resolve(target);
  }
}

function regExp(pattern: string): RegExp {
  let compiled = regExps.get(pattern);
  if (!compiled) regExps.set(pattern, (compiled = new RegExp(pattern, 'u')));
  return compiled;
}
