import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CinchProject, DeskrunApp, RunnerChart, type CinchProjectProps } from '../../src';
import { noticesOf } from '../../src/app/notices';
import { temporaryFolder } from '../support/folders';
import { manifestProblems } from '../support/manifests';
import type { Manifest } from '../support/sets';
import { COMMIT, containerOf } from './builds';

const repository = 'https://github.com/owner/web';

/** Writes the files of a checkout. */
function checkout(files: Record<string, string | object>): string {
  const folder = temporaryFolder();
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), typeof content === 'string' ? content : JSON.stringify(content));
  }
  return folder;
}

function synthesized(files: Record<string, string | object>, props: Partial<CinchProjectProps> = {}) {
  const app = new DeskrunApp();
  const chart = new RunnerChart(app, 'builds', { namespace: 'builds' });
  const project = new CinchProject(chart, 'web', { checkout: checkout(files), repository, commit: COMMIT, ...props });
  const manifests: Manifest[] = app.manifests();
  const jobs = manifests.filter(({ kind }) => kind === 'Job');
  const pod = (jobs[0] ?? manifests.find(({ kind }) => kind === 'CronJob')?.spec.jobTemplate)?.spec.template.spec;
  return { project, manifests, jobs, pod, build: containerOf(pod, 'build'), notices: noticesOf(app) };
}

const refused = (files: Record<string, string | object>, props: Partial<CinchProjectProps> = {}) => {
  try {
    synthesized(files, props);
  } catch (error) {
    return (error as Error).message;
  }
  return 'accepted';
};

const cinch = (yaml: string) => ({ '.cinch.yaml': yaml });
const ci = cinch('command: make ci\n');

describe('the image', () => {
  test('is the one that .cinch.yaml names', () => {
    const { project, build } = synthesized(cinch('command: make ci\ncontainer: { image: node:22.20.0 }\n'));
    expect(build.image).toBe('node:22.20.0');
    expect(project.environment).toBe('image node:22.20.0: .cinch.yaml names it');
  });

  test('is that of the devcontainer, with its user, its variables and its commands', () => {
    const { project, build, manifests } = synthesized({
      ...ci,
      '.devcontainer/devcontainer.json': {
        image: 'example.com/dev:1',
        containerUser: '1000',
        containerEnv: { MODE: 'dev' },
        postCreateCommand: 'npm ci',
      },
    });
    expect(project.environment).toBe('.devcontainer/devcontainer.json: it is the first that was found');
    expect(build).toMatchObject({ image: 'example.com/dev:1', workingDir: '/workspaces/web' });
    expect(build.securityContext).toEqual({ runAsUser: 1000, runAsGroup: 1000 });
    expect(build.env).toContainEqual({ name: 'MODE', value: 'dev' });
    const { command } = manifests.find(({ kind }) => kind === 'ConfigMap')?.data as { command: string };
    expect(command.indexOf('npm ci')).toBeLessThan(command.indexOf('make ci'));
  });

  test('is that of the fallback in a checkout without any', () => {
    expect(synthesized(ci).build.image).toBe('docker.io/library/buildpack-deps:trixie-scm');
    expect(synthesized(ci, { fallbackImage: 'example.com/ci:1' }).project.environment).toBe(
      'image example.com/ci:1: the checkout has no devcontainer.json and no Dockerfile',
    );
  });

  test('that must be built is named by the prop', () => {
    const files = { ...ci, 'Dockerfile.ci': 'FROM scratch', Dockerfile: 'FROM scratch' };
    expect(refused(files)).toBe(
      '.cinch.yaml:1:1  container: Dockerfile.ci must be built first: push its image, and name it in the prop image ' +
        'of the project\n1 error; nothing was written',
    );
    expect(synthesized(files, { image: 'example.com/web:1' }).build.image).toBe('example.com/web:1');
  });

  test('of a devcontainer that must be built is named by the prop', () => {
    const files = {
      ...ci,
      '.devcontainer.json': { build: { dockerfile: 'Dockerfile' } },
      Dockerfile: 'FROM example.com/base:1\n',
    };
    expect(refused(files)).toBe(
      '.devcontainer.json: its image must be built first: it is built from Dockerfile; run devcontainer build --push ' +
        '--image-name IMAGE, and name the image in the prop image of the project',
    );
    expect(synthesized(files, { image: 'example.com/web:1' }).build.image).toBe('example.com/web:1');
  });
});

