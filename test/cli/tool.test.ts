import { chmodSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runTool, ToolError } from '../../src/cli/tool';
import { consoleIn } from '../support/console';
import { temporaryFolder } from '../support/folders';

/** A program written for this test, the only one on PATH. */
function program(body: string): { readonly folder: string; readonly env: NodeJS.ProcessEnv } {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'thing'), `#!${process.execPath}\n${body}`);
  chmodSync(join(folder, 'thing'), 0o755);
  return { folder, env: { PATH: folder } };
}

describe('a program', () => {
  it('gets arguments and input, and returns its output and exit code', async () => {
    const { folder, env } = program(
      'process.stdout.write(process.argv.slice(2).join() + require("node:fs").readFileSync(0, "utf8")); ' +
        'process.stderr.write("hm"); process.exitCode = 4;',
    );
    expect(await runTool(consoleIn(folder, env).io, 'thing', ['a', 'b'], '!')).toEqual({
      code: 4,
      stdout: 'a,b!',
      stderr: 'hm',
    });
  });

  it('may exit without reading its input', async () => {
    const { folder, env } = program('process.exit(0);');
    expect((await runTool(consoleIn(folder, env).io, 'thing', [], 'x'.repeat(1_000_000))).code).toBe(0);
  });

  it.each([
    ['kubectl', 'kubectl is not on PATH; install it: https://kubernetes.io/docs/tasks/tools/'],
    ['kind', 'kind is not on PATH; install it: https://kind.sigs.k8s.io/docs/user/quick-start/#installation'],
    ['docker', 'docker is not on PATH; install it: https://docs.docker.com/engine/install/'],
    ['thing', 'thing is not on PATH; install it: see its documentation'],
  ])('that is missing is reported with where to get it: %s', async (name, message) => {
    const folder = temporaryFolder();
    await expect(runTool(consoleIn(folder, { PATH: folder }).io, name, [])).rejects.toThrow(new ToolError(message));
  });

  it('that cannot be started is reported', async () => {
    const { folder, env } = program('');
    chmodSync(join(folder, 'thing'), 0o644);
    await expect(runTool(consoleIn(folder, env).io, 'thing', [])).rejects.toThrow(
      /^thing could not be started: .*EACCES/,
    );
  });

  it('is stopped when the user interrupts', async () => {
    const folder = temporaryFolder();
    const [started, stopped] = [join(folder, 'started'), join(folder, 'stopped')];
    const { env } = program(`
      const { writeFileSync } = require("node:fs");
      process.on("SIGTERM", () => {
        writeFileSync(${JSON.stringify(stopped)}, "");
        process.exit(0);
      });
      writeFileSync(${JSON.stringify(started)}, "");
      setTimeout(() => undefined, 60000);`);
    const { io, interrupt } = consoleIn(folder, env);
    const running = runTool(io, 'thing', []);
    const rejected = expect(running).rejects.toThrow(new ToolError('interrupted while thing ran'));
    while (!existsSync(started)) await new Promise(resolve => setTimeout(resolve, 10));
    interrupt();
    await rejected;
    expect(existsSync(stopped)).toBe(true);
  });

  it('is not started after the user has interrupted', async () => {
    const { folder, env } = program('require("node:fs").writeFileSync("started", "");');
    const { io, interrupt } = consoleIn(folder, env);
    interrupt();
    await expect(runTool(io, 'thing', [])).rejects.toThrow(new ToolError('interrupted before thing started'));
    expect(existsSync(join(folder, 'started'))).toBe(false);
  });
});
