import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DevContainerOptions } from '../../../src/builds/devcontainer/dev-container';
import { featureReference } from '../../../src/builds/devcontainer/features/reference';
import { temporaryFolder } from '../../support/folders';
import { notices, read, refusal, withImage, type Files } from './reading';

const DIGEST = `sha256:${'1'.repeat(64)}`;
const LOCK = '.devcontainer/devcontainer-lock.json';

/** The files of a local feature. */
function local(id: string, metadata: object = {}): Files {
  return {
    [`.devcontainer/${id}/devcontainer-feature.json`]: JSON.stringify({ id, ...metadata }),
    [`.devcontainer/${id}/install.sh`]: '',
  };
}

/** The text of the Dockerfile that installs features. */
function dockerfile(features: object, files: Files, options: Partial<DevContainerOptions> = {}): string {
  const { image } = read(withImage({ features }), files, options);
  return image.kind === 'dockerfile' ? (image.text as string) : '';
}

/** The identifiers of the features of a Dockerfile, in the order in which they are installed. */
function installed(text: string): string[] {
  return [...text.matchAll(/^RUN --mount=type=bind,from=dev_containers_feature_(\w+)_\d+/gm)].map(
    ([, id]) => id as string,
  );
}

describe('an identifier', () => {
  test.each<[string, object]>([
    ['./tools', { kind: 'folder', id: 'tools', path: '.devcontainer/tools' }],
    ['./a/tools/', { kind: 'folder', id: 'tools', path: '.devcontainer/a/tools' }],
    [
      'ghcr.io/devcontainers/features/node:1',
      { kind: 'registry', id: 'node', resource: 'ghcr.io/devcontainers/features/node', version: '1' },
    ],
    [
      'GHCR.io/devcontainers/features/Node',
      { kind: 'registry', id: 'node', resource: 'ghcr.io/devcontainers/features/node', version: 'latest' },
    ],
    [
      `localhost:5000/acme/features/x@${DIGEST}`,
      { kind: 'registry', id: 'x', resource: 'localhost:5000/acme/features/x', version: DIGEST },
    ],
    [
      'ghcr.io/devcontainers-contrib/features/x:2',
      { kind: 'registry', id: 'x', resource: 'ghcr.io/devcontainers-extra/features/x', version: '2' },
    ],
    ['golang', { kind: 'registry', id: 'go', resource: 'ghcr.io/devcontainers/features/go', version: '1' }],
    [
      'https://example.com/devcontainer-feature-x.tgz',
      { kind: 'tarball', id: 'x', url: 'https://example.com/devcontainer-feature-x.tgz' },
    ],
  ])('%s', (written, reference) => {
    expect(featureReference(written, '.devcontainer/devcontainer.json')).toEqual(reference);
  });

  test('of a local feature is relative to the file', () => {
    expect(featureReference('../tools', '.devcontainer/web/devcontainer.json')).toMatchObject({
      path: '.devcontainer/tools',
    });
    expect(featureReference('./.devcontainer/tools', '.devcontainer.json')).toMatchObject({
      path: '.devcontainer/tools',
    });
  });
});

