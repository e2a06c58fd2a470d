import { containerOf, notices, read, refusal, withImage } from './reading';

const runs = (keys: object, options = {}) => {
  const { runAs, remoteUser } = read(withImage(keys), {}, options);
  return { runAs, remoteUser };
};
const lines = (all: readonly string[]) => all.map(line => line.replace(/^\S+ {2}/, ''));

describe('the user that the container starts as', () => {
  test('is that of the image, if none is written', () => {
    expect(runs({})).toEqual({ runAs: undefined, remoteUser: undefined });
  });

  test.each([
    ['1000', { runAsUser: 1000 }],
    ['1000:100', { runAsUser: 1000, runAsGroup: 100 }],
    ['root', { runAsUser: 0, runAsGroup: 0 }],
    ['root:root', { runAsUser: 0, runAsGroup: 0 }],
    ['node', { runAsUser: 1000, runAsGroup: 1000 }],
    ['node:node', { runAsUser: 1000, runAsGroup: 1000 }],
    ['builder', { runAsUser: 1500, runAsGroup: 1500 }],
    ['builder:ci', { runAsUser: 1500, runAsGroup: 90 }],
  ])('%s', (containerUser, runAs) => {
    const userIds = { builder: { uid: 1500 }, ci: { uid: 80, gid: 90 } };
    expect(runs({ containerUser }, { userIds }).runAs).toEqual(runAs);
    expect(containerOf(withImage({ containerUser }), {}, { userIds }).securityContext).toEqual(runAs);
  });

  test('is assumed to have the usual number, with a notice', () => {
    expect(lines(notices(withImage({ containerUser: 'vscode' })))).toEqual([
      'containerUser: user vscode is assumed to have the number 1000; give another in userIds',
    ]);
    expect(runs({ containerUser: 'vscode' }, { userIds: { vscode: { uid: 1001 } } }).runAs?.runAsUser).toBe(1001);
  });

  test('has a number that is known', () => {
    expect(lines(refusal(withImage({ containerUser: 'builder' })))).toEqual([
      'containerUser: the number of user "builder" is known only in the image; give it in userIds',
    ]);
    expect(lines(refusal(withImage({ runArgs: ['-u', '1000:docker'] })))).toEqual([
      'runArgs[0]: the number of group "docker" is known only in the image; write its number',
    ]);
  });

  test('is the last one that is written', () => {
    expect(runs({ containerUser: 'node', runArgs: ['--user', '7'] }).runAs).toEqual({ runAsUser: 7 });
  });
});

describe('the user of the commands', () => {
  test('is another one if that is written', () => {
    expect(runs({ remoteUser: 'node' })).toEqual({ runAs: undefined, remoteUser: 'node' });
    expect(runs({ containerUser: 'root', remoteUser: 'node' }).remoteUser).toBe('node');
    expect(runs({ containerUser: 'node', remoteUser: 'node' }).remoteUser).toBeUndefined();
  });

  test('cannot be another one where the container does not start as root', () => {
    const message =
      'remoteUser: the container runs as node, and only root can become vscode; set containerUser to the same user';
    expect(lines(refusal(withImage({ containerUser: 'node', remoteUser: 'vscode' })))).toEqual([message]);
    const files = { '.devcontainer/Dockerfile': 'FROM debian:12\nARG USERNAME=node\nUSER ${USERNAME}\n' };
    expect(lines(refusal({ build: { dockerfile: 'Dockerfile' }, remoteUser: 'vscode' }, files))).toEqual([message]);
  });

  test('has a name', () => {
    expect(lines(refusal(withImage({ remoteUser: '$(id -un)' })))).toEqual([
      'remoteUser: must be the name of a user, got "$(id -un)"',
    ]);
  });
});

describe('the users of well-known images', () => {
  test.each([
    ['mcr.microsoft.com/devcontainers/base:bookworm', 'vscode'],
    ['mcr.microsoft.com/devcontainers/typescript-node:4-22-bookworm', 'node'],
    ['mcr.microsoft.com/devcontainers/javascript-node@sha256:' + '0'.repeat(64), 'node'],
  ])('%s', (image, user) => {
    const container = read({ image });
    expect(container.remoteUser).toBe(user);
    expect(container.notices.map(({ message }) => message)).toEqual([
      `${image} is assumed to have the user ${user}; give its imageMetadata`,
    ]);
  });

  test('universal starts as its user', () => {
    const { runAs, remoteUser } = read({ image: 'mcr.microsoft.com/devcontainers/universal:2' });
    expect({ runAs, remoteUser }).toEqual({ runAs: { runAsUser: 1000, runAsGroup: 1000 }, remoteUser: undefined });
  });

  test('are those of images that are built from them', () => {
    const files = {
      '.devcontainer/Dockerfile':
        'ARG VARIANT=22\nFROM mcr.microsoft.com/devcontainers/javascript-node:${VARIANT} AS base\nFROM base',
    };
    expect(read({ build: { dockerfile: 'Dockerfile' } }, files).remoteUser).toBe('node');
  });

  test('are not assumed where the metadata is given', () => {
    const image = 'mcr.microsoft.com/devcontainers/base:bookworm';
    expect(read({ image }, {}, { imageMetadata: [] }).remoteUser).toBeUndefined();
    expect(read({ image }, {}, { imageMetadata: [{ remoteUser: 'ada' }] }).remoteUser).toBe('ada');
  });

  test('are replaced by those that the file has', () => {
    expect(read({ image: 'mcr.microsoft.com/devcontainers/base:bookworm', remoteUser: 'ada' }).remoteUser).toBe('ada');
  });
});
