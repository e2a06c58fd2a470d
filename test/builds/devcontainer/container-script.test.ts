import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { containerScript, type ContainerScriptProps } from '../../../src/builds/devcontainer/script/container-script';
import { devContainerScript } from '../../../src/builds/devcontainer/pod';
import { temporaryFolder } from '../../support/folders';
import { read, withImage } from './reading';

interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly folder: string;
}

/** Runs the script of a container as a process, in a folder of its own. */
function run(
  props: Partial<ContainerScriptProps>,
  { shell = '/bin/sh', env = {} }: { shell?: string; env?: Readonly<Record<string, string>> } = {},
): Run {
  const folder = props.workspaceFolder ?? temporaryFolder();
  const script = join(openFolder(), 'run.sh');
  writeFileSync(
    script,
    containerScript({
      entrypoints: [],
      hooks: [],
      command: 'true',
      workspaceFolder: folder,
      remoteEnv: {},
      ownedFolders: [],
      ...props,
    }),
  );
  const { status, stdout, stderr } = spawnSync(shell, [script], {
    env: { PATH: String(process.env.PATH), ...env },
    encoding: 'utf8',
  });
  return { code: status, stdout, stderr, folder };
}

const create = 'onCreateCommand' as const;

describe.each(['/bin/sh', '/bin/bash'].filter(existsSync))('with %s', shell => {
  const runs = (props: Partial<ContainerScriptProps>, env: Readonly<Record<string, string>> = {}) =>
    run(props, { shell, env });

  test('commands run in their order, in the folder of the checkout, before the command of the build', () => {
    const { code, stdout, folder } = runs({
      hooks: [
        { hook: create, command: 'pwd' },
        { hook: 'updateContentCommand', command: ['echo', 'second'] },
        { hook: 'postCreateCommand', command: 'echo third; false || echo still third' },
      ],
      command: 'echo last',
    });
    expect({ code, stdout }).toEqual({ code: 0, stdout: `${folder}\nsecond\nthird\nstill third\nlast\n` });
  });

  test('which command runs is said on stderr', () => {
    const { stdout, stderr } = runs({
      hooks: [
        { hook: create, command: 'true' },
        { hook: create, command: { a: 'true' } },
      ],
    });
    expect({ stdout, stderr }).toEqual({ stdout: '', stderr: 'onCreateCommand\nonCreateCommand "a"\n' });
  });

  test('the first that fails ends the build with its exit code', () => {
    const { code, stdout, stderr } = runs({
      hooks: [
        { hook: create, command: 'echo first; exit 3' },
        { hook: create, command: 'echo second' },
      ],
      command: 'echo last',
    });
    expect({ code, stdout }).toEqual({ code: 3, stdout: 'first\n' });
    expect(stderr).toBe('onCreateCommand\nonCreateCommand failed with exit code 3\n');
  });

  test.each([0, 1, 42, 137])('the exit code of the command is kept: %d', code => {
    expect(runs({ command: `exit ${code}` }).code).toBe(code);
  });

  test('the command of the build replaces the shell', () => {
    expect(runs({ command: 'echo $PPID' }).stdout).toBe(`${process.pid}\n`);
  });

  test('an exit code may be written to a file', () => {
    const exitCodeFile = join(temporaryFolder(), "exit'code");
    expect(runs({ command: 'exit 7', exitCodeFile }).code).toBe(7);
    expect(readFileSync(exitCodeFile, 'utf8')).toBe('7\n');
    expect(runs({ hooks: [{ hook: create, command: 'exit 4' }], exitCodeFile }).code).toBe(4);
    expect(readFileSync(exitCodeFile, 'utf8')).toBe('4\n');
  });

  test('commands of one hook run at the same time', () => {
    // Each waits for the other, so neither could end alone.
    const { code } = runs({
      hooks: [
        {
          hook: create,
          command: {
            first: 'mkfifo a b; echo go >a; read x <b',
            second: ['sh', '-c', 'while [ ! -p b ]; do :; done; read x <a; echo go >b'],
          },
        },
      ],
    });
    expect(code).toBe(0);
  });

  test('all commands of one hook end before the build ends with the exit code of the first that failed', () => {
    const { code, stdout, stderr, folder } = runs({
      hooks: [{ hook: create, command: { good: 'echo good >good', bad: 'exit 5', worse: 'exit 6' } }],
      command: 'echo last',
    });
    expect({ code, stdout }).toEqual({ code: 5, stdout: '' });
    expect(stderr).toContain('onCreateCommand "bad" failed with exit code 5\n');
    expect(readFileSync(join(folder, 'good'), 'utf8')).toBe('good\n');
  });

  test('a list runs without a shell', () => {
    const { stdout } = runs({
      hooks: [{ hook: create, command: ['printf', '[%s]', '$HOME', '*', 'a b', '', "'", '"'] }],
    });
    expect(stdout).toBe(`[$HOME][*][a b][][']["]`);
  });

  test.each(['exit', 'check', 'cd', 'export'])('a list names a program and no word of the shell: %s', word => {
    const { code, stderr } = runs({ hooks: [{ hook: create, command: [word, '0'] }] });
    expect({ code, failed: stderr.includes('onCreateCommand failed with exit code 127') }).toEqual({
      code: 127,
      failed: true,
    });
  });

  test('hostile text is only text', () => {
    const text = `'; echo evil; ' "$(echo evil)" \`echo evil\` \\ \n $IFS # %s é ​`;
    const { code, stdout } = runs({
      hooks: [
        { hook: create, command: ['printf', '%s', text] },
        { hook: create, command: { [text]: ['true'] } },
      ],
      remoteEnv: { A: `${text}\${containerEnv:NONE:${text.replaceAll(':', '')}}` },
      command: `printf '%s' "$A"`,
    });
    expect(code).toBe(0);
    expect(stdout).toBe(text + text + text);
  });

  test('variables of the container are read before any is set', () => {
    const remoteEnv = {
      PATH: '${containerEnv:PATH}:/opt/bin',
      A: '${containerEnv:B}-${containerEnv:NONE:default}-${containerEnv:NONE}-${containerEnv:EMPTY:default}',
      B: '${containerEnv:A}',
      C: null,
      // Given by the container.
      D: 'plain',
    };
    const { stdout } = runs(
      { remoteEnv, command: 'echo "$PATH|$A|$B|${C-none}|${D-none}"' },
      { A: 'a', B: 'b', C: 'c', EMPTY: '' },
    );
    expect(stdout).toBe(`${process.env.PATH}:/opt/bin|b-default--|a|none|none\n`);
  });

  test('entrypoints run before everything else, whatever their exit code', () => {
    const { code, stdout } = runs({
      entrypoints: ['echo first', 'false', 'echo second'],
      hooks: [{ hook: create, command: 'echo third' }],
    });
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'first\nsecond\nthird\n' });
  });

  test('a folder that is missing ends the build', () => {
    const { code, stdout } = runs({ workspaceFolder: '/missing folder', command: 'echo last' });
    expect({ failed: code !== 0, stdout }).toEqual({ failed: true, stdout: '' });
  });

  describe('for another user', () => {
    const asRoot = process.getuid?.() === 0 ? test : test.skip;
    const command = 'id -un; echo "$HOME $USER $LOGNAME $PATH"';
    const said = `nobody\n/nonexistent nobody nobody ${process.env.PATH}\n`;

    asRoot('the commands run as the user', () => {
      const folder = openFolder();
      const { code, stdout } = runs({ user: 'nobody', workspaceFolder: folder, command });
      expect({ code, stdout }).toEqual({ code: 0, stdout: said });
    });

    asRoot('also in an image that has only su', () => {
      const folder = openFolder();
      const { code, stdout } = runs(
        { user: 'nobody', workspaceFolder: folder, command: command.replace('$PATH', '') },
        { PATH: toolsWithout('setpriv') },
      );
      expect({ code, stdout }).toEqual({ code: 0, stdout: 'nobody\n/nonexistent nobody nobody \n' });
    });

    asRoot('and own the checkout', () => {
      const folder = openFolder();
      writeFileSync(join(folder, 'file'), '');
      const { code } = runs({
        user: 'nobody',
        workspaceFolder: folder,
        ownedFolders: [folder],
        command: 'touch made && rm file',
      });
      expect({ code, owner: statSync(join(folder, 'made')).uid }).toEqual({ code: 0, owner: statSync(folder).uid });
      expect(statSync(folder).uid).not.toBe(0);
    });

    asRoot('the variables of the commands are those of the user', () => {
      const { stdout } = runs({
        user: 'nobody',
        workspaceFolder: openFolder(),
        remoteEnv: { CACHE: '${containerEnv:HOME}/.cache' },
        command: 'echo $CACHE',
      });
      expect(stdout).toBe('/nonexistent/.cache\n');
    });

    asRoot('by number', () => {
      const { stdout } = runs({ user: '65534', workspaceFolder: openFolder(), command: 'id -un' });
      expect(stdout).toBe('nobody\n');
    });

    test('nothing changes where the container runs as the user', () => {
      const user = String(spawnSync('id', ['-un'], { encoding: 'utf8' }).stdout).trim();
      expect(runs({ user, command: 'echo $0' }).stdout).toBe('/bin/sh\n');
      expect(runs({ user: String(process.getuid?.()), command: 'echo $0' }).stdout).toBe('/bin/sh\n');
    });

    asRoot('an image without the user ends the build', () => {
      const { code, stderr } = runs({ user: 'nosuchuser', command: 'echo last' });
      expect({ code, stderr }).toEqual({ code: 1, stderr: 'the image has no user nosuchuser\n' });
    });

    asRoot('a container that is not root ends the build', () => {
      const folder = openFolder();
      const script = join(folder, 'run.sh');
      const props = {
        entrypoints: [],
        hooks: [],
        command: 'true',
        workspaceFolder: folder,
        remoteEnv: {},
        ownedFolders: [],
      };
      writeFileSync(script, containerScript({ ...props, user: 'daemon' }));
      const { status, stderr } = spawnSync(shell, [script], { uid: 65534, gid: 65534, encoding: 'utf8' });
      expect({ status, stderr }).toEqual({
        status: 1,
        stderr: 'the container runs as user 65534, and only root can become daemon\n',
      });
    });
  });
});

