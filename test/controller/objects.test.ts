import { ServiceAccount } from 'cdk8s-plus-28';
import { ArcController } from '../../src/controller/arc-controller';
import { controllerChart, synthController } from './controllers';

describe('the objects', () => {
  test('of a controller for the whole cluster', () => {
    expect(synthController().names).toEqual([
      'ServiceAccount arc-systems/arc-gha-rs-controller',
      'ClusterRole arc-gha-rs-controller',
      'ClusterRoleBinding arc-gha-rs-controller',
      'Role arc-systems/arc-gha-rs-controller-listener',
      'RoleBinding arc-systems/arc-gha-rs-controller-listener',
      'Deployment arc-systems/arc-gha-rs-controller',
    ]);
  });

  test('of a controller for one namespace', () => {
    expect(synthController({ watchSingleNamespace: 'arc-runners' }).names).toEqual([
      'ServiceAccount arc-systems/arc-gha-rs-controller',
      'Role arc-systems/arc-gha-rs-controller-single-namespace',
      'RoleBinding arc-systems/arc-gha-rs-controller-single-namespace',
      'Role arc-runners/arc-gha-rs-controller-single-namespace-watch',
      'RoleBinding arc-runners/arc-gha-rs-controller-single-namespace-watch',
      'Role arc-systems/arc-gha-rs-controller-listener',
      'RoleBinding arc-systems/arc-gha-rs-controller-listener',
      'Deployment arc-systems/arc-gha-rs-controller',
    ]);
  });

  test('of several pods, with leader election', () => {
    expect(synthController({ replicas: 2 }).names).toEqual(
      expect.arrayContaining([
        'Role arc-systems/arc-gha-rs-controller-leader-election',
        'RoleBinding arc-systems/arc-gha-rs-controller-leader-election',
      ]),
    );
  });

  test('of one pod, without leader election', () => {
    expect(synthController({ replicas: 1 }).names).toEqual(synthController().names);
  });

  test('with the CRDs, which come first', () => {
    const { names } = synthController({ crds: 'own' });
    expect(names.slice(0, 4)).toEqual([
      'CustomResourceDefinition autoscalingrunnersets.actions.github.com',
      'CustomResourceDefinition autoscalinglisteners.actions.github.com',
      'CustomResourceDefinition ephemeralrunnersets.actions.github.com',
      'CustomResourceDefinition ephemeralrunners.actions.github.com',
    ]);
    expect(names.slice(4)).toEqual(synthController().names);
  });

  test('include the CRDs unless crds is external', () => {
    const chart = controllerChart();
    new ArcController(chart, 'controller');
    expect(chart.toJson().map(({ kind }) => kind)).toContain('CustomResourceDefinition');
  });
});

describe('the names', () => {
  const nameOf = (props: Parameters<typeof synthController>[0]) =>
    synthController(props).deployment.metadata.name as string;

  test.each([
    [{ releaseName: 'ci' }, 'ci-gha-rs-controller'],
    [{ releaseName: 'my-gha-rs-controller-2' }, 'my-gha-rs-controller-2'],
    [{ releaseName: 'ci', nameOverride: 'arc' }, 'ci-arc'],
    [{ releaseName: 'ci-arc', nameOverride: 'arc' }, 'ci-arc'],
    [{ releaseName: 'ci', nameOverride: 'arc', fullnameOverride: 'controller' }, 'controller'],
  ])('of %j are those of helm', (props, name) => {
    expect(nameOf(props)).toBe(name);
  });

  test('have the same prefix', () => {
    const { names } = synthController({ fullnameOverride: 'ci', watchSingleNamespace: 'arc-runners', replicas: 2 });
    expect(names.filter(name => !name.includes('/ci'))).toEqual([]);
  });

  test('do not depend on where in the app the controller is', () => {
    const chart = controllerChart();
    new ArcController(chart, 'another-id', { crds: 'external' });
    expect(chart.toJson()).toEqual(synthController().manifests);
  });
});

