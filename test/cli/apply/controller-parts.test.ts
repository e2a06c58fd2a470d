import { controllerParts } from '../../../src/cli/apply/controller-parts';
import type { Manifest } from '../../../src/cli/project';
import { controllerAppFromText } from '../../../src/config/build';
import { setObjects } from '../../support/cluster-states';

const controller = controllerAppFromText(
  'namespace: ci\ncreateNamespace: true\nrunners: []\ncontroller: { namespace: arc, serviceAccount: mine }\n',
  'deskrun.yaml',
).manifests() as Manifest[];

describe('the objects of a controller', () => {
  it('are all objects of its installation, except namespaces', () => {
    expect(controller.filter(object => !controllerParts(controller)(object)).map(({ kind }) => kind)).toEqual([
      'Namespace',
    ]);
  });

  it('do not include those of runner sets', () => {
    expect(setObjects('docs').filter(controllerParts([...controller, ...setObjects('docs')]))).toEqual([]);
  });

  it('do not include other objects with similar names', () => {
    const map = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'arc-gha-rs-controller', namespace: 'arc' } };
    expect(controllerParts(controller)(map)).toBe(false);
  });

  it('are none without a controller', () => {
    expect(setObjects('docs').filter(controllerParts(setObjects('docs')))).toEqual([]);
  });
});
