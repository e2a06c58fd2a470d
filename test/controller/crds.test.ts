import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Chart } from 'cdk8s';
import { ARC_VERSIONS, DeskrunApp } from '../../src';
import type { ArcVersion } from '../../src/app/versions';
import { ArcController } from '../../src/controller/arc-controller';
import { ArcCrds, customResourceDefinitions } from '../../src/controller/crds';
import { checkCoreKind, kubernetesVersions } from '../support/core-kinds';
import { pattern } from '../support/pattern';
import { findingsOf, type Manifest } from '../support/sets';
import type * as controllers from './controllers';
import { controllerChart } from './controllers';

const chart = controllerChart();
new ArcCrds(chart, 'crds');
const crds: Manifest[] = chart.toJson();
const byKind = new Map<string, Manifest>(crds.map(crd => [crd.spec.names.kind, crd]));
const kinds = ['AutoscalingRunnerSet', 'AutoscalingListener', 'EphemeralRunnerSet', 'EphemeralRunner'];

const versionOf = (kind: string): Manifest => byKind.get(kind)?.spec.versions[0];
const schemaOf = (kind: string): Manifest => versionOf(kind).schema.openAPIV3Schema;

/** Visits every schema below a schema, with its path. */
function walk(schema: Manifest, visit: (schema: Manifest, path: string) => void, path = ''): void {
  visit(schema, path);
  for (const [name, property] of Object.entries<Manifest>(schema.properties ?? {}))
    walk(property, visit, `${path}.${name}`);
  if (schema.items) walk(schema.items, visit, `${path}[]`);
  if (typeof schema.additionalProperties === 'object') walk(schema.additionalProperties, visit, `${path}{}`);
}

/** The values of a keyword, by the path of the schema that has it. */
function said(schema: Manifest, rule: string): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  walk(schema, (node, path) => {
    if (node[rule] !== undefined) found[path] = node[rule];
  });
  return found;
}

describe('the CRDs', () => {
  test('are the four of ARC', () => {
    expect([...byKind.keys()]).toEqual(kinds);
  });

  test.each(kinds)('%s has the names of upstream', kind => {
    const singular = kind.toLowerCase();
    const { metadata, spec } = byKind.get(kind);
    expect(metadata.name).toBe(`${singular}s.actions.github.com`);
    expect(spec).toMatchObject({
      group: 'actions.github.com',
      scope: 'Namespaced',
      names: { kind, listKind: `${kind}List`, plural: `${singular}s`, singular },
    });
  });

  test.each(kinds)('%s has one version, with the status subresource', kind => {
    expect(byKind.get(kind)?.spec.versions).toHaveLength(1);
    expect(versionOf(kind)).toMatchObject({
      name: 'v1alpha1',
      served: true,
      storage: true,
      subresources: { status: {} },
    });
  });

  test('have no namespace', () => {
    expect(crds.filter(({ metadata }) => metadata.namespace !== undefined)).toEqual([]);
  });

  test('are labelled with their release', () => {
    expect(crds.map(({ metadata }) => metadata.labels)).toEqual(
      crds.map(() => ({
        'app.kubernetes.io/part-of': 'gha-rs-controller',
        'app.kubernetes.io/version': '0.14.2',
        'app.kubernetes.io/managed-by': 'cdk8s-deskrun',
      })),
    );
  });

  test.each(kinds)('%s is small enough for client-side apply, which stores it in an annotation', kind => {
    expect(Buffer.byteLength(JSON.stringify(byKind.get(kind)))).toBeLessThan(262144);
  });

  test.each(kubernetesVersions)('are valid in Kubernetes %s', version => {
    expect(crds.flatMap(crd => checkCoreKind(crd, version))).toEqual([]);
  });

  test('have the printer columns of upstream', () => {
    const columns = (kind: string) =>
      (versionOf(kind).additionalPrinterColumns as Manifest[]).map(({ name, jsonPath }) => `${name} ${jsonPath}`);
    expect(columns('AutoscalingRunnerSet')).toEqual([
      'Minimum Runners .spec.minRunners',
      'Maximum Runners .spec.maxRunners',
      'Current Runners .status.currentRunners',
      'State .status.state',
      'Pending Runners .status.pendingEphemeralRunners',
      'Running Runners .status.runningEphemeralRunners',
      'Finished Runners .status.finishedEphemeralRunners',
      'Deleting Runners .status.deletingEphemeralRunners',
    ]);
    expect(kinds.map(kind => columns(kind).length)).toEqual([8, 3, 6, 10]);
  });
});

