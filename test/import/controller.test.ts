import { valuesToConfig, valuesToProps } from '../../src';
import type { Data } from './helm-gives';
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

it('lets the sets be managed by the account it runs as', () => {
  const binding = manifestsOf(valuesToConfig(withController('fullnameOverride: boss')).config).find(
    ({ kind, metadata }) => kind === 'RoleBinding' && metadata.name === 'docs-1-gha-rs-manager',
  );
  expect(binding.subjects).toEqual([{ kind: 'ServiceAccount', name: 'boss', namespace: 'arc-systems' }]);
});

it('says nothing that goes without saying', () => {
  expect(installOf('replicaCount: 1')).toEqual({ namespace: 'arc-systems', install: { releaseName: 'arc' } });
});

it("is in helm's own namespace, and called as here, when nobody says", () => {
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
])('puts its image together: %s', (line, image) => {
  expect(installOf(line).install.image).toBe(image);
});

describe('what is left of its values', () => {
  it('is a key that the chart ignores', () => {
    expect(reasonsOf('replicaCont: 2')).toEqual([
      'controller.yaml replicaCont: the chart ignores it: unknown key; did you mean replicaCount?',
    ]);
  });

  it('is variables that are no list, which the chart passes over', () => {
    expect(reasonsOf('env: { A: b }')).toEqual(['controller.yaml env: the chart passes over what is not a list']);
  });

  it('is an image of another minor version than the sets are for', () => {
    expect(reasonsOf('image: { tag: 0.13.1 }')).toEqual([
      expect.stringMatching(/^controller\.yaml image\.tag: must be a release of 0\.14/),
    ]);
  });

  it('is a credential', () => {
    const { config, notCarried } = valuesToConfig(withController('env: [{ name: API_KEY, value: plainFakeValue }]'));
    expect(JSON.stringify([config, notCarried])).not.toContain('plainFakeValue');
    expect(notCarried.map(({ path }) => path)).toEqual(['env[0]']);
  });

  it('is an account called default, which the chart refuses', () => {
    expect(reasonsOf('serviceAccount: { name: default }')).toEqual([
      expect.stringMatching(/^controller\.yaml serviceAccount\.name: must not be default/),
    ]);
  });
});

describe('the account that a set names', () => {
  const naming = (namespace: string) =>
    dind(`controllerServiceAccount: { namespace: ${namespace}, name: arc-gha-rs-controller }`);
  const sets = (...texts: string[]) =>
    valuesToProps({ runnerSets: texts.map((text, index) => releaseOf(text, `docs-${index + 1}`)) });

  it('is that of the file', () => {
    expect((sets(naming('arc')).config as Data).controller).toEqual({
      namespace: 'arc',
      serviceAccount: 'arc-gha-rs-controller',
    });
  });

  it('may be that of the controller beside it', () => {
    expect(reasonsOf('', naming('arc-systems'))).toEqual([]);
  });

  it("is told where it is another than the file's", () => {
    const reason = 'is another controller than that of the file, arc-gha-rs-controller in arc; keep';
    expect(sets(naming('arc'), naming('other')).notCarried).toMatchObject([
      {
        path: 'controllerServiceAccount',
        reason: reason.replace('; keep', ''),
        remedy: 'keep sets of another controller in a file of their own',
      },
    ]);
  });

  it('is told where it is another than that of the controller beside it', () => {
    expect(reasonsOf('', naming('other'))).toEqual([
      'values.yaml controllerServiceAccount: is another controller than that of the file, arc-gha-rs-controller in arc-systems',
    ]);
  });

  it('is asked for by a comment where nobody names it, since the chart looks for it in the cluster', () => {
    expect(valuesToConfig({ runnerSets: [releaseOf(novolume())] }).config).toContain(
      '# The chart looked for its controller in the cluster. If it is not arc-gha-rs-controller in arc-systems, name it under controller.\nnamespace: arc-runners\n',
    );
  });
});
