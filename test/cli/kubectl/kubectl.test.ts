import { Kubectl } from '../../../src/cli/kubectl/kubectl';
import type { Manifest } from '../../../src/cli/project';
import { consoleIn } from '../../support/console';
import { FakeTools } from '../../support/fake-tools';

const secret: Manifest = {
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name: 'github', namespace: 'ci' },
  data: { github_token: 'ZmFrZQ==' },
};
const map: Manifest = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'a', namespace: 'ci', labels: { team: 'x' } },
};
const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'ci' } };

function kubectlOver(state: Readonly<Record<string, unknown>> = {}): {
  readonly kubectl: Kubectl;
  readonly tools: FakeTools;
} {
  const tools = new FakeTools().add('kubectl', { objects: { '/Namespace ci': namespace }, ...state });
  return { kubectl: new Kubectl(consoleIn(tools.folder, tools.env).io), tools };
}

describe('kubectl', () => {
  it('gets objects on stdin, which no process list shows', async () => {
    const { kubectl, tools } = kubectlOver();
    await kubectl.apply([secret]);
    const [call] = tools.callsOf('kubectl');
    expect(call?.argv.join(' ')).not.toContain('ZmFrZQ==');
    expect(call?.stdin).toContain('ZmFrZQ==');
  });

  it('returns one applied object, and several', async () => {
    const { kubectl } = kubectlOver();
    expect((await kubectl.apply([map])).map(({ metadata }) => metadata.name)).toEqual(['a']);
    expect((await kubectl.apply([map, secret])).map(({ metadata }) => metadata.name)).toEqual(['a', 'github']);
  });

  it('is not run without objects', async () => {
    const { kubectl, tools } = kubectlOver();
    await kubectl.apply([]);
    await kubectl.delete([]);
    await kubectl.get([]);
    await kubectl.list([]);
    expect(tools.calls('kubectl')).toEqual([]);
  });

  it('changes nothing on a dry run', async () => {
    const { kubectl, tools } = kubectlOver();
    await kubectl.apply([map], { dryRun: true });
    expect(Object.keys(tools.cluster)).toEqual(['/Namespace ci']);
  });

  it('gets the existing ones among some objects', async () => {
    const { kubectl } = kubectlOver({ objects: { '/ConfigMap ci/a': map } });
    expect((await kubectl.get([map, secret])).map(({ kind }) => kind)).toEqual(['ConfigMap']);
  });

  it('gets nothing if none exists', async () => {
    expect(await kubectlOver().kubectl.get([map])).toEqual([]);
  });

  it('lists by label', async () => {
    const { kubectl } = kubectlOver({ objects: { '/ConfigMap ci/a': map, '/Secret ci/github': secret } });
    expect((await kubectl.list(['configmaps', 'secrets'], 'team=x')).map(({ metadata }) => metadata.name)).toEqual([
      'a',
    ]);
  });

  it('deletes objects by name', async () => {
    const { kubectl, tools } = kubectlOver({ objects: { '/ConfigMap ci/a': map } });
    await kubectl.delete([{ ...map, data: { much: 'text' } } as Manifest], { timeoutSeconds: 60 });
    expect(tools.cluster).toEqual({});
    expect(tools.callsOf('kubectl')[0]?.stdin).not.toContain('much');
    expect(tools.calls('kubectl')).toEqual(['delete --filename=- --ignore-not-found --wait=true --timeout=60s']);
  });

  it('deletes without waiting, if asked to', async () => {
    const { kubectl, tools } = kubectlOver();
    await kubectl.delete([map], { wait: false });
    expect(tools.calls('kubectl')).toEqual(['delete --filename=- --ignore-not-found --wait=false']);
  });

  it('removes one finalizer, and no other', async () => {
    const kept = {
      ...map,
      metadata: { ...map.metadata, finalizers: ['actions.github.com/cleanup-protection', 'example.com/mine'] },
    };
    const { kubectl, tools } = kubectlOver({ objects: { '/ConfigMap ci/a': kept } });
    await kubectl.release(kept, 'actions.github.com/cleanup-protection');
    expect(tools.cluster['/ConfigMap ci/a']?.metadata.finalizers).toEqual(['example.com/mine']);
  });

  it.each([
    [
      'CRDs',
      (kubectl: Kubectl) => kubectl.waitEstablished([map], 9),
      'wait --for=condition=Established --filename=- --timeout=9s',
    ],
    [
      'a Deployment',
      (kubectl: Kubectl) => kubectl.waitAvailable(map, 9),
      'rollout status deployment/a --namespace=ci --timeout=9s',
    ],
    ['nodes', (kubectl: Kubectl) => kubectl.waitNodesReady(9), 'wait --for=condition=Ready nodes --all --timeout=9s'],
  ])('waits for %s', async (_, wait, call) => {
    const { kubectl, tools } = kubectlOver();
    await wait(kubectl);
    expect(tools.calls('kubectl')).toEqual([call]);
  });

  it('waits for new CRDs, which have no conditions yet', async () => {
    const { kubectl, tools } = kubectlOver({ newborn: 2 });
    await kubectl.waitEstablished([map], 9);
    expect(tools.calls('kubectl')).toHaveLength(3);
  });

  it('stops waiting for them at the timeout', async () => {
    const { kubectl } = kubectlOver({ newborn: 1000 });
    await expect(kubectl.waitEstablished([map], 0)).rejects.toThrow('.status.conditions accessor error');
  });

  it('has a timeout for requests', async () => {
    const { kubectl, tools } = kubectlOver();
    await kubectl.apiResources();
    expect(tools.calls('kubectl')).toEqual(['api-resources --no-headers --request-timeout=30s']);
  });

  it.each([
    [{}, "kubectl's current context"],
    [{ context: 'desk' }, 'context desk'],
    [{ kubeconfig: 'mine' }, 'kubeconfig mine'],
    [{ kubeconfig: 'mine', context: 'desk' }, 'context desk of kubeconfig mine'],
  ])('names cluster %j in messages', (connection, where) => {
    expect(new Kubectl(consoleIn('/').io, connection).where).toBe(where);
  });
});