test('features of a devcontainer are in the image that the prop names', () => {
  const files = {
    ...ci,
    '.devcontainer.json': { image: 'example.com/dev:1', features: { 'ghcr.io/devcontainers/features/go:1': {} } },
  };
  expect(refused(files)).toContain('it has features (ghcr.io/devcontainers/features/go:1); run devcontainer build');
  expect(synthesized(files, { image: 'example.com/web:1' }).build.image).toBe('example.com/web:1');
});

describe('a Compose file of a devcontainer', () => {
  const composed = (services: object) => ({
    ...ci,
    '.devcontainer/devcontainer.json': {
      dockerComposeFile: 'compose.json',
      service: 'app',
      workspaceFolder: '/workspaces/web',
    },
    '.devcontainer/compose.json': {
      services: { app: { image: 'example.com/dev:1', volumes: ['..:/workspaces/web'] }, ...services },
    },
  });

  test('gives the image of its service, and the others as sidecars', () => {
    const { build, pod } = synthesized(composed({ db: { image: 'postgres:17' } }));
    expect(build.image).toBe('example.com/dev:1');
    expect(containerOf(pod, 'service-db')).toMatchObject({ image: 'postgres:17', restartPolicy: 'Always' });
  });

  test('whose other service must be built is refused', () => {
    const files = { ...composed({ db: { build: '.' } }), '.devcontainer/Dockerfile': 'FROM scratch' };
    expect(refused(files)).toBe(
      '.devcontainer/devcontainer.json: service db is built from .devcontainer/Dockerfile; push its image, and write ' +
        'it as image of the service',
    );
  });
});

describe('the checkout of a devcontainer', () => {
  test('is mounted once, where the devcontainer has it', () => {
    const { build } = synthesized({ ...ci, '.devcontainer.json': { image: 'example.com/dev:1' } });
    expect((build.volumeMounts as Manifest[]).filter(({ name }) => name === 'workspace')).toEqual([
      { name: 'workspace', mountPath: '/workspaces/web' },
    ]);
  });

  test('has the caches of .cinch.yaml and the volumes of the devcontainer', () => {
    const { build } = synthesized({
      ...cinch('command: make ci\ncache: [{ name: next, path: ./.next/cache }]\n'),
      '.devcontainer.json': { image: 'example.com/dev:1', mounts: ['type=volume,source=bazel,target=/bazel'] },
    });
    const paths = (build.volumeMounts as Manifest[]).map(({ mountPath }) => mountPath as string);
    expect(paths).toEqual(expect.arrayContaining(['/workspaces/web/.next/cache', '/bazel']));
  });
});

describe('caches', () => {
  const caches = (files: Record<string, string>, props = {}) =>
    (synthesized({ ...ci, ...files }, props).pod.volumes as Manifest[])
      .map(({ name }) => name as string)
      .filter(name => name.startsWith('cache-'));

  test('are those of the tools whose files the checkout has', () => {
    expect(caches({ 'package-lock.json': '{}', 'go.mod': 'module web' })).toEqual([
      'cache-npm',
      'cache-go-mod',
      'cache-go-build',
    ]);
  });

  test('are those of the prop', () => {
    expect(caches({ 'package-lock.json': '{}' }, { caches: [] })).toEqual([]);
  });
});

test('memory, cpus, timeout and network of .cinch.yaml are in the pod', () => {
  const { build, pod } = synthesized(
    cinch('command: x\ncontainer: { image: a:1, memory: 4g, cpus: 1.5, timeout: 10m, network: none }\n'),
  );
  expect(build.resources).toEqual({
    limits: { memory: '4Gi', cpu: '1500m' },
    requests: { memory: '4Gi', cpu: '1500m' },
  });
  expect(pod.activeDeadlineSeconds).toBe(600);
  expect(containerOf(pod, 'network')).toBeDefined();
});

