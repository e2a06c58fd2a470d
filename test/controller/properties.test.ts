import { Chart } from 'cdk8s';
import * as fc from 'fast-check';
import { ARC_VERSIONS, DeskrunApp, PropsError, type ArcVersion } from '../../src';
import { ArcController } from '../../src/controller/arc-controller';
import type { ArcControllerProps } from '../../src/controller/arc-controller-props';
import { checkCoreKind, kubernetesVersions } from '../support/core-kinds';
import type { Manifest } from '../support/sets';

const word = fc.constantFrom('a', 'arc', 'my-gha-rs-controller', 'A b', '', 'default', 'x'.repeat(64));
const address = fc.constantFrom(':8080', ':8081', '0', 'localhost:6060', '[::]:9090', 'metrics', '');
const plain = { noNullPrototype: true };
const map = fc.dictionary(fc.constantFrom('team', 'example.com/team', 'app.kubernetes.io/name', 'a b'), word, {
  maxKeys: 2,
  ...plain,
});
const count = fc.constantFrom(0, 1, 2, 1.5);
const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined, freq: 2 });

const props: fc.Arbitrary<object> = fc.record(
  {
    releaseName: optional(word),
    nameOverride: optional(word),
    fullnameOverride: optional(word),
    replicas: optional(count),
    image: optional(
      fc
        .tuple(
          fc.constantFrom('controller', 'registry.example:5000/arc'),
          fc.constantFrom('', ':0.14.2', ':0.14.0', ':v0.13.1-1', ':0.12.1', ':latest'),
        )
        .map(parts => parts.join('')),
    ),
    imagePullSecrets: optional(fc.array(fc.record({ name: word }, plain), { maxLength: 2 })),
    serviceAccount: optional(
      fc.record({ create: optional(fc.boolean()), name: optional(word), annotations: optional(map) }, plain),
    ),
    logLevel: optional(fc.constantFrom('debug', 'info', '3', 'trace')),
    watchSingleNamespace: optional(word),
    runnerMaxConcurrentReconciles: optional(count),
    metrics: optional(
      fc.record(
        {
          controllerManagerAddr: optional(address),
          listenerAddr: optional(address),
          listenerEndpoint: optional(fc.constantFrom('/m', 'm')),
        },
        plain,
      ),
    ),
    pprofAddr: optional(address),
    healthProbeBindAddress: optional(address),
    k8sClientRateLimiter: optional(fc.record({ qps: optional(count), burst: optional(count) }, plain)),
    workqueueRateLimiter: optional(fc.constantFrom('bucket_rate_limiter', 'typed_rate_limiter', 'none')),
    excludeLabelPropagationPrefixes: optional(
      fc.array(fc.constantFrom('example.com/', 'app.kubernetes.io/', 'a', ''), { maxLength: 2 }),
    ),
    env: optional(
      fc.array(
        fc.record({ name: fc.constantFrom('A', 'A B', 'CONTROLLER_MANAGER_POD_NAMESPACE'), value: word }, plain),
        { maxLength: 2 },
      ),
    ),
    labels: optional(map),
    podLabels: optional(map),
    podAnnotations: optional(map),
  },
  plain,
);

/** The manifests, or undefined if the props are refused with an error of this library. */
function synthesized(given: object, arcVersion: ArcVersion): Manifest[] | undefined {
  const chart = new Chart(new DeskrunApp({ arcVersion }), 'arc', { namespace: 'arc-systems' });
  try {
    new ArcController(chart, 'controller', { crds: 'external', ...(given as ArcControllerProps) });
  } catch (error) {
    if (!(error instanceof PropsError)) throw error;
    return undefined;
  }
  expect(chart.node.findAll().flatMap(({ node }) => node.validate())).toEqual([]);
  return chart.toJson();
}

/** Some of the props, since all of them together are rarely valid. */
const some = fc
  .tuple(props, fc.infiniteStream(fc.nat(6)))
  .map(([all, chances]) => Object.fromEntries(Object.entries(all).filter(() => chances.next().value === 0)));

test('any props are refused with an error of this library, or give valid and deterministic manifests', () => {
  let made = 0;
  fc.assert(
    fc.property(some, fc.constantFrom(...ARC_VERSIONS), (given, arcVersion) => {
      const manifests = synthesized(given, arcVersion);
      if (!manifests) return;
      made++;
      expect(
        manifests.flatMap(manifest => kubernetesVersions.flatMap(version => checkCoreKind(manifest, version))),
      ).toEqual([]);
      expect(synthesized(given, arcVersion)).toEqual(manifests);
    }),
    { numRuns: 200 },
  );
  expect(made).toBeGreaterThan(20);
});

const release = fc
  .tuple(
    fc.constantFrom('', 'v'),
    fc.constantFrom('0.12', '0.13', '0.14', '1.14'),
    fc.nat(3),
    fc.constantFrom('', '-mirrored'),
  )
  .map(([v, minor, patch, suffix]) => `:${v}${minor}.${patch}${suffix}`);
const image = fc
  .tuple(fc.constantFrom('controller', 'registry.example:5000/arc'), fc.oneof(fc.constant(''), release))
  .map(parts => parts.join(''));

test('the label of the version and the tag of the image never differ in the minor version', () => {
  let made = 0;
  fc.assert(
    fc.property(image, fc.constantFrom(...ARC_VERSIONS), (written, arcVersion) => {
      const deployment = synthesized({ image: written }, arcVersion)?.at(-1);
      if (!deployment) return;
      made++;
      const {
        metadata: { labels },
        spec: { template },
      } = deployment;
      const minor = /^\d+\.\d+\./.exec(arcVersion)?.[0];
      expect([labels, template.metadata.labels].map(some => some['app.kubernetes.io/version'])).toEqual([
        arcVersion,
        arcVersion,
      ]);
      expect(template.spec.containers[0].image).toMatch(new RegExp(`:v?${minor}[^:]*$`));
    }),
    { numRuns: 200 },
  );
  expect(made).toBeGreaterThan(20);
});