describe('the schemas', () => {
  // Counted in the files of upstream.
  test.each([
    ['AutoscalingRunnerSet', 2541, 365],
    ['AutoscalingListener', 1302, 185],
    ['EphemeralRunnerSet', 1276, 185],
    ['EphemeralRunner', 1277, 183],
  ])('%s has %i types and %i lists of required fields', (kind, types, required) => {
    expect(Object.keys(said(schemaOf(kind), 'type'))).toHaveLength(types);
    expect(Object.keys(said(schemaOf(kind), 'required'))).toHaveLength(required);
  });

  test.each(kinds)('%s is structural: every part has a type, or is an int-or-string', kind => {
    const shapeless: string[] = [];
    walk(schemaOf(kind), ({ type, 'x-kubernetes-int-or-string': either }, path) => {
      if ((type === undefined) !== (either === true)) shapeless.push(path);
    });
    expect(shapeless).toEqual([]);
  });

  test.each(['$ref', 'description', 'enum', 'title', '$defs'])('have no %s', rule => {
    expect(kinds.map(kind => Object.keys(said(schemaOf(kind), rule)))).toEqual(kinds.map(() => []));
  });

  test.each(kinds)('%s takes any metadata, and its own spec and status', kind => {
    const { properties } = schemaOf(kind);
    expect(properties).toMatchObject({
      apiVersion: { type: 'string' },
      kind: { type: 'string' },
      metadata: { type: 'object' },
    });
    expect(Object.keys(properties)).toEqual(['apiVersion', 'kind', 'metadata', 'spec', 'status']);
  });

  test('have no required field in the spec of a runner set', () => {
    expect(schemaOf('AutoscalingRunnerSet').properties.spec).not.toHaveProperty('required');
  });

  test('have ports with number and protocol, with default TCP', () => {
    const { ports } =
      schemaOf('AutoscalingRunnerSet').properties.spec.properties.template.properties.spec.properties.containers.items
        .properties;
    expect(ports).toMatchObject({
      'x-kubernetes-list-type': 'map',
      'x-kubernetes-list-map-keys': ['containerPort', 'protocol'],
    });
    expect(ports.items.properties.protocol.default).toBe('TCP');
  });

  test('agree with the schema by which runner sets are checked', () => {
    const { $defs, ...document } = JSON.parse(
      readFileSync(join(__dirname, '../../imports/autoscalingrunnerset.schema.json'), 'utf8'),
    );
    const whole = (schema: Manifest): Manifest =>
      schema.$ref
        ? whole($defs[String(schema.$ref).slice('#/$defs/'.length)])
        : {
            ...schema,
            ...(schema.items && { items: whole(schema.items) }),
            ...(schema.properties && {
              properties: Object.fromEntries(
                Object.entries<Manifest>(schema.properties).map(([name, property]) => [name, whole(property)]),
              ),
            }),
            ...(typeof schema.additionalProperties === 'object' && {
              additionalProperties: whole(schema.additionalProperties),
            }),
          };
    const { spec } = schemaOf('AutoscalingRunnerSet').properties;
    const checked = whole(document.properties.spec);
    for (const rule of [
      'type',
      'required',
      'minimum',
      'maximum',
      'x-kubernetes-int-or-string',
      'x-kubernetes-list-map-keys',
    ]) {
      expect(said(checked, rule)).toEqual(said(spec, rule));
    }
    expect(Object.keys(said(spec, 'type')).length).toBeGreaterThan(2000);
  });
});

