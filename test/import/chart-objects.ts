import { parse } from 'yaml';
import type { Manifest } from '../support/sets';

/*
 * A model of the gha-runner-scale-set chart 0.14.2 on Kubernetes 1.29 or newer, independent of the library: the objects
 * that helm renders for some values. `npm run test:helm` compares it with the chart itself.
 *
 * https://github.com/actions/actions-runner-controller/tree/gha-runner-scale-set-0.14.2/charts/gha-runner-scale-set
 */

/** Data read from YAML. */
export type Data = Manifest;

interface Chart {
  readonly values: Data;
  readonly raw: string;
  readonly namespace: string;
  readonly mode: string;
  readonly spec: Data;
}

/** Returns the objects that helm renders for a release. */
export function chartObjects(values: Data, releaseName: string, releaseNamespace: string): Data[] {
  const raw = values.runnerScaleSetName || releaseName;
  const chart: Chart = {
    values,
    raw,
    namespace: values.namespaceOverride || releaseNamespace,
    mode: values.containerMode?.type ?? '',
    spec: values.template?.spec ?? {},
  };
  chart.spec.containers ??= [
    { name: 'runner', image: 'ghcr.io/actions/actions-runner:latest', command: ['/home/runner/run.sh'] },
  ];
  const names = {
    kube: `${raw}-gha-rs-kube-mode`,
    manager: `${raw}-gha-rs-manager`,
    none: dashed(`${raw}-gha-rs-no-permission`),
  };
  const hooks = chart.mode.startsWith('kubernetes');
  const own = !chart.spec.serviceAccountName;
  const cleanup: Data = {
    'actions.github.com/cleanup-manager-role-binding': names.manager,
    'actions.github.com/cleanup-manager-role-name': names.manager,
  };
  if (typeof values.githubConfigSecret !== 'string')
    cleanup['actions.github.com/cleanup-github-secret-name'] = secretName(chart);
  if (own && !hooks) cleanup['actions.github.com/cleanup-no-permission-service-account-name'] = names.none;
  if (own && hooks) {
    cleanup['actions.github.com/cleanup-kubernetes-mode-role-binding-name'] = names.kube;
    cleanup['actions.github.com/cleanup-kubernetes-mode-role-name'] = names.kube;
    cleanup['actions.github.com/cleanup-kubernetes-mode-service-account-name'] = dashed(names.kube);
  }
  const account = chart.spec.serviceAccountName || (hooks ? dashed(names.kube) : names.none);
  const controller = values.controllerServiceAccount?.name
    ? values.controllerServiceAccount
    : { namespace: 'arc-systems', name: 'arc-gha-rs-controller' };
  const set = meta(chart, dashed(raw), 'autoscalingRunnerSet', 'autoscaling-runner-set');
  return [
    {
      apiVersion: 'actions.github.com/v1alpha1',
      kind: 'AutoscalingRunnerSet',
      metadata: {
        ...set,
        finalizers: undefined,
        annotations: { ...set.annotations, 'actions.github.com/values-hash': 'helm', ...cleanup },
      },
      spec: spec(chart, account),
    },
    ...(typeof values.githubConfigSecret === 'string' ? [] : [secret(chart)]),
    ...(own && !hooks
      ? [{ apiVersion: 'v1', kind: 'ServiceAccount', metadata: meta(chart, names.none, 'noPermissionServiceAccount') }]
      : []),
    ...(own && hooks
      ? [
          {
            apiVersion: 'v1',
            kind: 'ServiceAccount',
            metadata: meta(chart, dashed(names.kube), 'kubernetesModeServiceAccount'),
          },
          role(meta(chart, names.kube, 'kubernetesModeRole'), [
            rule('', 'pods', 'get,list,create,delete'),
            rule('', 'pods/exec', 'get,create'),
            rule('', 'pods/log', 'get,list,watch'),
            ...(chart.mode === 'kubernetes' ? [rule('batch', 'jobs', 'get,list,create,delete')] : []),
            rule('', 'secrets', 'get,list,create,delete'),
            ...(values.containerMode.kubernetesModeAdditionalRoleRules ?? []),
          ]),
          binding(meta(chart, names.kube, 'kubernetesModeRoleBinding'), names.kube, {
            namespace: chart.namespace,
            name: dashed(names.kube),
          }),
        ]
      : []),
    role(meta(chart, names.manager, 'managerRole', 'manager-role'), [
      rule('', 'pods', 'create,delete,get'),
      rule('', 'pods/status', 'get'),
      rule('', 'secrets', 'create,delete,get,list,patch,update'),
      rule('', 'serviceaccounts', 'create,delete,get,list,patch,update'),
      rule('rbac.authorization.k8s.io', 'rolebindings', 'create,delete,get,patch,update'),
      rule('rbac.authorization.k8s.io', 'roles', 'create,delete,get,patch,update'),
      ...(values.githubServerTLS ? [rule('', 'configmaps', 'get')] : []),
    ]),
    binding(meta(chart, names.manager, 'managerRoleBinding', 'manager-role-binding'), names.manager, controller),
  ];
}