describe('features are installed', () => {
  test('by name, where they do not depend on each other', () => {
    const files = { ...local('b'), ...local('a'), ...local('c') };
    expect(installed(dockerfile({ './c': {}, './a': {}, './b': {} }, files))).toEqual(['a', 'b', 'c']);
  });

  test('after those that they depend on, which need not be written', () => {
    const files = { ...local('a', { dependsOn: { './z': {} } }), ...local('z') };
    expect(installed(dockerfile({ './a': {} }, files))).toEqual(['z', 'a']);
  });

  test('once, where several depend on the same with the same options', () => {
    const dependsOn = { './z': { version: '1' } };
    const files = { ...local('a', { dependsOn }), ...local('b', { dependsOn }), ...local('z') };
    expect(installed(dockerfile({ './a': {}, './b': {} }, files))).toEqual(['z', 'a', 'b']);
    expect(installed(dockerfile({ './a': {}, './b': {}, './z': {} }, files))).toEqual(['z', 'z', 'a', 'b']);
  });

  test('after those of installsAfter, where these are installed too', () => {
    const files = { ...local('a', { installsAfter: ['./b', './missing', 'ghcr.io/acme/features/x'] }), ...local('b') };
    expect(installed(dockerfile({ './a': {}, './b': {} }, files))).toEqual(['b', 'a']);
  });

  test('in the order of overrideFeatureInstallOrder, as far as that is possible', () => {
    const files = { ...local('a'), ...local('b', { dependsOn: { './c': {} } }), ...local('c'), ...local('d') };
    const config = withImage({
      features: { './a': {}, './b': {}, './d': {} },
      overrideFeatureInstallOrder: ['./d', './b'],
    });
    const { image } = read(config, files);
    expect(installed((image as { text: string }).text)).toEqual(['d', 'a', 'c', 'b']);
  });

  test('of a registry by their former names too', () => {
    const features = { 'ghcr.io/acme/features/a:1': {}, 'ghcr.io/acme/features/z:1': {} };
    const resolved = (id: string) => `ghcr.io/acme/features/${id}@${DIGEST}`;
    const entries = ['a', 'z'].map(id => [
      `ghcr.io/acme/features/${id}:1`,
      { resolved: resolved(id), integrity: DIGEST },
    ]);
    const files = { [LOCK]: JSON.stringify({ features: Object.fromEntries(entries) }) };
    const featureMetadata = {
      [resolved('a')]: { id: 'a', installsAfter: ['ghcr.io/acme/features/old-z:2'] },
      [resolved('z')]: { id: 'z', legacyIds: ['old-z'] },
    };
    expect(installed(dockerfile(features, files, { featureMetadata }))).toEqual(['z', 'a']);
  });
});

describe('the script of a feature', () => {
  /** Runs the script that installs a feature, in folders of its own. */
  function run(options: object | string | boolean, metadata: object, keys: object = {}): string {
    const text = (
      read(withImage({ features: { './tools': options }, ...keys }), local('tools', metadata)).image as {
        text: string;
      }
    ).text;
    const folder = temporaryFolder();
    const script = (/<<'END_OF_FEATURE'\n([\s\S]*?)END_OF_FEATURE$/m.exec(text) as RegExpExecArray)[1] as string;
    const source = join(folder, 'source');
    mkdirSync(source);
    writeFileSync(join(source, 'install.sh'), `#!/bin/sh\nenv >${folder}/env\npwd >${folder}/pwd\n`);
    const { status, stderr } = spawnSync(
      '/bin/sh',
      [
        '-c',
        script
          .replace(/\/tmp\/build-features-src\/\w+/g, source)
          .replaceAll('/tmp/dev-container-features', `${folder}/copy`),
      ],
      { env: { PATH: process.env.PATH }, encoding: 'utf8' },
    );
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(readFileSync(join(folder, 'pwd'), 'utf8')).toBe(`${folder}/copy/tools\n`);
    expect(spawnSync('ls', [join(folder, 'copy')], { encoding: 'utf8' }).stdout).toBe('');
    return readFileSync(join(folder, 'env'), 'utf8');
  }

  const options = {
    version: { type: 'string', default: 'latest' },
    'install-docs': { type: 'boolean', default: false },
    '2nd': { type: 'string', default: '' },
    unset: { type: 'string' },
  };

  test('gets its options as variables, with their defaults', () => {
    const env = run({ 'install-docs': true, other: 'a b' }, { options });
    expect(env).toContain('VERSION=latest\n');
    expect(env).toContain('INSTALL_DOCS=true\n');
    expect(env).toContain('_ND=\n');
    expect(env).toContain('OTHER=a b\n');
    expect(env).not.toContain('UNSET');
  });

  test('gets a value alone as the version', () => {
    expect(run('3.1', { options })).toContain('VERSION=3.1\n');
    expect(run('3.1', {})).not.toContain('VERSION');
  });

  test('gets text as it is', () => {
    const text = `it's "$HOME" \`x\` $(echo y) \\`;
    expect(run({ version: text }, { options })).toContain(`VERSION=${text}\n`);
  });

  test('gets the users and their home directories', () => {
    const env = run({}, {}, { remoteUser: 'nobody' });
    expect(env).toContain('_REMOTE_USER=nobody\n');
    expect(env).toContain('_REMOTE_USER_HOME=/nonexistent\n');
    expect(env).toContain('_CONTAINER_USER=root\n');
    expect(env).toContain('_CONTAINER_USER_HOME=/root\n');
  });

  test('ends where no line of it can be', () => {
    const text = dockerfile({ './tools': { version: 'a\nEND_OF_FEATURE\nb' } }, local('tools', { options }));
    expect(text).toContain("<<'END_OF_FEATURE_'\n");
    expect(text).toMatch(/^END_OF_FEATURE_$/m);
  });
});

