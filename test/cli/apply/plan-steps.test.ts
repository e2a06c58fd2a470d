import { CacheVolume, ContainerMode, type RunnerSetProps } from '../../../src';
import type { ControllerVerdict } from '../../../src/cli/apply/controller';
import { byKey, type Observed } from '../../../src/cli/apply/observed';
import { makePlan } from '../../../src/cli/apply/plan';
import { isRunnerSet } from '../../../src/cli/apply/set-objects';
import type { Step } from '../../../src/cli/apply/steps';
import { keyOf } from '../../../src/cli/kubectl/objects';
import type { Manifest } from '../../../src/cli/project';
import { applied, CONTROLLER, desiredOf, observedOf, setObjects } from '../../support/cluster-states';

const docs = (props?: Partial<RunnerSetProps>) => setObjects('docs', props);
const secret: Manifest = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'github', namespace: 'ci' } };
const deployment: Manifest = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'arc', namespace: 'arc-systems' },
};
const definition: Manifest = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'autoscalingrunnersets.actions.github.com' },
};

interface Case {
  readonly wanted?: readonly Manifest[];
  readonly present?: readonly Manifest[];
  readonly shared?: readonly Manifest[];
  readonly verdict?: ControllerVerdict;
  readonly more?: Partial<Observed>;
}

function steps({
  wanted = [],
  present = [],
  shared = [],
  verdict = { type: 'use', controller: CONTROLLER },
  more = {},
}: Case): readonly Step[] {
  const desired = desiredOf(wanted, { shared });
  return makePlan(
    desired,
    observedOf(
      desired,
      present.map(object => applied(object)),
      more,
    ),
    { verdict, manifests: [definition, deployment] },
  ).steps;
}

const ids = (given: Case) => steps(given).map(({ id }) => id);
const needsOf = (given: Case, id: string) => steps(given).find(step => step.id === id)?.needs;

describe('the order of steps', () => {
  it('is empty if nothing changes', () => {
    expect(ids({ wanted: docs(), present: docs() })).toEqual([]);
  });

  it('is CRDs, the controller, and then runner sets', () => {
    expect(ids({ wanted: docs(), verdict: { type: 'install' } })).toEqual([
      'crds',
      'established',
      'controller',
      'available',
      'apply ci/docs',
      'register ci/docs',
      'listen ci/docs',
    ]);
  });

  it('for an updated set is apply, then wait for its listener, without a registration', () => {
    expect(ids({ wanted: docs({ maxRunners: 9 }), present: docs() })).toEqual(['apply ci/docs', 'listen ci/docs']);
  });

  it('for a deleted set is the set, then finalizers, then its other objects', () => {
    expect(ids({ present: docs() })).toEqual(['delete ci/docs', 'release ci/docs', 'clear ci/docs']);
    expect(needsOf({ present: docs() }, 'clear ci/docs')).toEqual(['delete ci/docs', 'release ci/docs']);
  });

  it('for objects of a set that was deleted before has no wait for the set', () => {
    expect(ids({ present: docs().filter(object => !isRunnerSet(object)) })).toEqual([
      'release ci/docs',
      'clear ci/docs',
    ]);
  });

  it('for a recreated set is the same, and then the creation', () => {
    expect(ids({ wanted: docs({ containerMode: ContainerMode.dind() }), present: docs() })).toEqual([
      'delete ci/docs',
      'release ci/docs',
      'clear ci/docs',
      'apply ci/docs',
      'register ci/docs',
      'listen ci/docs',
    ]);
  });

  it('for several deleted sets begins with requesting all deletions, so that their jobs end in parallel', () => {
    expect(ids({ present: [...docs(), ...setObjects('images')] })[0]).toBe('request deletions');
  });

  it('has updates in place before deletions that wait for jobs, and creations after them', () => {
    const order = ids({
      wanted: [...docs({ maxRunners: 9 }), ...setObjects('new')],
      present: [...docs(), ...setObjects('old')],
    });
    expect(order.filter(id => /^(apply|delete) /.test(id))).toEqual(['apply ci/docs', 'delete ci/old', 'apply ci/new']);
  });

  it('for an upgrade of the controller deletes all sets before, and recreates them after it', () => {
    const old = docs().map(object => ({
      ...object,
      metadata: { ...object.metadata, labels: { ...object.metadata.labels, 'app.kubernetes.io/version': '0.13.1' } },
    }));
    const upgrade: Case = {
      wanted: docs(),
      present: old,
      verdict: { type: 'upgrade', controller: { ...CONTROLLER, version: '0.13.1' } },
    };
    expect(ids(upgrade)).toEqual([
      'delete ci/docs',
      'release ci/docs',
      'clear ci/docs',
      'crds',
      'established',
      'controller',
      'available',
      'apply ci/docs',
      'register ci/docs',
      'listen ci/docs',
    ]);
    expect(needsOf(upgrade, 'crds')).toEqual(['delete ci/docs', 'release ci/docs', 'clear ci/docs']);
  });

  it(
    'for CRDs in deletion starts the controller, deletes all sets, waits for the deletion, and recreates ' +
      'everything',
    () => {
      const leaving = {
        ...definition,
        metadata: { ...definition.metadata, deletionTimestamp: '2026-11-21T12:00:00Z' },
      };
      const gone = docs().map(object =>
        isRunnerSet(object)
          ? { ...object, metadata: { ...object.metadata, deletionTimestamp: '2026-11-21T12:00:00Z' } }
          : object,
      );
      const given: Case = {
        wanted: docs(),
        present: gone,
        verdict: { type: 'install' },
        more: { live: byKey([leaving, ...gone]) },
      };
      expect(ids(given)).toEqual([
        'controller',
        'available',
        'delete ci/docs',
        'release ci/docs',
        'clear ci/docs',
        'crds deleted',
        'crds',
        'established',
        'apply ci/docs',
        'register ci/docs',
        'listen ci/docs',
      ]);
      expect(needsOf(given, 'delete ci/docs')).toEqual(['available']);
      expect(needsOf(given, 'crds deleted')).toEqual([
        'available',
        'delete ci/docs',
        'release ci/docs',
        'clear ci/docs',
      ]);
      expect(needsOf(given, 'apply ci/docs')).toContain('established');
    },
  );

  it('for a recreated set without manager Role begins with restoring the Role', () => {
    const lame = docs().filter(
      ({ kind, metadata }) => !(kind === 'RoleBinding' && metadata.name === 'docs-gha-rs-manager'),
    );
    const given: Case = { wanted: docs({ containerMode: ContainerMode.dind() }), present: lame };
    expect(ids(given).slice(0, 2)).toEqual(['restore ci/docs', 'delete ci/docs']);
    expect(steps(given)[0]?.action).toMatchObject({
      type: 'apply',
      manifests: [{ kind: 'RoleBinding', metadata: { name: 'docs-gha-rs-manager' } }],
    });
    expect(needsOf(given, 'delete ci/docs')).toEqual(['restore ci/docs']);
  });

  it('prunes shared objects last, after all deletions of sets', () => {
    const given: Case = { present: [...docs(), secret] };
    expect(ids(given).at(-1)).toBe('prune');
    expect(needsOf(given, 'prune')).toContain('delete ci/docs');
  });

  it('does not prune shared objects if a set is refused', () => {
    expect(ids({ present: [...docs(), secret], more: { controllers: [] } })).toEqual([]);
  });
});

