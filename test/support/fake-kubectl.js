// Answers as kubectl does, for the calls that we make, over a cluster that is a JSON file. What it does not know it
// refuses, as kubectl does. Its cluster registers runner sets and frees what it deletes at once, unless the file says
// otherwise.

const { appendFileSync, readFileSync, renameSync, writeFileSync } = require('node:fs');

const file = process.env.FAKE_CLUSTER;
const cluster = JSON.parse(readFileSync(file, 'utf8'));
const stdin = process.argv.includes('--filename=-') ? readFileSync(0, 'utf8') : '';
const [verb, ...rest] = process.argv.slice(2);
const words = rest.filter(word => !word.startsWith('--'));
const flags = Object.fromEntries(
  rest
    .filter(word => word.startsWith('--'))
    .map(word => [word.split('=')[0], word.includes('=') ? word.slice(word.indexOf('=') + 1) : true]),
);

const EVERYWHERE = ['--kubeconfig', '--context', '--request-timeout'];
const FLAGS = {
  version: ['--client', '--output'],
  'api-resources': ['--no-headers'],
  get: ['--all-namespaces', '--show-managed-fields', '--output', '--selector', '--filename', '--ignore-not-found'],
  apply: [
    '--server-side',
    '--field-manager',
    '--validate',
    '--filename',
    '--show-managed-fields',
    '--output',
    '--dry-run',
    '--force-conflicts',
  ],
  delete: ['--filename', '--ignore-not-found', '--wait', '--timeout'],
  patch: ['--filename', '--type', '--patch'],
  wait: ['--for', '--filename', '--timeout', '--all'],
  rollout: ['--namespace', '--timeout'],
};

const RESOURCES = [
  ['configmaps', 'v1', 'ConfigMap'],
  ['secrets', 'v1', 'Secret'],
  ['serviceaccounts', 'v1', 'ServiceAccount'],
  ['namespaces', 'v1', 'Namespace', false],
  ['persistentvolumeclaims', 'v1', 'PersistentVolumeClaim'],
  ['persistentvolumes', 'v1', 'PersistentVolume', false],
  ['storageclasses', 'storage.k8s.io/v1', 'StorageClass', false],
  ['roles', 'rbac.authorization.k8s.io/v1', 'Role'],
  ['rolebindings', 'rbac.authorization.k8s.io/v1', 'RoleBinding'],
  ['clusterroles', 'rbac.authorization.k8s.io/v1', 'ClusterRole', false],
  ['clusterrolebindings', 'rbac.authorization.k8s.io/v1', 'ClusterRoleBinding', false],
  ['deployments', 'apps/v1', 'Deployment'],
  ['networkpolicies', 'networking.k8s.io/v1', 'NetworkPolicy'],
  ['customresourcedefinitions', 'apiextensions.k8s.io/v1', 'CustomResourceDefinition', false],
];
const served = () => [
  ...RESOURCES,
  ...Object.values(cluster.objects)
    .filter(({ kind }) => kind === 'CustomResourceDefinition')
    .map(({ spec }) => [spec.names.plural, `${spec.group}/v1alpha1`, spec.names.kind]),
];

const groupOf = apiVersion => (apiVersion.includes('/') ? apiVersion.split('/')[0] : '');
const keyOf = ({ apiVersion, kind, metadata: { namespace, name } }) =>
  `${groupOf(apiVersion)}/${kind} ${namespace ? `${namespace}/` : ''}${name}`;
const isRunnerSet = ({ kind }) => kind === 'AutoscalingRunnerSet';
const given = () => {
  const object = JSON.parse(stdin);
  return object.kind === 'List' ? object.items : [object];
};
const listed = items => JSON.stringify({ apiVersion: 'v1', kind: 'List', items });

class Failure extends Error {}

function fail(message) {
  throw new Failure(message);
}

