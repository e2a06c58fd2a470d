import { hostname } from 'node:os';
import { consoleIn } from '../support/console';
import { Desk, type Outcome } from '../support/desk';

const bind = (path: string) => ({ Type: 'bind', Source: path, Destination: path, RW: true });
const SET = {
  apiVersion: 'actions.github.com/v1alpha1',
  kind: 'AutoscalingRunnerSet',
  metadata: { name: 'docs', namespace: 'ci' },
};

/**
 * A desk with a kind cluster whose node has these directories of the machine, and a runner with a cache in /nvme/npm.
 */
function kindDesk(mounts: readonly string[] = ['/nvme'], kind: object = { clusters: ['deskrun'] }): Desk {
  const desk = new Desk().configure([{ name: 'docs', caches: [{ name: 'npm', source: '/nvme/npm' }] }]);
  desk.tools
    .add('kind', { ...kind })
    .add('docker', { info: { Name: hostname() }, containers: { 'deskrun-control-plane': mounts.map(bind) } });
  return desk;
}

const run = (desk: Desk, ...args: string[]): Promise<Outcome> =>
  desk.runIn(consoleIn(desk.folder, desk.tools.env), args);

describe('cluster create', () => {
  it('leaves an existing cluster with all mounts unchanged', async () => {
    expect(await run(kindDesk(), 'cluster', 'create')).toEqual({
      code: 0,
      stdout: '',
      stderr:
        'kind cluster deskrun already exists and has all host directories that runners mount; kubectl ' +
        '--context kind-deskrun\n',
    });
  });

  it('refuses an existing cluster that lacks the mount of a cache', async () => {
    const { code, stderr } = await run(kindDesk([]), 'cluster', 'create');
    expect(code).toBe(1);
    expect(stderr).toContain(
      'kind cluster deskrun has no mounts for these directories of the host that runners mount:\n  /nvme/npm\n',
    );
  });

  it('creates it on a Docker daemon of another machine', async () => {
    const desk = kindDesk([], {});
    desk.tools.change('docker', { info: { Name: 'docker-desktop' } });
    const { code, stderr } = await run(desk, 'cluster', 'create');
    expect(code).toBe(0);
    expect(stderr).toContain(
      'create kind cluster deskrun\nkind cluster deskrun is ready; kubectl --context kind-deskrun\n',
    );
  });
});

describe('up on the kind cluster', () => {
  it('uses the same cluster as cluster create', async () => {
    const { code, stderr } = await run(kindDesk([]), 'up');
    expect(code).toBe(1);
    expect(stderr).toContain(
      'kind cluster deskrun has no mounts for these directories of the host that runners mount:\n  /nvme/npm\n',
    );
  });

  it('uses its context', async () => {
    const desk = kindDesk();
    expect((await run(desk, 'up')).code).toBe(0);
    expect(desk.tools.calls('kubectl').filter(call => call.startsWith('apply'))[0]).toContain(
      ' --context=kind-deskrun',
    );
    expect(desk.sets).toEqual(['docs']);
  });
});

describe('cluster status', () => {
  it('reports that it does not exist', async () => {
    const { code, stdout } = await run(kindDesk([], {}), 'cluster', 'status', '-o', 'json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual({ name: 'deskrun', exists: false, nodes: [], missingMounts: [] });
  });

  it('reports that it has all mounts', async () => {
    const { code, stdout } = await run(kindDesk(), 'cluster', 'status');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^deskrun +exists +kind-deskrun +deskrun-control-plane$/m);
  });

  it('reports missing mounts, and fails', async () => {
    const { code, stdout } = await run(kindDesk([]), 'cluster', 'status');
    expect(code).toBe(1);
    expect(stdout).toContain('does not mount /nvme/npm of this machine; recreate the cluster to mount it');
  });
});

describe('cluster delete', () => {
  it('deletes it', async () => {
    const desk = kindDesk();
    expect((await run(desk, 'cluster', 'delete')).code).toBe(0);
    expect(desk.tools.state('kind').clusters).toEqual([]);
  });

  it('succeeds without a cluster', async () => {
    expect(await run(kindDesk([], {}), 'cluster', 'delete')).toEqual({
      code: 0,
      stdout: '',
      stderr: 'kind cluster deskrun does not exist\n',
    });
  });

  it('is refused while runner sets are registered at GitHub', async () => {
    const desk = kindDesk();
    desk.addObject('actions.github.com/AutoscalingRunnerSet ci/docs', SET);
    const { code, stderr } = await run(desk, 'cluster', 'delete');
    expect(code).toBe(1);
    expect(stderr).toBe(
      'kind cluster deskrun has runner sets: docs; only a running controller removes them from GitHub: ' +
        'run deskrun down first, or add --yes\n',
    );
    expect(desk.tools.state('kind').clusters).toEqual(['deskrun']);
  });

  it('deletes it anyway with the flag', async () => {
    const desk = kindDesk();
    desk.addObject('actions.github.com/AutoscalingRunnerSet ci/docs', SET);
    expect((await run(desk, 'cluster', 'delete', '--yes')).code).toBe(0);
    expect(desk.tools.state('kind').clusters).toEqual([]);
  });

  it('deletes a cluster that does not answer, with a message', async () => {
    const desk = kindDesk();
    desk.tools.change('kubectl', { down: true });
    const { code, stderr } = await run(desk, 'cluster', 'delete');
    expect(code).toBe(0);
    expect(stderr).toMatch(/^the API server does not answer \(context kind-deskrun\)/);
  });
});
