import { ContainerMode, type RunnerSetProps } from '../../../src';
import type { ControllerVerdict } from '../../../src/cli/apply/controller';
import type { Observed } from '../../../src/cli/apply/observed';
import { makePlan, type Plan } from '../../../src/cli/apply/plan';
import { isRunnerSet } from '../../../src/cli/apply/set-objects';
import { keyOf } from '../../../src/cli/kubectl/objects';
import type { Manifest } from '../../../src/cli/project';
import { applied, CONTROLLER, desiredOf, observedOf, setObjects } from '../../support/cluster-states';

const docs = (props?: Partial<RunnerSetProps>) => setObjects('docs', props);
const live = (objects: readonly Manifest[]) => objects.map(object => applied(object));
const USE: ControllerVerdict = { type: 'use', controller: CONTROLLER };

/** The plan from existing objects to desired objects. */
function plan(
  wanted: readonly Manifest[],
  present: readonly Manifest[],
  more: Partial<Observed> = {},
  verdict: ControllerVerdict = USE,
): Plan {
  const desired = desiredOf(wanted);
  return makePlan(desired, observedOf(desired, live(present), more), { verdict, manifests: [] });
}

const actions = ({ sets }: Plan) => Object.fromEntries(sets.map(({ set, action }) => [set, action]));
const reasons = ({ problems }: Plan) => problems.map(({ subject, message }) => `${subject}: ${message}`);

describe('a set', () => {
  it.each<[string, readonly Manifest[], readonly Manifest[], string]>([
    ['created if it does not exist', docs(), [], 'create'],
    ['unchanged if nothing differs', docs(), docs(), 'unchanged'],
    ['updated if a field differs', docs({ maxRunners: 9 }), docs(), 'update'],
    ['updated if an object of it is missing', docs(), docs().filter(({ kind }) => kind !== 'Role'), 'update'],
    [
      'created if only the AutoscalingRunnerSet is missing',
      docs(),
      docs().filter(object => !isRunnerSet(object)),
      'create',
    ],
    ['recreated if its mode changes', docs({ containerMode: ContainerMode.dind() }), docs(), 'recreate'],
    ['deleted if it is not desired', [], docs(), 'delete'],
    ['deleted if only other objects of it exist', [], docs().filter(object => !isRunnerSet(object)), 'delete'],
  ])('is %s', (_, wanted, present, action) => {
    expect(actions(plan(wanted, present))).toEqual({ 'ci/docs': action });
  });

  it('that changes does not affect another', () => {
    expect(
      actions(plan([...docs({ maxRunners: 9 }), ...setObjects('images')], [...docs(), ...setObjects('images')])),
    ).toEqual({ 'ci/docs': 'update', 'ci/images': 'unchanged' });
  });

  it('has the changes of its objects', () => {
    const { sets } = plan(docs({ maxRunners: 9 }), docs());
    expect(sets[0]?.changes).toEqual([
      {
        object: 'AutoscalingRunnerSet ci/docs',
        action: 'update',
        fields: [{ path: 'spec.maxRunners', before: 5, after: 9 }],
      },
    ]);
  });

  it('is refused if the API server refuses one of its objects', () => {
    const [account] = docs() as [Manifest];
    const refused = plan(docs({ maxRunners: 9 }), docs(), {
      refusals: new Map([[keyOf(account), 'no accounts here']]),
    });
    expect(reasons(refused)).toEqual(['ci/docs: ServiceAccount ci/docs-gha-rs-kube-mode: no accounts here']);
    expect(refused.steps).toEqual([]);
  });

  it('is not deleted for a recreation that the API server would refuse', () => {
    const wanted = docs({ containerMode: ContainerMode.dind() });
    const refused = plan(wanted, docs(), { refusals: new Map([[keyOf(wanted[0] as Manifest), 'no accounts here']]) });
    expect(actions(refused)).toEqual({ 'ci/docs': 'refused' });
    expect(refused.steps).toEqual([]);
  });

  it('is not applied without its Secret', () => {
    expect(reasons(plan(docs(), [], { secrets: new Set() }))).toEqual([
      expect.stringMatching(/^ci\/docs: Secret ci\/github, with its credential, does not exist/),
    ]);
  });

  it('is applied if its Secret is applied, too', () => {
    const desired = desiredOf(docs(), {
      shared: [{ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'github', namespace: 'ci' } }],
    });
    expect(
      actions(makePlan(desired, observedOf(desired, [], { secrets: new Set() }), { verdict: USE, manifests: [] })),
    ).toEqual({ 'ci/docs': 'create' });
  });

  it('is refused if its manager RoleBinding is for another ServiceAccount than that of the controller', () => {
    const other = setObjects('images', { controller: { serviceAccount: { namespace: 'arc', name: 'mine' } } });
    expect(reasons(plan([...docs(), ...other], []))).toEqual([
      'ci/images: it grants its permissions to ServiceAccount arc/mine, but controller arc-gha-rs-controller in ' +
        'arc-systems runs as arc-gha-rs-controller',
    ]);
  });

  it('is not applied without a controller that can manage it', () => {
    expect(reasons(plan(docs(), [], {}, { type: 'refuse', message: 'there are two' }))).toEqual([
      'controller: there are two',
      'ci/docs: no controller can manage it',
    ]);
  });

  it.each([[[]], [[{ ...CONTROLLER, stopped: true }]], [[{ ...CONTROLLER, watches: 'other' }]]])(
    'is not deleted while no controller runs to remove its finalizer: %j',
    controllers => {
      expect(reasons(plan([], docs(), { controllers }))).toEqual([
        'ci/docs: it cannot be deleted while no controller runs: only the controller removes its finalizers, and ' +
          'the set from GitHub; start the controller',
      ]);
    },
  );

  it('is deleted without a controller if none has added a finalizer', () => {
    const desired = desiredOf([]);
    const unseen = docs().map(object => applied(object, isRunnerSet(object) ? { finalizers: [] } : {}));
    expect(actions(makePlan(desired, observedOf(desired, unseen, { controllers: [] })))).toEqual({
      'ci/docs': 'delete',
    });
  });
});

