// A fake docker. It answers the calls of the library as docker does and refuses all others.

const { appendFileSync, readFileSync } = require('node:fs');

const DEFAULT_INFO = { ServerVersion: '28.2.2', Name: 'desk', CgroupVersion: '2', DockerRootDir: '/var/lib/docker' };

const state = JSON.parse(readFileSync(process.env.FAKE_DOCKER, 'utf8'));
const argv = process.argv.slice(2);
appendFileSync(process.env.FAKE_CALLS, `${JSON.stringify({ program: 'docker', argv, stdin: '' })}\n`);

function end(stdout, stderr = '', code = 0) {
  process.stdout.write(stdout);
  process.stderr.write(stderr);
  process.exitCode = code;
}

const line = argv.join(' ');
const { info = {}, containers = {} } = state;
if (line === 'info --format {{json .}}') {
  // Without a daemon the real one prints what it knows of itself, and says on standard error what is wrong.
  if (state.down)
    end(
      '{"ServerVersion":"","Name":""}\n',
      'Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?\n',
      1,
    );
  else end(`${JSON.stringify({ ...DEFAULT_INFO, ...info })}\n`);
} else if (line.startsWith('inspect --type container --format {{json .Mounts}} ') && argv.length === 6) {
  const mounts = containers[argv[5]];
  if (mounts) end(`${JSON.stringify(mounts)}\n`);
  else end('\n', `Error response from daemon: No such container: ${argv[5]}\n`, 1);
} else {
  end('', `docker: unknown command: docker ${line}\n`, 125);
}