/** Returns a list, or an empty one if it is missing. */
export function listOf(list: Data): Data[] {
  return list ?? [];
}

function dashed(name: string): string {
  return name.replaceAll('_', '-');
}

function secretName({ values, raw }: Chart): string {
  return typeof values.githubConfigSecret === 'string'
    ? values.githubConfigSecret
    : dashed(`${raw}-gha-rs-github-secret`);
}

function secret(chart: Chart): Data {
  const given = Object.entries<Data>(chart.values.githubConfigSecret).filter(([, value]) => value);
  const data = Object.fromEntries(given.map(([key, value]) => [key, Buffer.from(String(value)).toString('base64')]));
  return { apiVersion: 'v1', kind: 'Secret', metadata: meta(chart, secretName(chart), 'githubConfigSecret'), data };
}

function rule(apiGroup: string, resource: string, verbs: string): Data {
  return { apiGroups: [apiGroup], resources: [resource], verbs: verbs.split(',') };
}

function role(metadata: Data, rules: Data[]): Data {
  return { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role', metadata, rules };
}

function binding(metadata: Data, name: string, { namespace, name: account }: Data): Data {
  return {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'RoleBinding',
    metadata,
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name },
    subjects: [{ kind: 'ServiceAccount', name: account, namespace }],
  };
}

function meta({ values, raw, namespace }: Chart, name: string, object: string, component?: string): Data {
  const further = values.resourceMeta?.[object] ?? {};
  return {
    name,
    namespace,
    labels: {
      ...values.labels,
      ...further.labels,
      'helm.sh/chart': 'gha-rs-0.14.2',
      'app.kubernetes.io/name': raw,
      'app.kubernetes.io/instance': raw,
      'app.kubernetes.io/version': '0.14.2',
      'app.kubernetes.io/managed-by': 'Helm',
      'app.kubernetes.io/part-of': 'gha-rs',
      'actions.github.com/scale-set-name': raw,
      'actions.github.com/scale-set-namespace': namespace,
      ...(component && { 'app.kubernetes.io/component': component }),
    },
    annotations: { ...values.annotations, ...further.annotations },
    finalizers: ['actions.github.com/cleanup-protection'],
  };
}

const CONTROLLER_OBJECTS = [
  'listenerServiceAccount',
  'listenerRole',
  'listenerRoleBinding',
  'listenerConfigSecret',
  'ephemeralRunnerSet',
  'ephemeralRunner',
  'ephemeralRunnerConfigSecret',
];

function spec(chart: Chart, serviceAccountName: string): Data {
  const { values } = chart;
  const tls = values.githubServerTLS?.certificateFrom?.configMapKeyRef;
  return {
    githubConfigUrl: String(values.githubConfigUrl).replace(/\/$/, ''),
    githubConfigSecret: secretName(chart),
    // The template of the chart has no quotes around the value.
    runnerGroup: values.runnerGroup ? parse(String(values.runnerGroup), { version: '1.1' }) : undefined,
    runnerScaleSetName: values.runnerScaleSetName || undefined,
    runnerScaleSetLabels: values.scaleSetLabels,
    githubServerTLS: tls && { certificateFrom: { configMapKeyRef: { name: tls.name, key: tls.key } } },
    vaultConfig: values.keyVault?.type && {
      type: values.keyVault.type,
      proxy: values.keyVault.proxy,
      azureKeyVault: values.keyVault.azureKeyVault,
    },
    proxy: values.proxy,
    minRunners: values.minRunners,
    maxRunners: values.maxRunners,
    listenerTemplate: values.listenerTemplate,
    listenerMetrics: values.listenerMetrics,
    autoscalingListener: values.resourceMeta?.autoscalingListener,
    ...Object.fromEntries(CONTROLLER_OBJECTS.map(object => [`${object}Metadata`, values.resourceMeta?.[object]])),
    template: { metadata: values.template?.metadata, spec: pod(chart, serviceAccountName) },
  };
}