describe('a namespace', () => {
  const ENFORCE = 'pod-security.kubernetes.io/enforce';
  const namespace = (level: string | undefined, project?: string): Manifest => ({
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: {
      name: 'ci',
      labels: { ...(level && { [ENFORCE]: level }), ...(project && { 'deskrun.dev/project': project }) },
    },
  });
  const over = (present: Manifest) => {
    const desired = desiredOf(docs(), { impliedNamespaces: [namespace('privileged', 'tests')] });
    return makePlan(desired, observedOf(desired, [applied(present)]), { verdict: USE, manifests: [] });
  };

  it('that deskrun does not manage is left unchanged', () => {
    expect(over(namespace(undefined)).others).toEqual([]);
  });

  it('that deskrun manages gets the level that its sets need', () => {
    expect(over(namespace('baseline', 'tests')).others).toEqual([
      {
        object: 'Namespace ci',
        action: 'update',
        fields: [{ path: `metadata.labels.${ENFORCE}`, before: 'baseline', after: 'privileged' }],
      },
    ]);
  });

  it('in the configuration is applied, even if deskrun did not create it', () => {
    const desired = desiredOf([], { namespaces: [namespace('privileged', 'tests')] });
    expect(makePlan(desired, observedOf(desired, [applied(namespace('baseline'))])).others).toMatchObject([
      { object: 'Namespace ci', action: 'update' },
    ]);
  });

  it('of another configuration is left unchanged', () => {
    const desired = desiredOf([], { namespaces: [namespace('privileged', 'tests')] });
    expect(makePlan(desired, observedOf(desired, [applied(namespace('baseline', 'other'))])).others).toEqual([]);
  });

  it('that deskrun does not manage is a problem if its level rejects the pods', () => {
    expect(reasons(over(namespace('baseline')))).toEqual([
      'ci/docs: namespace ci allows only pods of Pod Security level baseline, but those of the set need ' +
        `privileged; run kubectl label namespace ci --overwrite ${ENFORCE}=privileged`,
    ]);
  });

  it.each([['privileged'], [undefined]])('that deskrun does not manage is no problem with level %s', level => {
    expect(reasons(over(namespace(level)))).toEqual([]);
  });
});

describe('an object that belongs to no set', () => {
  const service: Manifest = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'mirror', namespace: 'ci', labels: { 'deskrun.dev/project': 'tests' } },
  };

  it('is applied', () => {
    const desired = desiredOf([], { shared: [service] });
    expect(makePlan(desired, observedOf(desired, [])).others).toEqual([
      { object: 'Service ci/mirror', action: 'create', fields: [] },
    ]);
  });

  it('is pruned when it is no longer desired', () => {
    const desired = desiredOf([]);
    const { others, steps } = makePlan(desired, observedOf(desired, [applied(service)]));
    expect(others).toEqual([{ object: 'Service ci/mirror', action: 'delete', fields: [] }]);
    expect(steps.map(({ id }) => id)).toEqual(['prune']);
  });

  it('is refused if another configuration manages it', () => {
    const desired = desiredOf([], { shared: [service] });
    const theirs = { ...service, metadata: { ...service.metadata, labels: { 'deskrun.dev/project': 'other' } } };
    expect(reasons(makePlan(desired, observedOf(desired, [applied(theirs)], { owned: [] })))).toEqual([
      expect.stringMatching(/^Service ci\/mirror: Service ci\/mirror: belongs to the configuration other/),
    ]);
  });
});

