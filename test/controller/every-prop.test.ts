import type { ArcControllerProps } from '../../src/controller/arc-controller-props';
import { changes } from '../support/changes';
import { checkCoreKind, kubernetesVersions } from '../support/core-kinds';
import { synthController } from './controllers';
import { everything } from './golden/cases';

test.each(kubernetesVersions)(
  'a controller without props and one with all props are valid in Kubernetes %s',
  version => {
    const manifests = [
      ...synthController().manifests,
      ...synthController(everything).manifests,
      ...synthController({ replicas: 2 }).manifests,
    ];
    expect(manifests.flatMap(manifest => checkCoreKind(manifest, version))).toEqual([]);
  },
);

test.each(Object.keys(everything).filter(prop => prop !== 'crds'))('%s changes the output', prop => {
  const given = { [prop]: everything[prop as keyof ArcControllerProps] };
  // A mount requires its volume.
  const before = prop === 'volumeMounts' ? { volumes: everything.volumes } : {};
  expect(changes(synthController(before).manifests, synthController({ ...before, ...given }).manifests)).not.toEqual(
    {},
  );
});
