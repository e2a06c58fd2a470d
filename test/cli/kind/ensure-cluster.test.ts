import { hostname } from 'node:os';
import { parse } from 'yaml';
import { ensureCluster } from '../../../src/cli/kind/ensure-cluster';
import { Host } from '../../../src/cli/kind/host';
import type { Project } from '../../../src/cli/project';
import type { HostPath } from '../../../src/pod/host-paths';
import { consoleIn } from '../../support/console';
import { FakeTools } from '../../support/fake-tools';
import { temporaryFolder } from '../../support/folders';

const CACHE: HostPath = { path: '/nvme/docker', readOnly: false };
const bind = (path: string) => ({ Type: 'bind', Source: path, Destination: path, RW: true });

function projectOf(hostPaths: readonly HostPath[], more: Partial<Project> = {}): Project {
  return {
    file: 'deskrun.yaml',
    clusterName: 'desk',
    namespace: 'ci',
    arcVersion: '0.14.2',
    runners: [],
    manifests: () => Promise.resolve([]),
    controllerManifests: () => Promise.resolve([]),
    hostPaths: () => Promise.resolve(hostPaths),
    credential: () => Promise.resolve(undefined),
    ...more,
  };
}

/** All three programs, on a suitable machine. */
class Bench {
  readonly tools = new FakeTools()
    .add('kubectl')
    .add('kind')
    .add('docker', { info: { Name: hostname() } });
  readonly console = consoleIn(this.tools.folder, this.tools.env);
  readonly host = Object.assign(new Host(temporaryFolder()), { freeBytes: () => 2 ** 40 });

  ensure(hostPaths: readonly HostPath[] = [CACHE], more: Partial<Project> = {}): Promise<string> {
    return ensureCluster(projectOf(hostPaths, more), this.console.io, 60, this.host);
  }

  get config(): { readonly nodes: readonly { readonly image?: string; readonly extraMounts?: unknown }[] } {
    return parse(this.tools.callsOf('kind').find(({ argv }) => argv[0] === 'create')?.stdin ?? '') as never;
  }
}

describe('a cluster that does not exist', () => {
  it('is created with the directories that runners mount', async () => {
    const bench = new Bench();
    expect(await bench.ensure()).toBe('created');
    expect(bench.config.nodes[0]?.extraMounts).toEqual([
      { hostPath: '/nvme/docker', containerPath: '/nvme/docker', readOnly: false },
    ]);
  });

  it('is created with the image of the configuration', async () => {
    const bench = new Bench();
    await bench.ensure([], { clusterImage: 'kindest/node:v1.34.0' });
    expect(bench.config.nodes[0]?.image).toBe('kindest/node:v1.34.0');
  });

  it('is waited for until its nodes are ready', async () => {
    const bench = new Bench();
    await bench.ensure();
    expect(bench.tools.calls('kind')).toContain('create cluster --name desk --config - --wait 60s');
    expect(bench.tools.calls('kubectl')).toContain(
      'wait --for=condition=Ready nodes --all --timeout=60s --context=kind-desk',
    );
  });

  it('is not created on an unsuitable machine, and all problems are reported at once', async () => {
    const bench = new Bench();
    bench.tools.change('docker', { info: { Name: hostname(), CgroupVersion: '1' } });
    await expect(bench.ensure([{ path: '/nix/store', readOnly: true }])).rejects.toThrow(
      /^kind cluster desk was not created:\n {2}docker uses cgroup v1.*\n {2}\/nix\/store does not exist/,
    );
    expect(bench.tools.calls('kind').filter(call => call.startsWith('create'))).toEqual([]);
  });

  it('is not created if a path cannot be mounted', async () => {
    const bench = new Bench();
    await expect(bench.ensure([{ path: '/var/lib/containerd', readOnly: false }])).rejects.toThrow(
      /^hostPaths\[0\]: \/var\/lib\/containerd cannot be mounted into a kind node/,
    );
    expect(bench.tools.calls('kind')).toEqual([]);
  });

  it('is created on a machine that cannot be checked, with a message', async () => {
    const bench = new Bench();
    bench.tools.change('docker', { info: { Name: 'docker-desktop' } });
    await bench.ensure([{ path: '/nix/store', readOnly: true }]);
    expect(bench.console.stderr()).toContain(
      'docker runs on docker-desktop, not on this machine: its limits, disks and directories are not checked\n',
    );
  });

  it('that kind cannot create is a failure with the message of kind', async () => {
    const bench = new Bench();
    bench.tools.change('kind', { fails: true });
    await expect(bench.ensure()).rejects.toThrow(
      'kind create cluster failed: ERROR: failed to create cluster: could not find a log line that matches ' +
        '"Reached target"',
    );
  });

  it('is deleted when the user interrupts', async () => {
    const bench = new Bench();
    bench.tools.change('kind', { hangs: true });
    const running = bench.ensure();
    const rejected = expect(running).rejects.toThrow('interrupted while kind ran');
    while (!bench.tools.calls('kind').some(call => call.startsWith('create')))
      await new Promise(resolve => setTimeout(resolve, 20));
    bench.console.interrupt();
    await rejected;
    expect(bench.tools.calls('kind').at(-1)).toBe('delete cluster --name desk');
  });
});

describe('an existing cluster', () => {
  const there = (mounts: readonly object[]): Bench => {
    const bench = new Bench();
    bench.tools.change('kind', { clusters: ['desk'] });
    bench.tools.change('docker', { containers: { 'desk-control-plane': mounts } });
    return bench;
  };

  it('with all directories that runners mount is left unchanged', async () => {
    const bench = there([bind('/nvme')]);
    expect(await bench.ensure()).toBe('exists');
    expect(bench.tools.calls('kind').filter(call => /^(create|delete)/.test(call))).toEqual([]);
  });

  it('without a directory is refused, with what to do', async () => {
    await expect(there([bind('/other')]).ensure()).rejects.toThrow(
      [
        'kind cluster desk has no mounts for these directories of the host that runners mount:',
        '  /nvme/docker',
        'caches there would be inside the node container, and deleted with it; recreate the cluster, since ' +
          'mounts of a kind node cannot change: deskrun down, deskrun cluster delete, deskrun up',
      ].join('\n'),
    );
  });

  it('is used without a check of the machine', async () => {
    const bench = there([bind('/nvme')]);
    bench.tools.change('docker', { info: { Name: hostname(), CgroupVersion: '1' } });
    expect(await bench.ensure()).toBe('exists');
  });
});

describe('a missing program is reported before anything is created', () => {
  it.each(['kubectl', 'kind', 'docker'] as const)('%s', async program => {
    const tools = new FakeTools();
    for (const other of (['kubectl', 'kind', 'docker'] as const).filter(name => name !== program)) tools.add(other);
    await expect(ensureCluster(projectOf([]), consoleIn(tools.folder, tools.env).io, 60)).rejects.toThrow(
      new RegExp(`^${program} is not on PATH; install it: https://`),
    );
    expect(tools.calls('kind').filter(call => call.startsWith('create'))).toEqual([]);
  });
});
