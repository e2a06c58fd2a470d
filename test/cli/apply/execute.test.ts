import { execute, type ExecutionOptions } from '../../../src/cli/apply/execute';
import type { Action, Step } from '../../../src/cli/apply/steps';
import { Kubectl } from '../../../src/cli/kubectl/kubectl';
import { Progress } from '../../../src/cli/progress';
import { consoleIn } from '../../support/console';
import { FakeTools } from '../../support/fake-tools';

const map = (name: string) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: 'ci' } });
const NAMESPACE = { '/Namespace ci': { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'ci' } } };
const set = {
  apiVersion: 'actions.github.com/v1alpha1',
  kind: 'AutoscalingRunnerSet',
  metadata: { name: 'docs', namespace: 'ci' },
  spec: { githubConfigUrl: 'https://github.com/rubionic/docs' },
};
const definition = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'a' },
  spec: { group: 'actions.github.com', names: { plural: 'autoscalingrunnersets', kind: 'AutoscalingRunnerSet' } },
};
const OPTIONS: ExecutionOptions = { timeoutSeconds: 9, registrationSeconds: 0, pollMs: 10, settleMs: 10, force: false };

const step = (id: string, action: Action, needs: readonly string[] = []): Step => ({
  id,
  subject: id,
  title: `do ${id}`,
  needs,
  action,
});
const apply = (id: string, needs?: readonly string[]) => step(id, { type: 'apply', manifests: [map(id)] }, needs);

async function executed(
  steps: readonly Step[],
  state: Readonly<Record<string, unknown>> = {},
  manner = OPTIONS,
  interrupted = false,
) {
  const tools = new FakeTools().add('kubectl', { objects: NAMESPACE, ...state });
  const console = consoleIn(tools.folder, tools.env);
  if (interrupted) console.interrupt();
  const results = await execute(
    steps,
    new Kubectl(console.io),
    new Progress(console.io.stderr),
    console.io.signal,
    manner,
  );
  return {
    results: Object.fromEntries(
      results.map(({ step: { id }, status, reason }) => [id, reason === undefined ? status : `${status}: ${reason}`]),
    ),
    tools,
    stderr: console.stderr(),
  };
}

describe('steps', () => {
  it('are executed in order', async () => {
    const { results, stderr } = await executed([apply('a'), apply('b', ['a'])]);
    expect(results).toEqual({ a: 'done', b: 'done' });
    expect(stderr).toBe('do a\ndo b\n');
  });

  it('that need a failed step are skipped, and all others are executed', async () => {
    const { results } = await executed([apply('a'), apply('b', ['a']), apply('c', ['b']), apply('d')], {
      refuses: { '/ConfigMap ci/a': 'no' },
    });
    expect(results).toEqual({ a: 'failed: no', b: 'not done: needs: do a', c: 'not done: needs: do b', d: 'done' });
  });

  it('are skipped after an interruption', async () => {
    const { results, tools } = await executed([apply('a')], {}, OPTIONS, true);
    expect(results).toEqual({ a: 'not done: interrupted' });
    expect(tools.calls('kubectl')).toEqual([]);
  });
});

describe('a step', () => {
  it.each<[string, Action, RegExp]>([
    ['applies', { type: 'apply', manifests: [map('a')] }, /^apply (?!.*--force-conflicts)/],
    [
      'applies with force, if the step asks for it',
      { type: 'apply', manifests: [map('a')], force: true },
      /^apply .*--force-conflicts$/,
    ],
    ['requests a deletion', { type: 'request deletion', objects: [map('a')] }, /^delete .*--wait=false$/],
    ['deletes and waits', { type: 'delete', objects: [map('a')] }, /^delete .*--wait=true --timeout=9s$/],
    [
      'waits for CRDs',
      { type: 'established', objects: [map('a')] },
      /^wait --for=condition=Established .*--timeout=9s$/,
    ],
    [
      'waits for pods',
      { type: 'available', object: map('a') },
      /^rollout status deployment\/a --namespace=ci --timeout=9s$/,
    ],
  ])('%s', async (_, action, call) => {
    const { results, tools } = await executed([step('it', action)]);
    expect(results).toEqual({ it: 'done' });
    expect(tools.calls('kubectl')).toEqual([expect.stringMatching(call)]);
  });

  it('overwrites conflicting fields with --force-conflicts', async () => {
    const { tools } = await executed([apply('a')], {}, { ...OPTIONS, force: true });
    expect(tools.calls('kubectl')[0]).toContain('--force-conflicts');
  });

  it('removes finalizers of existing objects, and ignores missing ones', async () => {
    const locked = {
      ...map('a'),
      metadata: { ...map('a').metadata, finalizers: ['actions.github.com/cleanup-protection'] },
    };
    const { results, tools } = await executed([step('it', { type: 'release', objects: [map('a'), map('gone')] })], {
      objects: { '/ConfigMap ci/a': locked },
    });
    expect(results).toEqual({ it: 'done' });
    expect(tools.cluster['/ConfigMap ci/a']?.metadata.finalizers).toEqual([]);
  });
});

describe('a set', () => {
  const registration = step('it', { type: 'registered', object: set });
  const present = (metadata: object) => ({
    objects: {
      '/CustomResourceDefinition a': definition,
      'actions.github.com/AutoscalingRunnerSet ci/docs': { ...set, metadata: { ...set.metadata, ...metadata } },
    },
  });

  it('is registered when it has an id', async () => {
    expect((await executed([registration], present({ annotations: { 'runner-scale-set-id': '7' } }))).results).toEqual({
      it: 'done',
    });
  });

  it('that gets none in time fails, with what to check', async () => {
    expect((await executed([registration], present({}))).results).toEqual({
      it:
        'failed: docs is not registered at GitHub after 0 s: is the credential valid for ' +
        'https://github.com/rubionic/docs, and does the controller run? its log shows the answer of GitHub',
    });
  });

  it('that does not exist was deleted meanwhile', async () => {
    expect(
      (await executed([registration], { objects: { '/CustomResourceDefinition a': definition } })).results,
    ).toEqual({
      it: 'failed: docs was deleted by something else; a controller of another minor version deletes runner sets',
    });
  });
});
