import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../support/folders';
import { scriptsOf } from './builds';

type Props = Parameters<typeof scriptsOf>[0];

/** Writes the scripts of a build to a folder that stands for `/deskrun` and `/workspace`. */
function prepared(props: Props): {
  readonly folder: string;
  readonly workspace: string;
  script: (name: string) => string;
} {
  const folder = temporaryFolder();
  const workspace = join(folder, 'workspace');
  for (const name of ['scripts', 'artifacts', 'git', 'workspace']) mkdirSync(join(folder, name));
  for (const [name, text] of Object.entries(scriptsOf(props))) {
    writeFileSync(join(folder, 'scripts', name), text.replaceAll('/deskrun/', `${folder}/`));
    chmodSync(join(folder, 'scripts', name), 0o555);
  }
  return { folder, workspace, script: name => join(folder, 'scripts', name) };
}

describe('the command', () => {
  const run = (command: string) => {
    const { workspace, script } = prepared({ command });
    const { status, stdout, stderr } = spawnSync('sh', [script('run.sh')], { cwd: workspace, encoding: 'utf8' });
    return { status, stdout, stderr };
  };

  test.each([0, 1, 137])('that exits with %s gives the exit code of the build', code => {
    expect(run(`exit ${code}`).status).toBe(code);
  });

  test('that a signal killed gives 128 and the signal', () => {
    expect(run('kill -KILL $$').status).toBe(137);
  });

  test('keeps its output and its errors apart', () => {
    expect(run('echo out; echo err >&2')).toEqual({ status: 0, stdout: 'out\n', stderr: 'err\n' });
  });

  test('may have several lines, quotes and dollars', () => {
    const command = `set -e\nx="a 'b'"\necho "$x" '$HOME' "$(echo inner)" \\\n  end`;
    expect(run(command).stdout).toBe("a 'b' $HOME inner end\n");
  });

  test('can be interrupted', () => {
    expect(run('trap "echo interrupted" INT; kill -INT $$').stdout).toBe('interrupted\n');
  });

  test('is told when the pod ends, and its exit code is kept', async () => {
    const { workspace, script } = prepared({
      command: "trap 'echo told; exit 7' TERM\necho ready\nwhile :; do sleep 0.05; done",
    });
    const child = spawn('sh', [script('run.sh')], { cwd: workspace, stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      if (text.startsWith('ready')) child.kill('SIGTERM');
    });
    const [code] = (await once(child, 'close')) as [number];
    expect({ code, output }).toEqual({ code: 7, output: 'ready\ntold\n' });
  });
});

describe('the clone', () => {
  const git = (folder: string, ...args: string[]) =>
    execFileSync('git', ['-C', folder, '-c', 'user.name=Test', '-c', 'user.email=test@example.com', ...args], {
      encoding: 'utf8',
    }).trim();

  /** A repository with two commits on main. */
  function repository(): { readonly url: string; readonly first: string; readonly second: string } {
    const folder = temporaryFolder();
    git(folder, 'init', '--quiet', '--initial-branch=main');
    const commit = (text: string) => {
      writeFileSync(join(folder, 'file'), text);
      git(folder, 'add', '.');
      git(folder, 'commit', '--quiet', '--message', text);
      return git(folder, 'rev-parse', 'HEAD');
    };
    return { url: `file://${folder}`, first: commit('first'), second: commit('second') };
  }

  const clone = (props: Props, env: Record<string, string>) => {
    const { workspace, script, folder } = prepared(props);
    const { status, stderr } = spawnSync('sh', [script('source.sh')], {
      encoding: 'utf8',
      env: { PATH: process.env.PATH, HOME: folder, WORKSPACE: workspace, ...env },
    });
    const file = join(workspace, 'file');
    return { status, stderr, content: existsSync(file) ? readFileSync(file, 'utf8') : undefined };
  };

  test.each(['first', 'second'] as const)('has the %s commit', which => {
    const { url, ...commits } = repository();
    expect(clone({}, { REPOSITORY: url, COMMIT: commits[which] })).toMatchObject({ status: 0, content: which });
  });

  test('names a commit that the repository does not have', () => {
    const { url } = repository();
    const { status, stderr } = clone({}, { REPOSITORY: url, COMMIT: 'f'.repeat(40), REF: 'main' });
    expect(status).toBe(1);
    expect(stderr).toContain(`commit ${'f'.repeat(40)} is not in main ${url}`);
  });

  test('fetches the branch from a server that does not serve single commits', () => {
    const { url, first } = repository();
    git(url.slice('file://'.length), 'config', 'uploadpack.allowAnySHA1InWant', 'false');
    const { status, content } = clone({}, { REPOSITORY: url, COMMIT: first, REF: 'main', GIT_PROTOCOL: 'version=0' });
    expect({ status, content }).toEqual({ status: 0, content: 'first' });
  });

  test('answers Git with the token', () => {
    const { folder, script } = prepared({ gitSecret: 'git' });
    writeFileSync(join(folder, 'git/token'), 'fake-token\n');
    const ask = (prompt: string) => execFileSync('sh', [script('askpass.sh'), prompt], { encoding: 'utf8' });
    expect([ask("Username for 'https://github.com': "), ask("Password for 'https://x@github.com': ")]).toEqual([
      'x-access-token\n',
      'fake-token\n',
    ]);
  });
});

