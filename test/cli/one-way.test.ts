import { parseAllDocuments } from 'yaml';
import type { Manifest } from '../../src/cli/project';
import { Desk } from '../support/desk';
import { filesOf } from '../support/folders';

/** The objects in several strings of YAML, by kind and name. */
function objectsIn(texts: readonly string[]): Map<string, Manifest> {
  const objects = texts.flatMap(text => parseAllDocuments(text).map(document => document.toJS() as Manifest));
  return new Map(
    objects.map(object => [`${object.kind} ${object.metadata.namespace ?? ''}/${object.metadata.name}`, object]),
  );
}

const FLUX = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'kustomizations.kustomize.toolkit.fluxcd.io' },
  spec: { group: 'kustomize.toolkit.fluxcd.io', names: { plural: 'kustomizations', kind: 'Kustomization' } },
};
const FLUX_SYSTEM = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'flux-system' } };
const flux = { flux: { sourceRef: { kind: 'GitRepository', name: 'fleet' } } };

/** Keys of the configuration that change how manifests are written. */
const CONFIGURATIONS: [string, Readonly<Record<string, unknown>>][] = [
  ['no further keys', {}],
  ['gitOps: argocd', { gitOps: 'argocd' }],
  ['gitOps: kapp', { gitOps: 'kapp' }],
  ['gitOps: flux', { gitOps: flux }],
  ['a controller, namespaces and gitOps', { gitOps: 'argocd', createNamespace: true, controller: { install: {} } }],
  ['a controller, namespaces and flux', { gitOps: flux, createNamespace: true, controller: { install: {} } }],
];

describe.each(CONFIGURATIONS)('with %s', (_, more) => {
  const desk = () => new Desk().configure([{ name: 'docs' }], more);

  /** A desk with the output of synth in dist/. */
  async function synthesized(): Promise<{ readonly on: Desk; readonly files: Readonly<Record<string, string>> }> {
    const on = desk();
    expect((await on.deskrunLocally('synth')).code).toBe(0);
    return { on, files: filesOf(`${on.folder}/dist`) };
  }

  it('synth --stdout prints what synth writes', async () => {
    const { on, files } = await synthesized();
    const { stdout } = await on.deskrunLocally('synth', '--stdout');
    expect(objectsIn([stdout])).toEqual(objectsIn(Object.values(files)));
    expect(stdout.split('---\n').sort()).toEqual(
      Object.values(files)
        .flatMap(text => text.split('---\n'))
        .sort(),
    );
  });

  it('diff --against finds nothing in what synth writes', async () => {
    const { on } = await synthesized();
    expect(await on.deskrunLocally('diff', '--against', 'dist')).toEqual({
      code: 0,
      stdout: '',
      stderr: 'nothing would change\n',
    });
  });

  it('up applies what synth writes', async () => {
    const { on, files } = await synthesized();
    on.addObject('apiextensions.k8s.io/CustomResourceDefinition kustomizations.kustomize.toolkit.fluxcd.io', FLUX);
    on.addObject('/Namespace flux-system', FLUX_SYSTEM);
    if ('controller' in more) on.removeObject('apps/Deployment arc-systems/arc-gha-rs-controller');
    const { code, stderr } = await on.deskrun('up');
    expect({ code, stderr }).toMatchObject({ code: 0 });
    for (const manifest of objectsIn(Object.values(files)).values()) {
      const { namespace, name } = manifest.metadata;
      expect(on.object(`${manifest.kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`)).toMatchObject(
        manifest,
      );
    }
    expect((await on.deskrun('diff')).stderr).toBe('nothing would change\n');
  });
});

test('up does not apply Kustomizations in a cluster without Flux, and prints that', async () => {
  const desk = new Desk().configure([{ name: 'docs' }], { gitOps: flux });
  const { code, stderr } = await desk.deskrun('up');
  expect(code).toBe(0);
  expect(stderr).toContain('= Kustomization flux-system/deskrun-runners  not applied: the cluster has no Flux\n');
  expect(desk.object('Kustomization flux-system/deskrun-runners')).toBeUndefined();
});
