import { parse } from 'yaml';
import { expectFindings, fixture, manifestsOf, podOf, scaleSetsOf } from './files';
import { sites, sitesUsed } from './sites';
import type { Manifest } from '../support/sets';

/** A complete file with the fixture as the body of its runner set. */
function asRunner(body: string): string {
  const lines = [
    'namespace: arc-runners',
    'runners:',
    '  - name: rubionic-workspace',
    '    repository: https://github.com/rubionic/workspace',
    '    auth: { secret: github }',
  ];
  return [...lines, ...body.split('\n').map(line => (line === '' ? line : `    ${line}`))].join('\n');
}

const wayOut =
  'cannot be mounted over: it would hide the Nix store of the image, and with it every program of an ' +
  'image built by Nix; ' +
  "mount the node's store at /nix/store-host and let the workflow bind it, or cache /root/.cache/nix";

describe('the basic setup of rubionic-workspace', () => {
  const text = asRunner(fixture('rubionic-workspace.yaml'));
  const pod = podOf(text);
  const [runner] = pod.containers;
  const mounts: Manifest[] = runner.volumeMounts;
  const volumes: Manifest[] = pod.volumes;

  test('mounts every source at its target', () => {
    const written: Manifest[] = parse(text).runners[0].cachePaths;
    const sourceOf = (name: string): unknown => volumes.find(volume => volume.name === name)?.hostPath?.path ?? '';
    const mounted = mounts.map(({ name, mountPath }) => ({ source: sourceOf(name), target: mountPath }));
    expect(written).toHaveLength(5);
    expect(mounted).toEqual(expect.arrayContaining(written));
  });

  test('mounts the Nix store and the socket of the node read-only, and the other caches writable', () => {
    expect(mounts.filter(({ readOnly }) => readOnly).map(({ mountPath }) => mountPath)).toEqual([
      '/etc/hooks',
      '/nix/store-host',
      '/nix/var/nix/daemon-socket-host',
    ]);
  });

  test('runs privileged, as root, with a writable root file system', () => {
    expect(runner.securityContext).toMatchObject({
      privileged: true,
      allowPrivilegeEscalation: true,
      readOnlyRootFilesystem: false,
      runAsNonRoot: false,
      runAsUser: 0,
    });
  });

  test('does not require a job container, and uses the hooks without a volume', () => {
    expect(runner.env).toEqual(
      expect.arrayContaining([
        { name: 'ACTIONS_RUNNER_REQUIRE_JOB_CONTAINER', value: 'false' },
        { name: 'ACTIONS_RUNNER_CONTAINER_HOOKS', value: '/home/runner/k8s-novolume/index.js' },
      ]),
    );
  });

  test('has one runner, since two Docker daemons cannot share a directory', () => {
    expect(scaleSetsOf(text)[0].spec.maxRunners).toBe(1);
  });

  test('mounts the same caches in job pods', () => {
    const { data } = manifestsOf(text).find(({ kind }) => kind === 'ConfigMap');
    const jobMounts = parse(data.content as string).spec.containers[0].volumeMounts;
    expect(jobMounts).toEqual(mounts.filter(({ mountPath }) => mountPath !== '/etc/hooks'));
  });
});

describe('the cache configuration example', () => {
  const body = `containerMode: cached-privileged-kubernetes\n${fixture('nvme-cache.yaml')}`;

  test('is refused for its target /nix/store, with the remedy', () => {
    expectFindings(
      asRunner(body).replace('"/nix/store"', '➤"/nix/store"'),
      `runners[0].cachePaths[0].target: ${wayOut}`,
    );
  });

  test('is accepted with the recommended target', () => {
    const volumes: Manifest[] = podOf(asRunner(body.replace('/nix/store"', '/nix/store-host"'))).volumes;
    expect(volumes.slice(1)).toEqual([
      { name: 'cache-0', hostPath: { path: '/nvme/nix-store', type: 'Directory' } },
      { name: 'cache-1', hostPath: { path: '/nvme/cache', type: 'DirectoryOrCreate' } },
      { name: 'cache-2', emptyDir: {} },
    ]);
  });
});