describe('the labels', () => {
  const common = {
    'app.kubernetes.io/name': 'gha-rs-controller',
    'app.kubernetes.io/namespace': 'arc-systems',
    'app.kubernetes.io/instance': 'arc',
    'app.kubernetes.io/version': '0.14.2',
    'app.kubernetes.io/part-of': 'gha-rs-controller',
    'app.kubernetes.io/managed-by': 'cdk8s-deskrun',
  };
  const account = {
    'actions.github.com/controller-service-account-namespace': 'arc-systems',
    'actions.github.com/controller-service-account-name': 'arc-gha-rs-controller',
  };

  test('of the ServiceAccount', () => {
    expect(synthController().one('ServiceAccount').metadata.labels).toEqual(common);
  });

  test('of the Deployment name its ServiceAccount, for runner sets that Helm installs', () => {
    expect(synthController().deployment.metadata.labels).toEqual({ ...common, ...account });
  });

  test('of the Deployment name the namespace that it watches', () => {
    expect(synthController({ watchSingleNamespace: 'arc-runners' }).deployment.metadata.labels).toEqual({
      ...common,
      ...account,
      'actions.github.com/controller-watch-single-namespace': 'arc-runners',
    });
  });

  test('include further labels of the props', () => {
    const set = synthController({ labels: { team: 'ci' } });
    expect(set.one('ServiceAccount').metadata.labels).toEqual({ ...common, team: 'ci' });
    expect(set.deployment.metadata.labels).toEqual({ ...common, ...account, team: 'ci' });
  });

  test('by which the Deployment selects its pods', () => {
    const { deployment, template } = synthController({ releaseName: 'ci', nameOverride: 'arc' });
    const selector = {
      'app.kubernetes.io/name': 'arc',
      'app.kubernetes.io/namespace': 'arc-systems',
      'app.kubernetes.io/instance': 'ci',
    };
    expect(deployment.spec.selector).toEqual({ matchLabels: selector });
    expect(template.metadata.labels).toMatchObject(selector);
  });

  test('of the pods', () => {
    const { 'app.kubernetes.io/managed-by': _, ...rest } = common;
    expect(synthController({ podLabels: { team: 'ci' } }).template.metadata.labels).toEqual({
      ...rest,
      'app.kubernetes.io/component': 'controller-manager',
      team: 'ci',
    });
  });

  test('are absent on roles and bindings', () => {
    const { manifests } = synthController({ watchSingleNamespace: 'arc-runners', replicas: 2, labels: { team: 'ci' } });
    expect(manifests.filter(({ kind, metadata }) => /Role/.test(kind) && metadata.labels !== undefined)).toEqual([]);
  });
});

describe('the ServiceAccount', () => {
  test('has the given name in every object', () => {
    const set = synthController({ serviceAccount: { name: 'arc' } });
    expect(set.one('ServiceAccount').metadata.name).toBe('arc');
    expect(set.template.spec.serviceAccountName).toBe('arc');
    expect(set.deployment.metadata.labels['actions.github.com/controller-service-account-name']).toBe('arc');
    expect(set.one('ClusterRoleBinding').subjects).toEqual([
      { kind: 'ServiceAccount', name: 'arc', namespace: 'arc-systems' },
    ]);
  });

  test('has the annotations of the props', () => {
    const annotations = { 'iam.gke.io/gcp-service-account': 'arc@example.iam.gserviceaccount.com' };
    expect(synthController({ serviceAccount: { annotations } }).one('ServiceAccount').metadata.annotations).toEqual(
      annotations,
    );
  });

  test('may exist already', () => {
    const set = synthController({ serviceAccount: { create: false, name: 'arc' } });
    expect(set.names.filter(name => name.startsWith('ServiceAccount'))).toEqual([]);
    expect(set.template.spec.serviceAccountName).toBe('arc');
  });

  test('is the one of runner sets in the app', () => {
    expect(synthController({ serviceAccount: { name: 'arc' } }).controller.serviceAccount).toEqual({
      namespace: 'arc-systems',
      name: 'arc',
    });
  });
});

test('the controller has the ARC version of its app', () => {
  expect(synthController({}, { arcVersion: '0.13.1' }).controller.version).toBe('0.13.1');
  expect(synthController({}, { arcVersion: '0.13.1' }).deployment.metadata.labels['app.kubernetes.io/version']).toBe(
    '0.13.1',
  );
});

test('a field without a prop can be patched through resource', () => {
  const chart = controllerChart();
  const { resource } = new ArcController(chart, 'controller', { crds: 'external' });
  resource.metadata.addAnnotation('note', 'by hand');
  expect(chart.toJson().at(-1).metadata.annotations).toEqual({ note: 'by hand' });
});

test('other objects in the chart are unchanged', () => {
  const chart = controllerChart();
  new ServiceAccount(chart, 'other', { metadata: { name: 'other' } });
  new ArcController(chart, 'controller', { crds: 'external' });
  expect(chart.toJson().slice(1)).toEqual(synthController().manifests);
});
