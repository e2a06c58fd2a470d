import { valuesToConfig, valuesToProps } from '../../src';
import type { Data } from './chart-objects';
import { dind, manifestsOf, novolume, releaseOf } from './releases';

const controllerOf = (text: string, rest: object = {}) => ({
  text,
  file: 'controller.yaml',
  releaseName: 'arc',
  namespace: 'arc-systems',
  ...rest,
});
const withController = (text: string, ...sets: string[]) => ({
  runnerSets: (sets.length > 0 ? sets : [novolume()]).map((set, index) => releaseOf(set, `docs-${index + 1}`)),
  controller: controllerOf(text),
});
const installOf = (text: string) => (valuesToProps(withController(text)).config as Data).controller;
const reasonsOf = (text: string, ...sets: string[]) =>
  valuesToConfig(withController(text, ...sets)).notCarried.map(
    ({ file, path, reason }) => `${file} ${path}: ${reason}`,
  );

it('binds the manager Role of each set to the ServiceAccount of the controller', () => {
  const binding = manifestsOf(valuesToConfig(withController('fullnameOverride: boss')).config).find(
    ({ kind, metadata }) => kind === 'RoleBinding' && metadata.name === 'docs-1-gha-rs-manager',
  );
  expect(binding.subjects).toEqual([{ kind: 'ServiceAccount', name: 'boss', namespace: 'arc-systems' }]);
});

it('omits values that are the defaults of the chart', () => {
  expect(installOf('replicaCount: 1')).toEqual({ namespace: 'arc-systems', install: { releaseName: 'arc' } });
});

it('is in namespace default, with the default name, if the release has neither', () => {
  expect(
    (
      valuesToProps({ runnerSets: [releaseOf(novolume())], controller: { text: '', file: 'controller.yaml' } })
        .config as Data
    ).controller,
  ).toEqual({ namespace: 'default', install: {} });
});

it.each([
  ['image: { tag: 0.14.1 }', 'ghcr.io/actions/gha-runner-scale-set-controller:0.14.1'],
  ['image: { repository: registry.example/arc }', 'registry.example/arc'],
  ['image: { repository: registry.example/arc, tag: 0.14.2 }', 'registry.example/arc:0.14.2'],
])('composes its image: %s', (line, image) => {
  expect(installOf(line).install.image).toBe(image);
});

describe('the report on its values', () => {
  it('has a key that the chart ignores', () => {
    expect(reasonsOf('replicaCont: 2')).toEqual([
      'controller.yaml replicaCont: the chart ignores it: unknown key; did you mean replicaCount?',
    ]);
  });

  it('has an env that is not a list, which the chart ignores', () => {
    expect(reasonsOf('env: { A: b }')).toEqual([
      'controller.yaml env: must be a list; the chart ignores anything else',
    ]);
  });

  it('has an image of a different minor version than the sets', () => {
    expect(reasonsOf('image: { tag: 0.13.1 }')).toEqual([
      expect.stringMatching(/^controller\.yaml image\.tag: must be a release of 0\.14/),
    ]);
  });

  it('has a credential', () => {
    const { config, notCarried } = valuesToConfig(withController('env: [{ name: API_KEY, value: plainFakeValue }]'));
    expect(JSON.stringify([config, notCarried])).not.toContain('plainFakeValue');
    expect(notCarried.map(({ path }) => path)).toEqual(['env[0]']);
  });

  it('has the ServiceAccount default, which the chart refuses', () => {
    expect(reasonsOf('serviceAccount: { name: default }')).toEqual([
      expect.stringMatching(/^controller\.yaml serviceAccount\.name: must not be default/),
    ]);
  });
});

describe('the controller that a set refers to', () => {
  const naming = (namespace: string) =>
    dind(`controllerServiceAccount: { namespace: ${namespace}, name: arc-gha-rs-controller }`);
  const sets = (...texts: string[]) =>
    valuesToProps({ runnerSets: texts.map((text, index) => releaseOf(text, `docs-${index + 1}`)) });

  it('becomes the controller of the file', () => {
    expect((sets(naming('arc')).config as Data).controller).toEqual({
      namespace: 'arc',
      serviceAccount: 'arc-gha-rs-controller',
    });
  });

  it('can be the controller that the file installs', () => {
    expect(reasonsOf('', naming('arc-systems'))).toEqual([]);
  });

  it('is reported if it differs from that of another set', () => {
    expect(sets(naming('arc'), naming('other')).notCarried).toMatchObject([
      {
        path: 'controllerServiceAccount',
        reason: 'differs from the controller of the file, arc-gha-rs-controller in arc',
        remedy: 'use a separate file for the sets of each controller',
      },
    ]);
  });

  it('is reported if it differs from the controller that the file installs', () => {
    expect(reasonsOf('', naming('other'))).toEqual([
      'values.yaml controllerServiceAccount: differs from the controller of the file, ' +
        'arc-gha-rs-controller in arc-systems',
    ]);
  });

  it('is asked for in a comment if no set names it, because the chart looks it up in the cluster', () => {
    expect(valuesToConfig({ runnerSets: [releaseOf(novolume())] }).config).toContain(
      '# The chart looks up its controller in the cluster. If yours is not arc-gha-rs-controller in arc-systems,\n' +
        '# set controller.namespace and controller.serviceAccount.\nnamespace: arc-runners\n',
    );
  });
});