describe('the runners of the README of upstream deskrun', () => {
  const text = fixture('readme.yaml');
  const works = text.replace('/nix/store\n', '/nix/store-host\n');
  const setOf = (name: string, file = works): Manifest =>
    scaleSetsOf(file).find(({ metadata }) => metadata.name === name);
  const runnerOf = (name: string): Manifest => setOf(name).spec.template.spec.containers[0];
  const directoriesOf = (name: string, file = works): string[] => {
    const volumes: Manifest[] = setOf(name, file).spec.template.spec.volumes;
    return volumes.flatMap(({ hostPath }) => (hostPath ? [hostPath.path as string] : []));
  };

  test('are refused for the cache /nix/store, with the remedy', () => {
    expectFindings(text.replace('/nix/store\n', '➤/nix/store\n'), `runners[1].cachePaths[0].target: ${wayOut}`);
  });

  test('are three scale sets of one repository', () => {
    expect(scaleSetsOf(works).map(({ metadata, spec }) => [metadata.name, spec.githubConfigUrl])).toEqual([
      ['my-runner', 'https://github.com/owner/repo'],
      ['nix-runner', 'https://github.com/owner/repo'],
      ['dind-runner', 'https://github.com/owner/repo'],
    ]);
  });

  test('kubernetes runs every job in a job pod', () => {
    expect(runnerOf('my-runner').env).toEqual(
      expect.arrayContaining([{ name: 'ACTIONS_RUNNER_REQUIRE_JOB_CONTAINER', value: 'true' }]),
    );
  });

  test('kubernetes keeps minRunners and maxRunners of its configuration', () => {
    expect(scaleSetsOf(works)[0].spec).toMatchObject({ minRunners: 1, maxRunners: 5 });
  });

  test('cached-privileged-kubernetes runs as root, with the capabilities and SYSTEMD_IGNORE_CHROOT', () => {
    const { securityContext, env } = runnerOf('nix-runner');
    expect(securityContext).toMatchObject({ privileged: true, runAsUser: 0 });
    expect(securityContext.capabilities.add).toEqual(
      expect.arrayContaining(['SYS_ADMIN', 'NET_ADMIN', 'SYS_PTRACE', 'SYS_CHROOT']),
    );
    expect(env).toEqual(expect.arrayContaining([{ name: 'SYSTEMD_IGNORE_CHROOT', value: '1' }]));
  });

  test('dind has a Docker daemon beside the runner', () => {
    expect(runnerOf('dind-runner').env).toEqual(
      expect.arrayContaining([{ name: 'DOCKER_HOST', value: 'unix:///var/run/docker.sock' }]),
    );
  });

  test('a cache without a source is below cacheRoot, by runner set and index', () => {
    expect(directoriesOf('nix-runner')).toEqual([
      '/nix/store',
      '/var/lib/deskrun/cache/nix-runner/cache-1',
      '/var/lib/deskrun/cache/nix-runner/cache-2',
      '/var/lib/deskrun/cache/nix-runner/cache-2-containerd',
    ]);
  });

  test('the cache root of the README can be set', () => {
    const elsewhere = `cacheRoot: /tmp/github-runner-cache\nhostRoots: [/tmp/github-runner-cache]\n${works}`;
    expect(directoriesOf('nix-runner', elsewhere)).toContain('/tmp/github-runner-cache/nix-runner/cache-1');
  });
});

describe('files with every key', () => {
  const [text, installed] = [fixture('everything.yaml'), fixture('everything-installed.yaml')];

  test('use every key of the schema in every place', () => {
    expect([...new Set([...sitesUsed(parse(text)), ...sitesUsed(parse(installed))])].sort()).toEqual(
      sites.map(({ path }) => path).sort(),
    );
  });

  test('are accepted', () => {
    expect(scaleSetsOf(text).map(({ metadata }) => metadata.name)).toEqual([
      'workspace-1',
      'workspace-2',
      'images',
      'checks',
      'pods',
    ]);
    expect(scaleSetsOf(installed).map(({ metadata }) => metadata.name)).toEqual(['checks', 'images', 'plain']);
    expect(manifestsOf(installed).map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['Namespace', 'CustomResourceDefinition', 'Deployment']),
    );
  });
});