describe('artifacts', () => {
  /** Stops the sidecar when the workspace is ready, and returns what it copied. */
  async function collected(artifacts: { name: string; path: string }[], fill: (workspace: string) => void) {
    const { folder, workspace, script } = prepared({ artifacts, artifactStore: { claim: 'artifacts' } });
    fill(workspace);
    const child = spawn('sh', [script('artifacts.sh')], {
      env: { PATH: process.env.PATH, WORKSPACE: workspace, COMMIT: 'abc', POD: 'web-1' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    const stop = setInterval(() => child.kill('SIGTERM'), 20);
    await once(child, 'exit');
    clearInterval(stop);
    const target = join(folder, 'artifacts/abc/web-1');
    return { files: readdirSync(target, { recursive: true, encoding: 'utf8' }).sort(), stderr, target };
  }

  test('are files and folders under their names', async () => {
    const { files, target } = await collected(
      [
        { name: 'app', path: 'dist' },
        { name: 'report.xml', path: './coverage/with space.xml' },
      ],
      workspace => {
        for (const name of ['dist/sub', 'coverage']) mkdirSync(join(workspace, name), { recursive: true });
        writeFileSync(join(workspace, 'dist/sub/file'), 'x');
        writeFileSync(join(workspace, 'coverage/with space.xml'), '<x/>');
      },
    );
    expect(files).toEqual(['app', 'app/sub', 'app/sub/file', 'report.xml']);
    expect(readFileSync(join(target, 'report.xml'), 'utf8')).toBe('<x/>');
  });

  test('that are missing are named, and the others copied', async () => {
    const { files, stderr } = await collected(
      [
        { name: 'gone', path: 'nothing' },
        { name: 'file', path: 'file' },
      ],
      workspace => writeFileSync(join(workspace, 'file'), 'x'),
    );
    expect(files).toEqual(['file']);
    expect(stderr).toBe('artifact gone: nothing was not found\n');
  });

  test('do not leave the workspace through a link', async () => {
    const { files, stderr } = await collected([{ name: 'secrets', path: 'link/passwd' }], workspace =>
      symlinkSync('/etc', join(workspace, 'link')),
    );
    expect(files).toEqual([]);
    expect(stderr).toBe('artifact secrets: link/passwd is outside the workspace\n');
  });

  test('that are links stay links', async () => {
    const { target } = await collected([{ name: 'link', path: 'link' }], workspace =>
      symlinkSync('/etc/passwd', join(workspace, 'link')),
    );
    expect(execFileSync('readlink', [join(target, 'link')], { encoding: 'utf8' })).toBe('/etc/passwd\n');
  });
});

describe('the network', () => {
  // A namespace of its own, with a link to another one in place of the node.
  const inNamespace = (network: 'none' | 'internal', script: string) => {
    const { script: path } = prepared({ network });
    const setup = [
      'set -e',
      'ip link set lo up',
      'ip link add eth0 type veth peer name peer',
      'ip address add 10.1.0.2/24 dev eth0',
      'ip link set eth0 up; ip link set peer up',
      'ip route add default via 10.1.0.1',
      `NETWORKS="10.0.0.0/8 192.168.0.0/16" sh ${path('network.sh')}`,
      script,
    ].join('\n');
    return spawnSync('unshare', ['--net', '--mount', 'sh', '-c', `mount -t sysfs none /sys; ${setup}`], {
      encoding: 'utf8',
    });
  };
  const routeTo = (address: string) => `ip route get ${address} 2>&1 || true`;

  test('none leaves only the loopback', () => {
    const { stdout, stderr } = inNamespace(
      'none',
      `${routeTo('10.1.0.1')}\n${routeTo('1.1.1.1')}\n${routeTo('127.0.0.1')}`,
    );
    expect(stderr).toBe('');
    expect(stdout).toMatch(/unreachable\n.*unreachable\nlocal 127\.0\.0\.1 /);
  });

  test('internal reaches the given networks by the gateway, and nothing else', () => {
    const { stdout, stderr } = inNamespace('internal', ['10.9.9.9', '192.168.1.1', '1.1.1.1'].map(routeTo).join('\n'));
    expect(stderr).toBe('');
    expect(stdout).toMatch(/^10\.9\.9\.9 via 10\.1\.0\.1.*\n[^]*192\.168\.1\.1 via 10\.1\.0\.1[^]*No route to host/m);
  });
});