describe('the user of the image', () => {
  test('is kept', () => {
    expect(dockerfile({ './a': {} }, local('a')).trimEnd().split('\n').at(-1)).toBe('USER root');
    expect(dockerfile({ './a': {} }, local('a'), { imageUser: 'ada' })).toMatch(
      /_CONTAINER_USER='ada'[\s\S]*USER ada\n$/,
    );
  });
});

test('variables in the metadata of a feature are replaced', () => {
  const files = local('a', { mounts: ['source=${localWorkspaceFolderBasename}-a,target=/a,type=volume'] });
  const { settings } = read(withImage({ features: { './a': {} } }), files);
  expect(settings.mounts.get('/a')).toMatchObject({ kind: 'cache', name: 'web-a' });
});

describe('the lock file', () => {
  const features = { 'ghcr.io/acme/features/x:1': {} };
  const refusedLock = (text: string) => refusal(withImage({ features }), { [LOCK]: text })[0];

  test('may be empty, which asks the CLI to write it', () => {
    expect(refusedLock('')).toContain(
      'is not in .devcontainer/devcontainer-lock.json, so that another feature may be installed tomorrow; ' +
        'write the file with "devcontainer upgrade --workspace-folder ." and commit it',
    );
  });

  test.each([
    ['[]', 'must be an object with the key features'],
    ['{ "features": [] }', 'must be an object with the key features'],
  ])('is refused: %s', (text, message) => {
    expect(refusedLock(text)).toBe(`${LOCK}:1:1  ${message}`);
  });

  test('in JSON that cannot be parsed is refused with its position', () => {
    expect(refusedLock('{ "features": ')).toBe(`${LOCK}:1:15  a value is missing`);
  });
});

test('a dependency that cannot be installed is refused where the feature is written', () => {
  const files = local('a', { dependsOn: { 'ghcr.io/acme/features/x:1': {} } });
  expect(refusal(withImage({ features: { './a': {} } }), files)[0]).toContain(
    'features../a: ghcr.io/acme/features/x:1: is not in .devcontainer/devcontainer-lock.json',
  );
});

test('a Docker feature is left out where the pod has a Docker daemon', () => {
  const config = withImage({ features: { 'docker-in-docker': {}, './a': {} } });
  const container = read(config, local('a', { installsAfter: ['docker-in-docker'] }), { providesDocker: true });
  expect(container.needsDocker).toBe(true);
  expect(installed((container.image as { text: string }).text)).toEqual(['a']);
  expect(notices(config, local('a'), { providesDocker: true })).toEqual([]);
  expect(read(withImage({}), {}, { providesDocker: true }).needsDocker).toBe(false);
});

describe('an image that has the features already', () => {
  const features = { 'ghcr.io/acme/features/x:1': {}, './missing': {} };

  test('is used as it is', () => {
    const container = read(withImage({ features }), {}, { prebuilt: true });
    expect(container.image).toEqual({ kind: 'image', image: 'debian:12' });
    expect(container.features).toEqual(['ghcr.io/acme/features/x:1', './missing']);
  });

  test('starts no Docker daemon either', () => {
    expect(refusal(withImage({ features: { 'docker-in-docker': {} } }), {}, { prebuilt: true })).toEqual([
      expect.stringContaining('features.docker-in-docker: needs a Docker daemon'),
    ]);
  });
});