function pod(chart: Chart, serviceAccountName: string): Data {
  const { values, mode } = chart;
  const { serviceAccountName: _, ...rest } = chart.spec;
  const [containers, volumes, initContainers] = [
    listOf(rest.containers),
    listOf(rest.volumes),
    listOf(rest.initContainers),
  ];
  const tls = values.githubServerTLS?.runnerMountPath && values.githubServerTLS.certificateFrom.configMapKeyRef;
  const runner = containers.find(({ name }) => name === 'runner');
  const work = volumes.find(({ name }) => name === 'work');
  const claim = {
    name: 'work',
    ephemeral: { volumeClaimTemplate: { spec: values.containerMode?.kubernetesModeWorkVolumeClaim } },
  };
  return {
    restartPolicy: 'Never',
    ...rest,
    serviceAccountName,
    initContainers: [...(mode === 'dind' ? daemon(runner) : []), ...initContainers],
    containers: [withDefaults(chart, runner), ...containers.filter(({ name }) => name !== 'runner')],
    volumes: [
      ...(tls
        ? [{ name: 'github-server-tls-cert', configMap: { name: tls.name, items: [{ key: tls.key, path: tls.key }] } }]
        : []),
      ...(mode === 'dind'
        ? [
            { name: 'dind-sock', emptyDir: {} },
            { name: 'dind-externals', emptyDir: {} },
            work ?? { name: 'work', emptyDir: {} },
          ]
        : []),
      ...(mode === 'kubernetes' ? [work ?? claim] : []),
      ...volumes.filter(({ name }) => !['dind', 'kubernetes'].includes(mode) || name !== 'work'),
    ],
  };
}

function daemon(runner: Data): Data[] {
  return [
    {
      name: 'init-dind-externals',
      image: runner.image,
      command: ['cp'],
      args: ['-r', '/home/runner/externals/.', '/home/runner/tmpDir/'],
      volumeMounts: [{ name: 'dind-externals', mountPath: '/home/runner/tmpDir' }],
    },
    {
      name: 'dind',
      image: 'docker:dind',
      args: ['dockerd', '--host=unix:///var/run/docker.sock', '--group=$(DOCKER_GROUP_GID)'],
      env: [{ name: 'DOCKER_GROUP_GID', value: '123' }],
      securityContext: { privileged: true },
      restartPolicy: 'Always',
      startupProbe: {
        exec: { command: ['docker', 'info'] },
        initialDelaySeconds: 0,
        failureThreshold: 24,
        periodSeconds: 5,
      },
      volumeMounts: [
        { name: 'work', mountPath: '/home/runner/_work' },
        { name: 'dind-sock', mountPath: '/var/run' },
        { name: 'dind-externals', mountPath: '/home/runner/externals' },
      ],
    },
  ];
}

/** Adds the defaults of the mode after the user's variables and mounts: variables by name, mounts by volume. */
function withDefaults({ values, mode }: Chart, runner: Data): Data {
  const [env, volumeMounts] = [listOf(runner.env), listOf(runner.volumeMounts)];
  const tls = values.githubServerTLS?.runnerMountPath && values.githubServerTLS;
  const key = tls?.certificateFrom.configMapKeyRef.key;
  const certificate = tls && `${String(tls.runnerMountPath).replace(/\/$/, '')}/${key}`;
  const hook = { kubernetes: '/home/runner/k8s/index.js', 'kubernetes-novolume': '/home/runner/k8s-novolume/index.js' }[
    mode
  ];
  const defaults = [
    ...(mode === 'dind'
      ? [
          { name: 'DOCKER_HOST', value: 'unix:///var/run/docker.sock' },
          { name: 'RUNNER_WAIT_FOR_DOCKER_IN_SECONDS', value: '120' },
        ]
      : []),
    ...(hook
      ? [
          { name: 'ACTIONS_RUNNER_CONTAINER_HOOKS', value: hook },
          { name: 'ACTIONS_RUNNER_POD_NAME', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
          { name: 'ACTIONS_RUNNER_REQUIRE_JOB_CONTAINER', value: 'true' },
        ]
      : []),
    ...(mode === 'kubernetes-novolume' ? [{ name: 'ACTIONS_RUNNER_IMAGE', value: runner.image }] : []),
    ...(tls
      ? [
          { name: 'NODE_EXTRA_CA_CERTS', value: certificate },
          { name: 'RUNNER_UPDATE_CA_CERTS', value: '1' },
        ]
      : []),
  ];
  const mounts = [
    ...(['dind', 'kubernetes'].includes(mode) ? [{ name: 'work', mountPath: '/home/runner/_work' }] : []),
    ...(mode === 'dind' ? [{ name: 'dind-sock', mountPath: '/var/run' }] : []),
    ...(tls ? [{ name: 'github-server-tls-cert', mountPath: certificate, subPath: key }] : []),
  ];
  return {
    ...runner,
    env: [...env, ...defaults.filter(({ name }) => !env.some(own => own.name === name))],
    volumeMounts: [...volumeMounts, ...mounts.filter(({ name }) => !volumeMounts.some(own => own.name === name))],
  };
}
