import { CacheVolume, ContainerMode, type RunnerSetProps } from '../../../src';
import type { ControllerVerdict } from '../../../src/cli/apply/controller';
import { byKey, type Observed } from '../../../src/cli/apply/observed';
import { makePlan } from '../../../src/cli/apply/plan';
import { isRunnerSet } from '../../../src/cli/apply/set-objects';
import type { Step } from '../../../src/cli/apply/steps';
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
  it('is nothing at all, where nothing changes', () => {
    expect(ids({ wanted: docs(), present: docs() })).toEqual([]);
  });

  it('for a controller is definitions, the controller, and only then sets', () => {
    expect(ids({ wanted: docs(), verdict: { type: 'install' } })).toEqual([
      'definitions',
      'established',
      'controller',
      'available',
      'apply ci/docs',
      'register ci/docs',
      'listen ci/docs',
    ]);
  });

  it('for a set that changes is to apply it and to wait for its listener, not to register it again', () => {
    expect(ids({ wanted: docs({ maxRunners: 9 }), present: docs() })).toEqual(['apply ci/docs', 'listen ci/docs']);
  });

  it('for a set that goes is the set, then what it unlocks, then the rest', () => {
    expect(ids({ present: docs() })).toEqual(['delete ci/docs', 'release ci/docs', 'clear ci/docs']);
    expect(needsOf({ present: docs() }, 'clear ci/docs')).toEqual(['delete ci/docs', 'release ci/docs']);
  });

  it('for what a set left when it went is not to wait for it', () => {
    expect(ids({ present: docs().filter(object => !isRunnerSet(object)) })).toEqual([
      'release ci/docs',
      'clear ci/docs',
    ]);
  });

  it('for a set that is made again is all of that, and then the new one', () => {
    expect(ids({ wanted: docs({ containerMode: ContainerMode.dind() }), present: docs() })).toEqual([
      'delete ci/docs',
      'release ci/docs',
      'clear ci/docs',
      'apply ci/docs',
      'register ci/docs',
      'listen ci/docs',
    ]);
  });

  it('for several sets that go begins with asking for all, so that their jobs end side by side', () => {
    expect(ids({ present: [...docs(), ...setObjects('images')] })[0]).toBe('ask');
  });

  it('has changes in place before anything that waits for jobs, and creations behind it', () => {
    const order = ids({
      wanted: [...docs({ maxRunners: 9 }), ...setObjects('new')],
      present: [...docs(), ...setObjects('old')],
    });
    expect(order.filter(id => /^(apply|delete) /.test(id))).toEqual(['apply ci/docs', 'delete ci/old', 'apply ci/new']);
  });

  it('for an upgrade of the controller has every set gone before, and made again behind', () => {
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
      'definitions',
      'established',
      'controller',
      'available',
      'apply ci/docs',
      'register ci/docs',
      'listen ci/docs',
    ]);
    expect(needsOf(upgrade, 'definitions')).toEqual(['delete ci/docs', 'release ci/docs', 'clear ci/docs']);
  });

  it('for definitions that are being deleted is to start the controller, let every set go, and make all of it again when they are gone', () => {
    const leaving = { ...definition, metadata: { ...definition.metadata, deletionTimestamp: '2026-11-21T12:00:00Z' } };
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
      'definitions gone',
      'definitions',
      'established',
      'apply ci/docs',
      'register ci/docs',
      'listen ci/docs',
    ]);
    expect(needsOf(given, 'delete ci/docs')).toEqual(['available']);
    expect(needsOf(given, 'definitions gone')).toEqual([
      'available',
      'delete ci/docs',
      'release ci/docs',
      'clear ci/docs',
    ]);
    expect(needsOf(given, 'apply ci/docs')).toContain('established');
  });

  it('for a set that is made again, and whose controller has lost its rights on it, begins with these', () => {
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

  it('has what nothing needs any more last, when every set is gone', () => {
    const given: Case = { present: [...docs(), secret] };
    expect(ids(given).at(-1)).toBe('surplus');
    expect(needsOf(given, 'surplus')).toContain('delete ci/docs');
  });

  it('keeps what is not needed any more as long as a set that might need it cannot go', () => {
    expect(ids({ present: [...docs(), secret], more: { controllers: [] } })).toEqual([]);
  });
});

describe('a step needs', () => {
  it('for a set its Secret, and no other', () => {
    const other = { ...secret, metadata: { ...secret.metadata, name: 'other' } };
    expect(needsOf({ wanted: docs(), shared: [other, secret] }, 'apply ci/docs')).toEqual(['apply /Secret ci/github']);
  });

  it('for a set the controller, where that is applied', () => {
    expect(needsOf({ wanted: docs(), verdict: { type: 'install' } }, 'apply ci/docs')).toEqual(['available']);
  });

  it('for a deletion the controller too, which has to do it', () => {
    expect(
      needsOf({ wanted: docs(), present: setObjects('old'), verdict: { type: 'install' } }, 'delete ci/old'),
    ).toEqual(['available']);
  });

  it('for a set nothing of another', () => {
    const given: Case = { wanted: [...docs(), ...setObjects('new')], present: setObjects('old') };
    expect(needsOf(given, 'apply ci/new')).toEqual([]);
  });

  it('for a set that takes over a directory for one, that the other is gone', () => {
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

describe('a set that is there and unknown to GitHub', () => {
  const unregistered = docs().map(object =>
    applied(object, isRunnerSet(object) ? { annotations: object.metadata.annotations } : {}),
  );
  const desired = desiredOf(docs());

  it('is waited for, though nothing of it changes', () => {
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

describe('a controller of ours', () => {
  const update: ControllerVerdict = { type: 'update', controller: { ...CONTROLLER, ours: true } };
  const over = (status: object) => {
    const desired = desiredOf(docs());
    const there = [definition, { ...deployment, status }].map(object => applied(object));
    const base = observedOf(
      desired,
      docs().map(object => applied(object)),
    );
    const live = new Map([
      ...base.live,
      ...there.map(
        object =>
          [
            `${object.apiVersion.split('/')[0] as string}/${object.kind} ${object.metadata.namespace === undefined ? '' : `${object.metadata.namespace}/`}${object.metadata.name}`,
            object,
          ] as const,
      ),
    ]);
    return makePlan(desired, { ...base, live }, { verdict: update, manifests: [definition, deployment] }).steps.map(
      ({ id }) => id,
    );
  };

  it('that is as it should be and runs is left alone', () => {
    expect(over({ availableReplicas: 1 })).toEqual([]);
  });

  it('that is as it should be and does not run is waited for', () => {
    expect(over({})).toEqual(['definitions', 'established', 'controller', 'available']);
  });
});