describe('a flag is needed', () => {
  const version = (objects: readonly Manifest[], label: string) =>
    objects.map(object => ({
      ...object,
      metadata: { ...object.metadata, labels: { ...object.metadata.labels, 'app.kubernetes.io/version': label } },
    }));
  const stops = ({ stops: found }: Plan) => found.map(({ flag, message }) => `${flag}: ${message}`);
  const UPGRADE: ControllerVerdict = {
    type: 'upgrade',
    controller: { ...CONTROLLER, version: '0.13.1', isManaged: true },
  };

  it('when a controller is upgraded, which recreates all sets', () => {
    const upgrade = plan(docs(), version(docs(), '0.13.1'), {}, UPGRADE);
    expect(stops(upgrade)).toEqual([
      'upgrade-controller: controller arc-gha-rs-controller in arc-systems is 0.13.1 and arcVersion is 0.14.2: ' +
        'the upgrade waits for running jobs, and deletes and recreates every runner set of this configuration',
    ]);
    expect(actions(upgrade)).toEqual({ 'ci/docs': 'recreate' });
  });

  it.each<[ControllerVerdict]>([[UPGRADE], [{ type: 'install' }]])(
    'when the new controller would delete sets of other configurations: %j',
    verdict => {
      const theirs = live(version(setObjects('images'), '0.13.1')).map(object => ({
        ...object,
        metadata: { ...object.metadata, labels: { ...object.metadata.labels, 'deskrun.dev/project': 'other' } },
      }));
      expect(stops(plan(docs(), [], { runnerSets: theirs.filter(isRunnerSet) }, verdict)).at(-1)).toBe(
        'yes: a controller of 0.14.2 deletes these runner sets of another minor version, which do not belong to ' +
          'this configuration: ci/images',
      );
    },
  );

  it('when a set would be deleted in a namespace that the configuration does not name', () => {
    const desired = desiredOf(docs(), {
      namespaces: [{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'ci' } }],
    });
    const elsewhere = live(
      setObjects('images').map(object => ({
        ...object,
        metadata: {
          ...object.metadata,
          namespace: 'old',
          labels: { ...object.metadata.labels, 'actions.github.com/scale-set-namespace': 'old' },
        },
      })),
    );
    expect(stops(makePlan(desired, observedOf(desired, elsewhere), { verdict: USE, manifests: [] }))).toEqual([
      'yes: old/images would be deleted, in a namespace that the configuration does not name; it belongs to a ' +
        'configuration named tests, which may be another one: give this one another name with --project',
    ]);
  });

  it('but not when a set is deleted in its own namespace, even the last', () => {
    expect(stops(plan([], docs()))).toEqual([]);
  });

  it('but not when a set is only updated', () => {
    expect(stops(plan(docs({ maxRunners: 9 }), docs()))).toEqual([]);
  });
});

describe('a controller that deskrun manages', () => {
  const deployment: Manifest = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'arc-gha-rs-controller', namespace: 'arc-systems' },
  };

  it('that the API server refuses is not applied, nor is any set', () => {
    const desired = desiredOf(docs());
    const refused = makePlan(
      desired,
      observedOf(desired, [], { refusals: new Map([[keyOf(deployment), 'no deployments here']]) }),
      { verdict: { type: 'install' }, manifests: [deployment] },
    );
    expect(reasons(refused)).toEqual([
      'controller: Deployment arc-systems/arc-gha-rs-controller: no deployments here',
      'ci/docs: no controller can manage it',
    ]);
    expect(refused.steps).toEqual([]);
  });

  it('leaves an existing namespace unchanged, even one of another configuration', () => {
    const namespace: Manifest = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'arc-systems' } };
    const desired = desiredOf(docs());
    const theirs = applied(namespace, { labels: { 'deskrun.dev/project': 'other' } });
    const { problems, steps } = makePlan(
      desired,
      observedOf(desired, [], { live: new Map([[keyOf(namespace), theirs]]) }),
      { verdict: { type: 'install' }, manifests: [namespace, deployment] },
    );
    expect(problems).toEqual([]);
    expect(
      steps.flatMap(({ action }) => (action.type === 'apply' ? action.manifests.map(({ kind }) => kind) : [])),
    ).not.toContain('Namespace');
  });
});