describe('older releases of ARC', () => {
  const crdsOf = (arcVersion: ArcVersion): Map<string, Manifest> =>
    new Map(customResourceDefinitions(arcVersion).map(({ spec }) => [String((spec.names as Manifest).kind), spec]));
  const olderSchema = (arcVersion: ArcVersion, kind: string): Manifest =>
    crdsOf(arcVersion).get(kind).versions[0].schema.openAPIV3Schema;
  const columnsOf = (arcVersion: ArcVersion, kind: string): string[] =>
    (crdsOf(arcVersion).get(kind).versions[0].additionalPrinterColumns as Manifest[]).map(({ name }) => String(name));

  test.each(ARC_VERSIONS)('%s has the four CRDs, labelled with it', arcVersion => {
    const older = controllerChart({ arcVersion });
    new ArcController(older, 'controller', { crds: 'own' });
    const written = older.toJson().filter(({ kind }) => kind === 'CustomResourceDefinition');
    expect(written.map(({ spec }) => spec.names.kind)).toEqual(kinds);
    for (const { metadata } of written)
      expect(metadata.labels).toMatchObject({ 'app.kubernetes.io/version': arcVersion });
  });

  // Counted in the files of upstream, at the tag of each release.
  test.each<[ArcVersion, string, number, number]>([
    ['0.12.1', 'AutoscalingRunnerSet', 2393, 343],
    ['0.12.1', 'AutoscalingListener', 1229, 174],
    ['0.12.1', 'EphemeralRunnerSet', 1212, 174],
    ['0.12.1', 'EphemeralRunner', 1219, 172],
    ['0.13.0', 'AutoscalingRunnerSet', 2487, 363],
    ['0.13.1', 'AutoscalingRunnerSet', 2487, 363],
    ['0.13.1', 'AutoscalingListener', 1276, 184],
    ['0.13.1', 'EphemeralRunnerSet', 1259, 184],
    ['0.13.1', 'EphemeralRunner', 1266, 182],
  ])('%s: %s has %i types and %i lists of required fields', (arcVersion, kind, types, required) => {
    const schema = olderSchema(arcVersion, kind);
    expect(Object.keys(said(schema, 'type'))).toHaveLength(types);
    expect(Object.keys(said(schema, 'required'))).toHaveLength(required);
  });

  test.each<ArcVersion>(['0.14.0', '0.14.1'])('%s has the CRDs of 0.14.2', version => {
    expect(customResourceDefinitions(version)).toEqual(customResourceDefinitions('0.14.2'));
  });

  test('0.13.1 has no fields of 0.14, and has the field state, which 0.14 replaced by phase', () => {
    const { spec, status } = olderSchema('0.13.1', 'AutoscalingRunnerSet').properties;
    for (const field of ['runnerScaleSetLabels', 'ephemeralRunnerMetadata', 'listenerRoleMetadata'])
      expect(spec.properties).not.toHaveProperty(field);
    expect(spec.properties.template.properties.spec.properties).not.toHaveProperty('workloadRef');
    expect(spec.properties.listenerTemplate.properties.spec.properties).toHaveProperty('hostnameOverride');
    expect(status.properties).toMatchObject({ state: { type: 'string' } });
    expect(status.properties).not.toHaveProperty('phase');
    expect(columnsOf('0.13.1', 'EphemeralRunner')).toContain('JobId');
  });

  test('0.12.1 has no fields of 0.13 in any container, and no job id', () => {
    const podSpec = olderSchema('0.12.1', 'EphemeralRunner').properties.spec.properties.spec.properties;
    for (const list of ['containers', 'initContainers', 'ephemeralContainers']) {
      const { env, lifecycle, ...container } = podSpec[list].items.properties;
      expect(env.items.properties.valueFrom.properties).not.toHaveProperty('fileKeyRef');
      expect(lifecycle.properties).not.toHaveProperty('stopSignal');
      expect(container).not.toHaveProperty('restartPolicyRules');
      expect(container).toHaveProperty('image');
    }
    const { status } = olderSchema('0.12.1', 'EphemeralRunner').properties;
    expect(status.properties).toMatchObject({ runnerJITConfig: { type: 'string' } });
    expect(status.properties).not.toHaveProperty('jobId');
    expect(columnsOf('0.12.1', 'EphemeralRunner')).not.toContain('JobId');
  });

  test('deriving an older release does not change the newest one', () => {
    customResourceDefinitions('0.12.1');
    expect(schemaOf('AutoscalingRunnerSet')).toEqual(olderSchema('0.14.2', 'AutoscalingRunnerSet'));
  });

  test('an unknown version in the context of an app is refused', () => {
    const other = new Chart(new App(), 'crds');
    other.node.setContext('cdk8s-deskrun/arcVersion', '0.15.0');
    expect(findingsOf(() => new ArcCrds(other, 'crds'))).toEqual([
      'arcVersion: must be one of 0.12.1, 0.13.0, 0.13.1, 0.14.0, 0.14.1, 0.14.2, got "0.15.0"',
    ]);
  });
});

test('the CRDs can have their own file, before the controller', () => {
  const app = new DeskrunApp();
  const own = new Chart(app, '0-crds');
  new ArcCrds(own, 'crds');
  expect(own.toJson()).toEqual(crds);
});

test('the file of the CRDs has a comment about its source', () => {
  const { $comment } = JSON.parse(readFileSync(join(__dirname, '../../imports/crds.json'), 'utf8'));
  expect($comment).toMatch(
    pattern(
      /^Generated by `npm run imports` from actions\.github\.com_autoscalingrunnersets\.yaml, .* of ARC /,
      /0\.14\.2 \(sha256 [0-9a-f]{64}\); do not edit\.$/,
    ),
  );
});

test('a controller without CRDs does not load them', () => {
  jest.isolateModules(() => {
    jest.doMock('../../imports/crds.json', () => {
      throw new Error('read');
    });
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- a separate copy of the modules
    const { synthController } = require('./controllers') as typeof controllers;
    expect(() => synthController()).not.toThrow();
    expect(() => synthController({ crds: 'own' })).toThrow('read');
  });
});