test('a devcontainer that needs more than the limit is refused', () => {
  expect(
    refused({
      ...cinch('command: x\ncontainer: { memory: 4g }\n'),
      '.devcontainer.json': { image: 'example.com/dev:1', hostRequirements: { memory: '8gb' } },
    }),
  ).toBe(
    '.devcontainer.json: hostRequirements needs 8Gi of memory, and the limit of the build is 4Gi; raise the limit',
  );
});

test('services, artifacts and the release command of the flat form are in the pod', () => {
  const yaml = [
    'build: make check',
    'release: make release',
    'image: a:1',
    'services: { postgres: { image: "postgres:17", healthcheck: { cmd: pg_isready } } }',
  ].join('\n');
  const { pod, manifests } = synthesized(cinch(yaml), { event: 'release' });
  expect(containerOf(pod, 'service-postgres').image).toBe('postgres:17');
  expect(manifests.find(({ kind }) => kind === 'ConfigMap')?.data.command).toBe('make release');
});

test('workers become a build each, on nodes with their labels', () => {
  const yaml = 'command: x\nworkers: [amd, arm]\n';
  const workerNodes = { amd: { 'kubernetes.io/arch': 'amd64' }, arm: { 'kubernetes.io/arch': 'arm64' } };
  const { jobs } = synthesized(cinch(yaml), { workerNodes, nodeSelector: { disk: 'nvme' } });
  expect(
    jobs.map(({ metadata, spec }) => [metadata.labels['app.kubernetes.io/name'], spec.template.spec.nodeSelector]),
  ).toEqual([
    ['web-amd', { disk: 'nvme', 'kubernetes.io/arch': 'amd64' }],
    ['web-arm', { disk: 'nvme', 'kubernetes.io/arch': 'arm64' }],
  ]);
  expect(refused(cinch(yaml), { workerNodes: { amd: {} } })).toBe(
    '.cinch.yaml:2:10  workers: no node is known for arm: add its labels to the prop workerNodes of the project\n' +
      '1 error; nothing was written',
  );
});

test('a value that Kubernetes would replace is kept as text', () => {
  const { build } = synthesized(cinch('command: x\nenv: { PRICE: "$(HOME) $$5" }\n'));
  expect(build.env).toContainEqual({ name: 'PRICE', value: '$$(HOME) $$$5' });
});

test.each([
  ['container: none\n', '.cinch.yaml:2:12  container: none runs the command on the node itself'],
  ['trigger: { branches: [main] }\n', '.cinch.yaml:2:10  trigger: is for a CI server'],
  ['cache: [{ name: m2, path: ~/.m2 }]\n', '.cinch.yaml:2:27  cache[0].path: of m2 is in a home directory'],
])('%s is refused at its place', (yaml, message) => {
  expect(refused(cinch(`command: x\n${yaml}`))).toContain(message);
});

test('a variable that is named like a secret needs permission', () => {
  const files = cinch('command: x\nenv: { API_TOKEN: fake }\n');
  expect(refused(files)).toContain('env.API_TOKEN');
  const { build } = synthesized(files, { allowPlainSecrets: true });
  expect(build.env).toContainEqual({ name: 'API_TOKEN', value: 'fake' });
});

test('a checkout without .cinch.yaml, or none at all, is named', () => {
  expect(refused({})).toBe('.cinch.yaml: was not found in the checkout; write one line: command: make ci');
  expect(refused({}, { checkout: '/nowhere' })).toContain('checkout: must be a folder, got "/nowhere"');
});

test('API servers take a project with everything', () => {
  const { manifests } = synthesized(
    {
      ...cinch(
        'command: make ci\ncache: [{ name: next, path: .next }]\nartifacts: [{ name: app, path: dist }]\n' +
          'services: { db: { image: "postgres:17" } }\ncontainer: { network: internal, memory: 4g }\n',
      ),
      '.devcontainer.json': {
        image: 'example.com/dev:1',
        capAdd: ['SYS_PTRACE'],
        mounts: ['type=tmpfs,target=/scratch'],
      },
      'go.mod': 'module web',
    },
    { artifactStore: { claim: 'artifacts' } },
  );
  expect(manifestProblems(manifests, ['PersistentVolumeClaim builds/artifacts'])).toEqual([]);
});
