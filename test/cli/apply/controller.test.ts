import {
  controllerVerdict,
  describe as describeController,
  setsOfOtherMinor,
  liveController,
  type LiveController,
} from '../../../src/cli/apply/controller';
import { applied, CONTROLLER, setObjects } from '../../support/cluster-states';

const needed = { version: '0.14.2', account: CONTROLLER.account, namespaces: ['ci'] };
const other = (more: Partial<LiveController>): LiveController => ({ ...CONTROLLER, ...more });

const deployment = (image: string, labels: Readonly<Record<string, string>> = {}, more: object = {}) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'arc-gha-rs-controller', namespace: 'arc-systems', labels },
  spec: {
    ...more,
    template: { spec: { serviceAccountName: 'arc-gha-rs-controller', containers: [{ name: 'manager', image }] } },
  },
});

describe('a controller in the cluster', () => {
  it('is read from its Deployment', () => {
    expect(liveController(deployment('ghcr.io/actions/gha-runner-scale-set-controller:0.14.2'))).toEqual(CONTROLLER);
  });

  it.each([
    [
      'the tag of its image',
      'registry.example.com:5000/arc:0.13.1',
      { 'app.kubernetes.io/version': '0.14.2' },
      '0.13.1',
    ],
    [
      'its label, if the image has only a digest',
      'arc@sha256:abc',
      { 'app.kubernetes.io/version': '0.14.2' },
      '0.14.2',
    ],
    ['nothing, if neither has it', 'arc:canary', {}, ''],
  ])('has the release from %s', (_, image, labels, version) => {
    expect(liveController(deployment(image, labels)).version).toBe(version);
  });

  it('may watch one namespace only', () => {
    expect(
      liveController(deployment('arc:0.14.2', { 'actions.github.com/controller-watch-single-namespace': 'ci' }))
        .watches,
    ).toBe('ci');
  });

  it('is managed by deskrun if deskrun applied it', () => {
    const { metadata, ...rest } = deployment('arc:0.14.2');
    expect(
      liveController({
        ...rest,
        metadata: { ...metadata, managedFields: [{ manager: 'deskrun', operation: 'Apply' }] },
      }).isManaged,
    ).toBe(true);
  });

  it('is stopped with 0 replicas', () => {
    expect(liveController(deployment('arc:0.14.2', {}, { replicas: 0 })).stopped).toBe(true);
  });

  it('runs as ServiceAccount default if its pods name none', () => {
    const { spec, ...rest } = deployment('arc:0.14.2');
    expect(
      liveController({ ...rest, spec: { template: { spec: { containers: spec.template.spec.containers } } } }).account
        .name,
    ).toBe('default');
  });
});

describe('the verdict about the controller', () => {
  it('is to install one, if there is none', () => {
    expect(controllerVerdict(needed, [])).toEqual({ type: 'install' });
  });

  it('is to use one that another tool installed, unchanged', () => {
    expect(controllerVerdict(needed, [CONTROLLER])).toEqual({ type: 'use', controller: CONTROLLER });
  });

  it('is to use one of another patch version, which does not delete runner sets', () => {
    expect(controllerVerdict(needed, [other({ version: '0.14.0' })]).type).toBe('use');
  });

  it.each([
    ['0.14.2', 'update'],
    ['0.14.0', 'update'],
    ['0.13.1', 'upgrade'],
  ])('is, if deskrun manages it and its version is %s, to %s it', (version, type) => {
    expect(controllerVerdict(needed, [other({ isManaged: true, version })]).type).toBe(type);
  });

  it('is to use one that watches the namespace of the runner sets', () => {
    expect(controllerVerdict(needed, [other({ watches: 'ci' })]).type).toBe('use');
  });

  it.each([
    [
      'of another minor version that another tool installed',
      [other({ version: '0.13.1' })],
      'controller arc-gha-rs-controller in arc-systems is 0.13.1 and was not installed by deskrun, but ' +
        'arcVersion is 0.14.2: it would delete every runner set; write arcVersion: 0.13.1, or upgrade it with ' +
        'the tool that installed it',
    ],
    [
      'of an unknown version',
      [other({ version: '' })],
      'controller arc-gha-rs-controller in arc-systems names its version neither in the tag of its image nor in ' +
        'the label app.kubernetes.io/version; a controller of another minor version would delete every runner set',
    ],
    [
      'that runs as another ServiceAccount',
      [other({ account: { namespace: 'arc', name: 'mine' } })],
      'controller arc-gha-rs-controller in arc-systems runs as ServiceAccount mine, but the runner sets grant ' +
        'their permissions to arc-systems/arc-gha-rs-controller; write controller: { namespace: arc, ' +
        'serviceAccount: mine }',
    ],
    [
      'that watches another namespace only',
      [other({ watches: 'other' })],
      'controller arc-gha-rs-controller in arc-systems (which watches only other) of the cluster does not watch ' +
        'ci; install one that does: a controller for all namespaces would also manage the sets of the one that exists',
    ],
    [
      'of which there are two',
      [CONTROLLER, other({ name: 'second' })],
      'controller arc-gha-rs-controller in arc-systems and controller second in arc-systems would both manage ' +
        'the runner sets; uninstall one of them',
    ],
  ])('is to refuse one %s', (_, live, message) => {
    expect(controllerVerdict(needed, live)).toEqual({ type: 'refuse', message });
  });

  it('names all that do not watch the namespace', () => {
    expect(controllerVerdict(needed, [other({ watches: 'a' }), other({ watches: 'b' })])).toMatchObject({
      message: expect.stringContaining(
        '(which watches only a) and controller arc-gha-rs-controller in arc-systems (which watches only b) of ' +
          'the cluster do not watch ci',
      ),
    });
  });
});

test('a controller is described by name and namespace', () => {
  expect(describeController(CONTROLLER)).toBe('controller arc-gha-rs-controller in arc-systems');
});

test('sets of another minor version are those that a controller deletes', () => {
  const set = (version: string) =>
    setObjects('docs')
      .filter(({ kind }) => kind === 'AutoscalingRunnerSet')
      .map(object =>
        applied({ ...object, metadata: { ...object.metadata, labels: { 'app.kubernetes.io/version': version } } }),
      );
  const sets = ['0.14.2', '0.14.0', '0.13.1', ''].flatMap(set);
  expect(
    setsOfOtherMinor(sets, '0.14.2').map(({ metadata }) => metadata.labels?.['app.kubernetes.io/version']),
  ).toEqual(['0.13.1', '']);
});