/** In one step, since a test may look while we write. */
function save() {
  writeFileSync(`${file}.new`, JSON.stringify(cluster));
  renameSync(`${file}.new`, file);
}

// Beside the cluster, since several may ask it at once.
appendFileSync(
  process.env.FAKE_CALLS,
  `${JSON.stringify({ program: 'kubectl', argv: process.argv.slice(2), stdin: stdin.length < 10_000 ? stdin : '' })}\n`,
);
try {
  const unknown = Object.keys(flags).find(flag => !EVERYWHERE.includes(flag) && !(FLAGS[verb] ?? []).includes(flag));
  if (unknown) fail(`error: unknown flag: ${unknown}`);
  if (cluster.down && verb !== 'version')
    fail('The connection to the server 127.0.0.1:6443 was refused - did you specify the right host or port?');
  if (cluster.waits?.includes(verb)) setTimeout(() => undefined, 60_000);
  else answer();
} catch (error) {
  if (!(error instanceof Failure)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}

function answer() {
  switch (verb) {
    case 'version':
      return process.stdout.write('{"clientVersion":{"gitVersion":"v1.36.0"}}');
    case 'api-resources':
      return process.stdout.write(
        served()
          .map(([name, apiVersion, kind, namespaced = true]) => `${name}   ${apiVersion}   ${namespaced}   ${kind}\n`)
          .join(''),
      );
    case 'get':
      return get();
    case 'apply':
      return apply();
    case 'delete':
      return remove();
    case 'patch':
      return patch();
    case 'wait':
    case 'rollout':
      return wait();
    default:
      return fail(`error: unknown command "${verb}" for "kubectl"`);
  }
}

function get() {
  if (flags['--filename']) {
    const wanted = given();
    const strange = wanted.find(
      object =>
        !served().some(
          ([, apiVersion, kind]) => kind === object.kind && groupOf(apiVersion) === groupOf(object.apiVersion),
        ),
    );
    if (strange)
      fail(
        `error: resource mapping not found for name: "${strange.metadata.name}" ` +
          `namespace: "${strange.metadata.namespace}" from "STDIN": ` +
          `no matches for kind "${strange.kind}" in version "${strange.apiVersion}"\nensure CRDs are installed first`,
      );
    const found = wanted.flatMap(object => cluster.objects[keyOf(object)] ?? []);
    if (found.length > 0) process.stdout.write(wanted.length === 1 ? JSON.stringify(found[0]) : listed(found));
    return;
  }
  const kinds = words[0].split(',').map(resource => {
    const row = served().find(
      ([name, apiVersion]) => resource === (groupOf(apiVersion) === '' ? name : `${name}.${groupOf(apiVersion)}`),
    );
    if (!row) fail(`error: the server doesn't have a resource type "${resource.split('.')[0]}"`);
    return row[2];
  });
  const [label, value] = (flags['--selector'] ?? '').split('=');
  process.stdout.write(
    listed(
      Object.values(cluster.objects).filter(
        ({ kind, metadata }) => kinds.includes(kind) && (!label || metadata.labels?.[label] === value),
      ),
    ),
  );
}

function apply() {
  const results = [];
  const errors = [];
  for (const object of given()) {
    const key = keyOf(object);
    const [live, conflict] = [cluster.objects[key], cluster.conflicts?.[key]];
    if (cluster.refuses?.[key]) {
      errors.push(cluster.refuses[key]);
      continue;
    }
    if (conflict && !flags['--force-conflicts']) {
      errors.push(
        `error: Apply failed with 1 conflict: conflict with "${conflict.manager}" using ${object.apiVersion}: ` +
          `${conflict.field}\nPlease review the fields above--they currently have other managers.`,
      );
      continue;
    }
    if (object.metadata.namespace && !cluster.objects[`/Namespace ${object.metadata.namespace}`]) {
      errors.push(`Error from server (NotFound): namespaces "${object.metadata.namespace}" not found`);
      continue;
    }
    const registered =
      isRunnerSet(object) &&
      (live?.metadata.annotations?.['runner-scale-set-id'] || (cluster.registers !== false && !flags['--dry-run']));
    const result = {
      ...object,
      metadata: {
        ...object.metadata,
        ...(registered && {
          annotations: { ...object.metadata.annotations, 'runner-scale-set-id': '1' },
          finalizers: ['autoscalingrunnerset.actions.github.com/finalizer'],
        }),
        managedFields: [{ manager: flags['--field-manager'], operation: 'Apply' }],
      },
      ...(object.kind === 'Deployment' && { status: { availableReplicas: 1 } }),
    };
    if (!flags['--dry-run']) {
      cluster.objects[key] = result;
      if (registered && cluster.listens !== false) listen(object, cluster.deadListeners ?? 0);
    }
    results.push(result);
  }
  if (!flags['--dry-run']) save();
  if (errors.length > 0) fail(errors.join('\n'));
  process.stdout.write(results.length === 1 ? JSON.stringify(results[0]) : listed(results));
}

function remove() {
  for (const object of given()) {
    const key = keyOf(object);
    if (cluster.keeps?.includes(key)) {
      if (flags['--wait'] !== 'false')
        fail(`error: timed out waiting for the condition on ${object.kind.toLowerCase()}s/${object.metadata.name}`);
      continue;
    }
    const { [key]: deleted } = cluster.objects;
    delete cluster.objects[key];
    if (isRunnerSet(object)) {
      unlock(object);
      for (const made of madeFor(object)) delete cluster.objects[keyOf(made)];
    }
    if (deleted?.kind === 'AutoscalingListener') {
      const { autoscalingRunnerSetName: name, autoscalingRunnerSetNamespace: namespace } = deleted.spec;
      if (cluster.deadListeners > 0) cluster.deadListeners--;
      listen({ metadata: { name, namespace } }, cluster.deadListeners ?? 0);
    }
    save();
  }
}

/** What ARC makes of a set: an EphemeralRunnerSet, and a listener for it, or for one that is gone. */
function listen(set, dead) {
  for (const made of madeFor(set, dead > 0)) cluster.objects[keyOf(made)] = made;
}

function madeFor({ metadata: { name, namespace } }, dead = false) {
  const labels = {
    'actions.github.com/scale-set-name': name,
    'actions.github.com/scale-set-namespace': namespace,
  };
  const apiVersion = 'actions.github.com/v1alpha1';
  return [
    { apiVersion, kind: 'EphemeralRunnerSet', metadata: { name: `${name}-x7x7x`, namespace, labels }, spec: {} },
    {
      apiVersion,
      kind: 'AutoscalingListener',
      metadata: { name: `${name}-7d5f8c-listener`, namespace: 'arc-systems', labels },
      spec: {
        autoscalingRunnerSetName: name,
        autoscalingRunnerSetNamespace: namespace,
        ephemeralRunnerSetName: dead ? `${name}-gone1` : `${name}-x7x7x`,
      },
    },
  ];
}

/** What ARC does for a set that goes. */
function unlock({ metadata: { name } }) {
  for (const { metadata } of Object.values(cluster.objects)) {
    if (metadata.labels?.['actions.github.com/scale-set-name'] === name && metadata.finalizers)
      metadata.finalizers = metadata.finalizers.filter(
        finalizer => finalizer !== 'actions.github.com/cleanup-protection',
      );
  }
}

function patch() {
  const [object] = given();
  Object.assign(cluster.objects[keyOf(object)].metadata, JSON.parse(flags['--patch']).metadata);
  save();
}

function wait() {
  if (cluster.newborn > 0) {
    cluster.newborn--;
    save();
    fail('error: .status.conditions accessor error: Failure is of the type string, expected map[string]interface{}');
  }
  if (cluster.unready?.includes(words.at(-1) ?? ''))
    fail(`error: timed out waiting for the condition on ${words.at(-1)}`);
}
