import * as fc from 'fast-check';
import { anyConfig, type Config } from '../support/arbitrary-configs';
import { identity, manifestProblems } from '../support/manifests';
import type { Manifest } from '../support/sets';
import { objectsOfAccepted, type Synthesized } from '../support/synthesis';

/** Kinds without a schema in the tests: CRDs are too large, and Kustomization belongs to Flux. */
const WITHOUT_SCHEMA = ['CustomResourceDefinition', 'Kustomization'];

/** Checks a property of the objects of accepted configurations. */
function checkAll(
  holds: (made: Synthesized, config: Config) => void,
  change: (config: Config) => Config = config => config,
): void {
  fc.assert(
    fc.property(anyConfig.map(change), config => {
      const { manifests, scaleSets } = objectsOfAccepted(config);
      holds({ scaleSets, manifests: manifests.filter(({ kind }) => !WITHOUT_SCHEMA.includes(kind)) }, config);
    }),
    { numRuns: 15 },
  );
}

const ofKind = (manifests: readonly Manifest[], kind: string) => manifests.filter(manifest => manifest.kind === kind);
const named = (manifests: readonly Manifest[], kind: string) =>
  ofKind(manifests, kind).map(({ metadata }) => `${metadata.namespace}/${metadata.name}`);

/** Objects that a file refers to and that must exist before it is applied. */
const existingObjects = (config: Config): string[] => [
  'ServiceAccount arc-runners/mine',
  'ConfigMap arc-runners/ca',
  'ConfigMap arc-runners/other',
  'ConfigMap arc-systems/ca',
  'ConfigMap arc-systems/other',
  ...existingControllerAccount(config),
];

/** Returns the ServiceAccount of the controller if it exists already, which `create: false` means. */
function existingControllerAccount({ controller }: Config): string[] {
  const { namespace = 'arc-systems', install } = (controller ?? {}) as {
    readonly namespace?: string;
    readonly install?: { readonly serviceAccount?: { readonly create?: boolean; readonly name?: string } };
  };
  const account = install?.serviceAccount;
  return account?.create === false ? [`ServiceAccount ${namespace}/${account.name}`] : [];
}

/** Returns the runner pod and the job pod of each set. */
const podsOf = ({ scaleSets }: Synthesized): Manifest[] =>
  scaleSets.flatMap(({ runnerPod, jobPod }) => [runnerPod, ...(jobPod ? [jobPod] : [])]);
const containersOf = ({ spec }: Manifest): Manifest[] => [...(spec.initContainers ?? []), ...spec.containers];

/** Returns every value of a key, at any depth. */
function allUnder(key: string, value: unknown): unknown[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]: [string, unknown]) => [
    ...(name === key ? [inner] : []),
    ...allUnder(key, inner),
  ]);
}

test('every object that a manifest refers to exists, and no object exists twice', () => {
  checkAll(({ manifests }, config) => {
    expect(manifestProblems(manifests, existingObjects(config))).toEqual([]);
  });
});

test('the objects that the controller cleans up for a set are exactly those with a finalizer', () => {
  checkAll(({ manifests }) => {
    const listed = ofKind(manifests, 'AutoscalingRunnerSet').flatMap(({ metadata }) =>
      Object.entries(metadata.annotations as Record<string, string>)
        .filter(([key]) => key.startsWith('actions.github.com/cleanup-'))
        .map(([key, name]) => {
          const kind = /role-binding/.test(key)
            ? 'RoleBinding'
            : /service-account/.test(key)
              ? 'ServiceAccount'
              : 'Role';
          return `${kind} ${metadata.namespace}/${name}`;
        }),
    );
    const waiting = manifests
      .filter(({ kind, metadata }) => kind !== 'AutoscalingRunnerSet' && (metadata.finalizers ?? []).length > 0)
      .map(identity);
    expect(listed.sort()).toEqual(waiting.sort());
  });
});

test('every container mounts only volumes of its pod, with different paths', () => {
  checkAll(made => {
    for (const pod of podsOf(made)) {
      const volumes = ((pod.spec.volumes ?? []) as Manifest[])
        .map(({ name }) => name as string)
        .concat((pod.spec.containers as Manifest[]).some(({ name }) => name === 'runner') ? ['work'] : []);
      for (const { volumeMounts = [] } of containersOf(pod)) {
        const mounts = volumeMounts as Manifest[];
        expect(volumes).toEqual(expect.arrayContaining(mounts.map(({ name }) => name)));
        expect(new Set(mounts.map(({ mountPath }) => mountPath)).size).toBe(mounts.length);
      }
    }
  });
});

test('a variable that refers to others comes after them in its container', () => {
  checkAll(made => {
    for (const { env = [] } of podsOf(made).flatMap(containersOf)) {
      const names = (env as Manifest[]).map(({ name }) => name as string);
      for (const [index, { value = '' }] of (env as Manifest[]).entries()) {
        for (const [, used] of String(value).matchAll(/(?<!\$)\$\((\w+)\)/g))
          // The kubelet knows the address of the API server in every pod.
          if (used !== 'KUBERNETES_SERVICE_HOST') expect(names.slice(0, index)).toContain(used);
      }
    }
  });
});

test('every variable in a subPathExpr is set in its container', () => {
  checkAll(made => {
    for (const { volumeMounts = [], env = [] } of podsOf(made).flatMap(containersOf)) {
      const used = (volumeMounts as Manifest[]).flatMap(({ subPathExpr = '' }) =>
        [...String(subPathExpr).matchAll(/\$\((\w+)\)/g)].map(([, name]) => name),
      );
      expect((env as Manifest[]).map(({ name }) => name as string)).toEqual(expect.arrayContaining(used));
    }
  });
});

