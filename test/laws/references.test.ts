import * as fc from 'fast-check';
import { anyConfig, type Config } from '../support/arbitrary-configs';
import { identity, manifestProblems } from '../support/manifests';
import type { Manifest } from '../support/sets';
import { objectsOfAccepted, type Synthesized } from '../support/synthesis';

/** Kinds that the schemas here do not describe: CRDs are too large to check, and Kustomization belongs to Flux. */
const UNKNOWN_TO_THE_SCHEMAS = ['CustomResourceDefinition', 'Kustomization'];

/** Checks a law on the objects of accepted configurations. */
function always(
  holds: (made: Synthesized, config: Config) => void,
  change: (config: Config) => Config = config => config,
): void {
  fc.assert(
    fc.property(anyConfig.map(change), config => {
      const { manifests, scaleSets } = objectsOfAccepted(config);
      holds({ scaleSets, manifests: manifests.filter(({ kind }) => !UNKNOWN_TO_THE_SCHEMAS.includes(kind)) }, config);
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

/** With `create: false` the ServiceAccount of the controller exists already. */
function existingControllerAccount({ controller }: Config): string[] {
  const { namespace = 'arc-systems', install } = (controller ?? {}) as {
    readonly namespace?: string;
    readonly install?: { readonly serviceAccount?: { readonly create?: boolean; readonly name?: string } };
  };
  const account = install?.serviceAccount;
  return account?.create === false ? [`ServiceAccount ${namespace}/${account.name}`] : [];
}

/** Pods of a set: the runner's, and its jobs'. */
const podsOf = ({ scaleSets }: Synthesized): Manifest[] =>
  scaleSets.flatMap(({ runnerPod, jobPod }) => [runnerPod, ...(jobPod ? [jobPod] : [])]);
const containersOf = ({ spec }: Manifest): Manifest[] => [...(spec.initContainers ?? []), ...spec.containers];

/** Every value under a key, wherever it stands. */
function allUnder(key: string, value: unknown): unknown[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]: [string, unknown]) => [
    ...(name === key ? [inner] : []),
    ...allUnder(key, inner),
  ]);
}

test('accounts, roles, config maps and claims that a file of manifests names are there, and nothing is there twice', () => {
  always(({ manifests }, config) => {
    expect(manifestProblems(manifests, existingObjects(config))).toEqual([]);
  });
});

test('what a set is to clean up is there and waits for it, and nothing else waits', () => {
  always(({ manifests }) => {
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

test('every container mounts volumes of its pod, one at a path', () => {
  always(made => {
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

test('a variable that is made of others comes after them in its container', () => {
  always(made => {
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

test("a directory named after its pod is told the pod's name", () => {
  always(made => {
    for (const { volumeMounts = [], env = [] } of podsOf(made).flatMap(containersOf)) {
      const used = (volumeMounts as Manifest[]).flatMap(({ subPathExpr = '' }) =>
        [...String(subPathExpr).matchAll(/\$\((\w+)\)/g)].map(([, name]) => name),
      );
      expect((env as Manifest[]).map(({ name }) => name as string)).toEqual(expect.arrayContaining(used));
    }
  });
});

test('every role is bound once, every binding is of a role that is there', () => {
  always(({ manifests }) => {
    const bound = ofKind(manifests, 'RoleBinding').map(
      ({ metadata, roleRef }) => `${metadata.namespace}/${roleRef.name}`,
    );
    expect(bound.sort()).toEqual(named(manifests, 'Role').sort());
  });
});

test('every account that is made is one that pods run as', () => {
  always(({ manifests, scaleSets }) => {
    const used = scaleSets.map(({ namespace, runnerPod }) => `${namespace}/${runnerPod.spec.serviceAccountName}`);
    const ofController = ofKind(manifests, 'Deployment').map(
      ({ metadata, spec }) => `${metadata.namespace}/${spec.template.spec.serviceAccountName}`,
    );
    expect([...used, ...ofController]).toEqual(expect.arrayContaining(named(manifests, 'ServiceAccount')));
  });
});

test("the rights over a set are its controller's, the one that is installed where one is", () => {
  always(({ manifests }) => {
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

test('a policy is of the runners and job pods of one set', () => {
  always(
    ({ manifests, scaleSets }) => {
      for (const {
        metadata,
        spec: {
          podSelector: { matchLabels },
        },
      } of ofKind(manifests, 'NetworkPolicy')) {
        const isMeant = (pod: Manifest) =>
          pod === undefined ||
          Object.entries(matchLabels as object).every(([label, value]) => pod.metadata?.labels?.[label] === value);
        const meant = scaleSets.filter(({ runnerPod }) => isMeant(runnerPod));
        expect(meant.map(({ namespace, name }) => `${namespace}/${name}-gha-rs`)).toEqual([
          `${metadata.namespace}/${metadata.name}`,
        ]);
        expect(meant.every(({ jobPod }) => isMeant(jobPod))).toBe(true);
      }
    },
    config => ({ networkPolicy: {}, ...config }),
  );
});

test('every claim has a volume on each of its nodes, of its class, its size and its labels', () => {
  const local = { nodes: ['rack-1', 'rack-2.example.com'], capacity: '10Gi' };
  const withLocal = ({ runners, ...rest }: Config): Config => ({
    ...rest,
    runners: runners.map(runner => ({ ...runner, caches: [{ name: 'npm', source: '/nvme/npm', local }] })),
  });
  always(({ manifests }) => {
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

test('the only Secrets that are named are those that the file names', () => {
  always(({ manifests }, config) => {
    const written = JSON.stringify(config);
    const secrets = ['secretName', 'githubConfigSecret', 'credentialSecretRef']
      .flatMap(key => allUnder(key, manifests))
      .concat(allUnder('secretKeyRef', manifests).map(reference => (reference as { name: string }).name));
    expect(secrets.filter(name => !written.includes(`"${String(name)}"`))).toEqual([]);
    expect(ofKind(manifests, 'Secret')).toEqual([]);
  });
});

test('every namespace that anything is in is written, where namespaces are asked for', () => {
  always(
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