/** A folder that every user can reach. */
function openFolder(): string {
  const folder = temporaryFolder();
  chmodSync(folder, 0o755);
  return folder;
}

/** A PATH with every program of this machine but one. */
function toolsWithout(missing: string): string {
  const tools = openFolder();
  for (const name of ['id', 'getent', 'grep', 'su', 'sh', 'chown', 'stat', 'cat'].filter(tool => tool !== missing)) {
    const { stdout } = spawnSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' });
    symlinkSync(stdout.trim(), join(tools, name));
  }
  mkdirSync(join(tools, 'empty'));
  return tools;
}

test('the script of a container has its hooks, user and folders', () => {
  const container = read(
    withImage({
      remoteUser: 'node',
      postCreateCommand: 'npm ci',
      workspaceFolder: '/workspaces/web/app',
      runArgs: ['-v', '${localWorkspaceFolder}/docs:/docs:ro'],
    }),
  );
  expect(devContainerScript(container, 'make ci', '/out/exit-code')).toBe(
    containerScript({
      entrypoints: [],
      hooks: [{ hook: 'postCreateCommand', command: 'npm ci' }],
      command: 'make ci',
      workspaceFolder: '/workspaces/web/app',
      remoteEnv: {},
      user: 'node',
      ownedFolders: ['/workspaces/web'],
      exitCodeFile: '/out/exit-code',
    }),
  );
});
