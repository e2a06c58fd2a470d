import type { Finding } from '../errors';
import { findDuplicates } from './duplicates';
import type { JsonSchema } from './json-schema';
import { findUnwritable } from './manifest-part';
import {
  boundMessage,
  describeExpected,
  describeValue,
  joinNames,
  notAllowedMessage,
  patternMessage,
  similarKey,
  unknownKeyMessage,
} from './messages';
import { listsWithKey, placesForKey, QUOTES, suggestForm, type SchemaContext } from './suggestions';
import { hasType, isAllowedValue } from './types';

export type { JsonSchema } from './json-schema';

/** Finds everything in a value that the schema does not allow. Properties that are undefined count as missing. */
export function checkSchema(schema: JsonSchema, value: unknown): Finding[] {
  return findingsOf(new Checker(schema.$defs ?? {}, false), schema, value);
}

/**
 * As {@link checkSchema}, for a value that a user wrote as YAML: if possible, a message suggests the correct YAML, such
 * as `write auth: { secret: github }`.
 */
export function checkYaml(schema: JsonSchema, value: unknown): Finding[] {
  return findingsOf(new Checker(schema.$defs ?? {}, true), schema, value);
}

function findingsOf(checker: Checker, schema: JsonSchema, value: unknown): Finding[] {
  checker.check(schema, value, true);
  return checker.findings;
}

const regExps = new Map<string, RegExp>();
const base64 = /^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

class Checker {
  findings: Finding[] = [];
  private readonly path: (string | number)[] = [];

  constructor(
    private readonly definitions: Readonly<Record<string, JsonSchema>>,
    private readonly suggests: boolean,
  ) {}

  check(reference: JsonSchema, value: unknown, required = false): void {
    const schema = this.resolve(reference);
    if (schema.anyOf) this.anyOf(schema, schema.anyOf, value, required);
    else if (!hasType(schema, value)) this.wrongType([schema], value, required, schema.remedy);
    else if (schema.problem) this.problem(schema.problem(value as never));
    else if (schema.instance) return;
    else if (schema.isManifestPart) this.findings.push(...findUnwritable(value, this.path));
    else if (!isAllowedValue(schema, value)) this.report(notAllowedMessage(schema, value));
    else if (typeof value === 'string') this.string(schema, value);
    else if (typeof value === 'number') this.number(schema, value);
    else if (Array.isArray(value)) this.list(schema, value);
    else if (typeof value === 'object' && value !== null) this.object(schema, value as Record<string, unknown>);
  }

  private anyOf(
    { remedy, problem }: JsonSchema,
    references: readonly JsonSchema[],
    value: unknown,
    required: boolean,
  ): void {
    const alternatives = references.map(reference => this.resolve(reference));
    const sameType = alternatives.filter(schema => hasType(schema, value));
    if (sameType.length === 0) return this.wrongType(alternatives, value, required, remedy);
    if (problem) return this.problem(problem(value as never));
    const before = this.findings;
    const results = sameType.map(schema => {
      this.findings = [];
      this.check(schema, value, required);
      return this.findings;
    });
    this.findings = before;
    const best = results.reduce((least, result) => (result.length < least.length ? result : least));
    const advice = best.length === 0 ? undefined : remedy?.(value);
    this.findings.push(
      ...best.map(finding =>
        advice === undefined ? finding : { ...finding, message: `${finding.message}; ${advice}` },
      ),
    );
  }

  private problem(message: string | undefined): void {
    if (message !== undefined) this.report(message);
  }

  private string(schema: JsonSchema, value: string): void {
    if (schema.minLength !== undefined || schema.maxLength !== undefined)
      this.bounds(schema.minLength, schema.maxLength, [...value].length, 'character');
    if (schema.pattern !== undefined && !regExp(schema.pattern).test(value)) this.report(patternMessage(schema, value));
    // Base64 data may be a secret, so the message does not have the value.
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
    const duplicates = findDuplicates(schema, this.resolve(items ?? {}), list);
    // Unlike forEach, entries() also gives the holes of a sparse list.
    for (const [index, item] of list.entries()) {
      this.path.push(index);
      const duplicate = duplicates.get(index);
      if (duplicate) this.report(`duplicate ${name} ${duplicate.what}, first given at ${name}[${duplicate.first}]`);
      if (items) this.check(items, item);
      this.path.pop();
    }
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

  /** Reports missing keys. A misspelled key is only reported as unknown. */
  private missing(schema: JsonSchema, object: Record<string, unknown>, keys: readonly string[]): void {
    const known = Object.keys(schema.properties ?? {});
    const misspelled = Object.keys(object)
      .filter(key => !known.includes(key))
      .map(key => similarKey(known, object, key));
    for (const key of keys.filter(name => !misspelled.includes(name)))
      this.findings.push({ path: [...this.path, key], message: 'is required' });
  }

  private property(schema: JsonSchema, object: Record<string, unknown>, key: string): void {
    const { properties = {}, additionalProperties: others = !schema.properties } = schema;
    if (Object.hasOwn(properties, key)) this.check(properties[key]!, object[key], schema.required?.includes(key));
    else if (typeof others === 'object') this.check(others, object[key]);
    else if (!others)
      this.findings.push({
        path: [...this.path],
        message: this.unknownKey(schema, object, key),
        at: 'key',
      });
  }

  private unknownKey(schema: JsonSchema, object: Record<string, unknown>, key: string): string {
    const allowed = Object.keys(schema.properties ?? {});
    if (!this.suggests || similarKey(allowed, object, key) !== undefined)
      return unknownKeyMessage(allowed, object, key);
    const places = placesForKey(schema, key, object[key], this.context);
    if (places.length > 0) return `unknown key; write ${places.join(' or ')}`;
    const remedy = schema.keyRemedy?.(key);
    if (remedy !== undefined) return `unknown key; ${remedy}`;
    const [list] = listsWithKey(schema, key, this.context);
    return list === undefined
      ? unknownKeyMessage(allowed, object, key)
      : `unknown key; move it to the entries of ${list}`;
  }

  private get context(): SchemaContext {
    return {
      resolve: schema => this.resolve(schema),
      accepts: (schema, value) => findingsOf(new Checker(this.definitions, false), schema, value).length === 0,
    };
  }

  private wrongType(
    alternatives: readonly JsonSchema[],
    value: unknown,
    required: boolean,
    remedy?: JsonSchema['remedy'],
  ): void {
    const expected = [...new Set(alternatives.map(describeExpected))].join(' or ');
    if (value === null || value === undefined)
      return this.report(`is empty; give ${expected}${required ? '' : ' or leave it out'}`);
    const suggestion = remedy?.(value) ?? this.suggestion(alternatives, value);
    this.report(`must be ${expected}, got ${describeValue(value)}${suggestion === undefined ? '' : `; ${suggestion}`}`);
  }

  private suggestion(alternatives: readonly JsonSchema[], value: unknown): string | undefined {
    if (!this.suggests) return undefined;
    const form = suggestForm(alternatives, value, this.context);
    if (form === QUOTES) return form;
    const key = this.path.at(-1);
    if (form !== undefined) return `write ${typeof key === 'string' ? `${key}: ` : ''}${form}`;
    const keys = alternatives.flatMap(({ properties = {} }) => Object.keys(properties));
    return keys.length === 0 ? undefined : `keys of the object: ${joinNames(keys)}`;
  }

  private bounds(min: number | undefined, max: number | undefined, size: number, unit?: string): void {
    if (min !== undefined && size < min) this.report(boundMessage('least', min, size, unit));
    if (max !== undefined && size > max) this.report(boundMessage('most', max, size, unit));
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