test('every role has exactly one binding, and every binding refers to a role that exists', () => {
  checkAll(({ manifests }) => {
    const bound = ofKind(manifests, 'RoleBinding').map(
      ({ metadata, roleRef }) => `${metadata.namespace}/${roleRef.name}`,
    );
    expect(bound.sort()).toEqual(named(manifests, 'Role').sort());
  });
});

test('every ServiceAccount is used by a pod', () => {
  checkAll(({ manifests, scaleSets }) => {
    const used = scaleSets.map(({ namespace, runnerPod }) => `${namespace}/${runnerPod.spec.serviceAccountName}`);
    const ofController = ofKind(manifests, 'Deployment').map(
      ({ metadata, spec }) => `${metadata.namespace}/${spec.template.spec.serviceAccountName}`,
    );
    expect([...used, ...ofController]).toEqual(expect.arrayContaining(named(manifests, 'ServiceAccount')));
  });
});

test('the manager role of a set is bound to the controller, and to the installed one if there is one', () => {
  checkAll(({ manifests }) => {
    const [controller] = ofKind(manifests, 'Deployment');
    const managers = ofKind(manifests, 'RoleBinding').filter(
      ({ metadata }) => /-manager$/.test(String(metadata.name)) && metadata.namespace === 'arc-runners',
    );
    const accounts = managers.flatMap(({ subjects }) =>
      (subjects as Manifest[]).map(({ kind, namespace, name }) => `${kind} ${namespace}/${name}`),
    );
    expect(new Set(accounts).size).toBeLessThanOrEqual(1);
    if (controller)
      expect([
        `ServiceAccount ${controller.metadata.namespace}/${controller.spec.template.spec.serviceAccountName}`,
      ]).toEqual(expect.arrayContaining(accounts));
  });
});

test('a network policy selects the runner and job pods of exactly one set', () => {
  checkAll(
    ({ manifests, scaleSets }) => {
      for (const {
        metadata,
        spec: {
          podSelector: { matchLabels },
        },
      } of ofKind(manifests, 'NetworkPolicy')) {
        const isSelected = (pod: Manifest) =>
          pod === undefined ||
          Object.entries(matchLabels as object).every(([label, value]) => pod.metadata?.labels?.[label] === value);
        const selected = scaleSets.filter(({ runnerPod }) => isSelected(runnerPod));
        expect(selected.map(({ namespace, name }) => `${namespace}/${name}-gha-rs`)).toEqual([
          `${metadata.namespace}/${metadata.name}`,
        ]);
        expect(selected.every(({ jobPod }) => isSelected(jobPod))).toBe(true);
      }
    },
    config => ({ networkPolicy: {}, ...config }),
  );
});

test('every claim has a volume on each of its nodes, with the same class, size and labels', () => {
  const local = { nodes: ['rack-1', 'rack-2.example.com'], capacity: '10Gi' };
  const withLocal = ({ runners, ...rest }: Config): Config => ({
    ...rest,
    runners: runners.map(runner => ({ ...runner, caches: [{ name: 'npm', source: '/nvme/npm', local }] })),
  });
  checkAll(({ manifests }) => {
    const claims = ofKind(manifests, 'PersistentVolumeClaim').filter(({ metadata }) =>
      /npm$/.test(String(metadata.name)),
    );
    expect(claims).not.toEqual([]);
    for (const { spec } of claims) {
      const offered = ofKind(manifests, 'PersistentVolume').filter(({ metadata }) =>
        Object.entries(spec.selector.matchLabels as object).every(([label, value]) => metadata.labels[label] === value),
      );
      expect(offered).toHaveLength(local.nodes.length);
      for (const { spec: volume } of offered) {
        expect([volume.storageClassName, volume.accessModes, volume.capacity.storage]).toEqual([
          spec.storageClassName,
          spec.accessModes,
          spec.resources.requests.storage,
        ]);
      }
      expect(ofKind(manifests, 'StorageClass').map(({ metadata }) => metadata.name as string)).toContain(
        spec.storageClassName,
      );
    }
  }, withLocal);
});

test('the manifests refer only to Secrets that the file names, and contain no Secret', () => {
  checkAll(({ manifests }, config) => {
    const written = JSON.stringify(config);
    const secrets = ['secretName', 'githubConfigSecret', 'credentialSecretRef']
      .flatMap(key => allUnder(key, manifests))
      .concat(allUnder('secretKeyRef', manifests).map(reference => (reference as { name: string }).name));
    expect(secrets.filter(name => !written.includes(`"${String(name)}"`))).toEqual([]);
    expect(ofKind(manifests, 'Secret')).toEqual([]);
  });
});

test('createNamespace writes every namespace that has objects', () => {
  checkAll(
    ({ manifests }) => {
      const own = manifests.filter(({ kind }) =>
        ['AutoscalingRunnerSet', 'Deployment', 'ServiceAccount'].includes(kind),
      );
      expect(
        ofKind(manifests, 'Namespace')
          .map(({ metadata }) => metadata.name as string)
          .sort(),
      ).toEqual([...new Set(own.map(({ metadata }) => metadata.namespace as string))].sort());
    },
    config => ({ ...config, createNamespace: true }),
  );
});