describe('a step needs', () => {
  it('for a set: its Secret, and no other', () => {
    const other = { ...secret, metadata: { ...secret.metadata, name: 'other' } };
    expect(needsOf({ wanted: docs(), shared: [other, secret] }, 'apply ci/docs')).toEqual(['apply /Secret ci/github']);
  });

  it('for a set: the controller, if that is applied', () => {
    expect(needsOf({ wanted: docs(), verdict: { type: 'install' } }, 'apply ci/docs')).toEqual(['available']);
  });

  it('for a deletion: the controller, too, which executes it', () => {
    expect(
      needsOf({ wanted: docs(), present: setObjects('old'), verdict: { type: 'install' } }, 'delete ci/old'),
    ).toEqual(['available']);
  });

  it('for a set: nothing of another set', () => {
    const given: Case = { wanted: [...docs(), ...setObjects('new')], present: setObjects('old') };
    expect(needsOf(given, 'apply ci/new')).toEqual([]);
  });

  it('for a set with an exclusive directory: the deletion of the set that used it before', () => {
    const docker = (name: string) =>
      setObjects(name, {
        containerMode: ContainerMode.dind(),
        caches: [CacheVolume.path({ source: '/nvme/docker', target: '/var/lib/docker' })],
      });
    expect(needsOf({ wanted: docker('new'), present: docker('old') }, 'apply ci/new')).toEqual([
      'delete ci/old',
      'release ci/old',
      'clear ci/old',
    ]);
  });
});

describe('an existing set that is not registered at GitHub', () => {
  const unregistered = docs().map(object =>
    applied(object, isRunnerSet(object) ? { annotations: object.metadata.annotations } : {}),
  );
  const desired = desiredOf(docs());

  it('is waited for, even if nothing of it changes', () => {
    const { steps: found } = makePlan(desired, observedOf(desired, unregistered), {
      verdict: { type: 'use', controller: CONTROLLER },
      manifests: [],
    });
    expect(found.map(({ id, needs }) => ({ id, needs }))).toEqual([
      { id: 'register ci/docs', needs: [] },
      { id: 'listen ci/docs', needs: ['register ci/docs'] },
    ]);
  });
});

describe('a controller that deskrun manages', () => {
  const update: ControllerVerdict = { type: 'update', controller: { ...CONTROLLER, isManaged: true } };
  const over = (status: object) => {
    const desired = desiredOf(docs());
    const there = [definition, { ...deployment, status }].map(object => applied(object));
    const base = observedOf(
      desired,
      docs().map(object => applied(object)),
    );
    const live = new Map([...base.live, ...there.map(object => [keyOf(object), object] as const)]);
    return makePlan(desired, { ...base, live }, { verdict: update, manifests: [definition, deployment] }).steps.map(
      ({ id }) => id,
    );
  };

  it('that is unchanged and runs needs no step', () => {
    expect(over({ availableReplicas: 1 })).toEqual([]);
  });

  it('that is unchanged and does not run is waited for', () => {
    expect(over({})).toEqual(['crds', 'established', 'controller', 'available']);
  });
});
