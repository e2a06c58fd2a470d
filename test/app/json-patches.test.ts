import { App, Chart, JsonPatch } from 'cdk8s';
import { ArcController, ContainerMode, DeskrunApp, ManifestError, RunnerChart, RunnerSet } from '../../src';
import { docs } from '../support/sets';

/** Returns the manifests of an app with a set and a controller, each with these patches. */
function patched(app: App, ...patches: JsonPatch[]): string {
  const set = new RunnerSet(new RunnerChart(app, 'runners', { namespace: 'arc-runners' }), 'set', {
    ...docs,
    containerMode: ContainerMode.dind(),
  });
  const controller = new ArcController(new Chart(app, 'arc', { namespace: 'arc-systems' }), 'controller', {
    crds: 'external',
  });
  for (const object of [set.scaleSets[0]!.resource, controller.resource]) object.addJsonPatch(...patches);
  return app.synthYaml();
}

describe.each<[string, () => App]>([
  ['an app of ours', () => new DeskrunApp()],
  ['an app of cdk8s', () => new App()],
])('in %s', (_, app) => {
  test('a patch can set a field that the typed API does not have, by its name in the manifest', () => {
    const yaml = patched(
      app(),
      JsonPatch.add('/spec/template/spec/resources', { limits: { cpu: '4' } }),
      JsonPatch.add('/spec/template/spec/hostIPC', true),
    );
    expect(yaml.match(/^ {6}resources:\n {8}limits:\n {10}cpu: "4"$/gm)).toHaveLength(2);
    expect(yaml.match(/^ {6}hostIPC: true$/gm)).toHaveLength(2);
  });

  test('patches are applied in the order of their calls', () => {
    const yaml = patched(
      app(),
      JsonPatch.add('/spec/template/spec/hostname', 'first'),
      JsonPatch.replace('/spec/template/spec/hostname', 'second'),
    );
    expect(yaml.match(/hostname: \w+/g)).toEqual(['hostname: second', 'hostname: second']);
  });

  test('a patch of a path that does not exist is refused with the path', () => {
    expect(() => patched(app(), JsonPatch.replace('/spec/colour/shade', 'green'))).toThrow(ManifestError);
    expect(() => patched(app(), JsonPatch.replace('/spec/colour/shade', 'green'))).toThrow(
      '[runners/set/ScaleSet/Resource] addJsonPatch: cannot replace /spec/colour/shade, which does not exist in the ' +
        'manifest',
    );
  });
});

test('a patch that sets a field unknown to the CRD is refused', () => {
  expect(() => patched(new DeskrunApp(), JsonPatch.add('/spec/fooled', true))).toThrow(
    '[runners/set/ScaleSet] spec.fooled: unknown key',
  );
});
