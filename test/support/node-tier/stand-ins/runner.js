// Stands in for the runner program of the official image: asks the tests' job service for one job, runs its steps where
// the real one would, reports how it ended, and ends. A job that is cancelled loses the step that it is at. Without a
// registration it idles, so that its pod can be looked at.

const { spawn } = require('node:child_process');
const { once } = require('node:events');
const { mkdirSync, readFileSync, rmSync, writeFileSync } = require('node:fs');
const { setTimeout: sleep } = require('node:timers/promises');

const SERVICE = 'http://10.99.0.1:7080';
const WORK = '/home/runner/_work';
const WORKSPACE = 'docs/docs';
const TEMP = `${WORK}/_temp`;
const { env } = process;

const folders = {
  RUNNER_TEMP: TEMP,
  RUNNER_WORKSPACE: `${WORK}/docs`,
  GITHUB_WORKSPACE: `${WORK}/${WORKSPACE}`,
};

/** Runs a command to its end, or until the signal aborts it and all that it started. */
async function run(command, args, { input = '', signal, ...options } = {}) {
  const child = spawn(command, args, { detached: true, env: { ...env, ...folders }, ...options });
  let log = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', part => (log += part));
  child.stdin.on('error', () => {}).end(input);
  const kill = () => process.kill(-child.pid, 'SIGKILL');
  signal?.addEventListener('abort', kill);
  const [code, killedBy] = await once(child, 'close').catch(error => [error.message]);
  signal?.removeEventListener('abort', kill);
  return { code: code ?? killedBy, log };
}

/** Asks the container hook for something, as the runner does: a command on standard input, the answer in a file. */
async function hook(command, args, state = {}, signal) {
  const responseFile = `${TEMP}/response.json`;
  writeFileSync(responseFile, '');
  const input = JSON.stringify({ command, responseFile, args, state });
  const options = { input, signal };
  const outcome = await run('/home/runner/externals/node20/bin/node', [env.ACTIONS_RUNNER_CONTAINER_HOOKS], options);
  const response = readFileSync(responseFile, 'utf8');
  return { ...outcome, response: response === '' ? {} : JSON.parse(response) };
}

function prepareFolders() {
  for (const folder of ['_github_home', '_github_workflow', '_runner_file_commands'])
    mkdirSync(`${TEMP}/${folder}`, { recursive: true });
  for (const folder of ['_actions', '_tool', WORKSPACE]) mkdirSync(`${WORK}/${folder}`, { recursive: true });
}

function hasHook() {
  return env.ACTIONS_RUNNER_CONTAINER_HOOKS !== undefined;
}

async function runJob({ container, services = [], before, steps }, signal) {
  prepareFolders();
  if (before !== undefined) await run('/bin/sh', ['-e', '-c', before]);
  if (container === undefined) {
    if (env.ACTIONS_RUNNER_REQUIRE_JOB_CONTAINER === 'true')
      return { result: 'failed', steps: [], log: 'jobs without a job container are forbidden on this runner' };
    const cwd = folders.GITHUB_WORKSPACE;
    return runSteps(steps, signal, step => run('/bin/sh', ['-e', '-c', step], { cwd, signal }));
  }
  return (hasHook() ? runWithHook : runWithDocker)(container, services, steps, signal);
}

async function runWithHook(container, services, steps, signal) {
  const prepared = await hook('prepare_job', {
    container: {
      image: container.image,
      workingDirectory: `/__w/${WORKSPACE}`,
      environmentVariables: container.env ?? {},
      userMountVolumes: [],
      systemMountVolumes: [],
      portMappings: [],
    },
    services: services.map(image => ({ image, environmentVariables: {}, portMappings: [] })),
  });
  if (prepared.code !== 0) {
    await hook('cleanup_job', null);
    return { result: 'failed', steps: [], log: prepared.log };
  }
  const { state } = prepared.response;
  const outcome = await runSteps(steps, signal, step => {
    writeFileSync(`${TEMP}/step.sh`, step);
    const args = {
      entryPoint: 'sh',
      entryPointArgs: ['-e', '/__w/_temp/step.sh'],
      environmentVariables: container.env ?? {},
      prependPath: [],
      workingDirectory: `/__w/${WORKSPACE}`,
    };
    return hook('run_script_step', args, state, signal);
  });
  const { code, log } = await hook('cleanup_job', null, state);
  return code === 0 ? outcome : { ...outcome, result: 'failed', log: `${outcome.log}\n${log}` };
}

/** Job and services are containers in a network of their own, where a service has the name of its image. */
async function runWithDocker({ image, env: variables = {} }, services, steps, signal) {
  const own = ['--detach', '--network', 'job'];
  const variable = Object.entries(variables).flatMap(([key, value]) => ['--env', `${key}=${value}`]);
  const mounts = ['--volume', `${WORK}:/__w`, '--volume', '/home/runner/externals:/__e:ro'];
  const commands = [
    ['network', 'create', 'job'],
    ...services.map(service => ['run', ...own, '--name', service, service]),
    [
      ...['run', ...own, '--name', 'job', '--workdir', `/__w/${WORKSPACE}`, ...mounts, ...variable],
      ...['--entrypoint', 'tail', image, '-f', '/dev/null'],
    ],
  ];
  for (const command of commands) {
    const { code, log } = await run('docker', command);
    if (code !== 0) return { result: 'failed', steps: [], log };
  }
  const exec = ['exec', 'job', 'sh', '-e', '-c'];
  const outcome = await runSteps(steps, signal, step => run('docker', [...exec, step], { signal }));
  await run('docker', ['rm', '--force', 'job', ...services]);
  await run('docker', ['network', 'rm', 'job']);
  return outcome;
}

/** A step that fails ends the job, and so does the signal. */
async function runSteps(steps, signal, runStep) {
  const done = [];
  for (const step of steps) {
    const { code, log } = await runStep(step);
    if (signal.aborted) return { result: 'canceled', steps: done, log: '' };
    done.push({ code, log });
    if (code !== 0) return { result: 'failed', steps: done, log };
  }
  return { result: 'succeeded', steps: done, log: '' };
}

/** The official start script waits for the daemon too. */
async function waitForDocker() {
  const deadline = Date.now() + Number(env.RUNNER_WAIT_FOR_DOCKER_IN_SECONDS ?? 0) * 1000;
  while (Date.now() < deadline && (await run('docker', ['ps'])).code !== 0) await sleep(500);
}

async function post(path, body) {
  const response = await fetch(`${SERVICE}${path}`, { method: 'POST', body: JSON.stringify(body) });
  return response.status === 200 ? response.json() : undefined;
}

/** Aborts as soon as the job service says that the job is cancelled, until the other signal says that it has ended. */
async function abortWhenCancelled(id, cancelled, ended) {
  while (!ended.aborted) {
    if (await post('/cancelled', { id }).catch(() => undefined)) return cancelled.abort();
    await sleep(200);
  }
}

async function main() {
  if (process.getuid() === 0 && env.RUNNER_ALLOW_RUNASROOT === undefined) {
    console.error('Must not run interactively with sudo');
    process.exit(1);
  }
  await waitForDocker();
  if (env.ACTIONS_RUNNER_INPUT_JITCONFIG === undefined) {
    console.log('no registration: idle');
    for (;;) await sleep(3_600_000);
  }
  const runner = require('node:os').hostname();
  console.log(`√ Connected to GitHub, listening for jobs as ${runner}`);
  for (;;) {
    const job = await post('/next', { runner }).catch(() => undefined);
    if (job === undefined) {
      await sleep(200);
      continue;
    }
    console.log(`running job ${job.id}`);
    const [cancelled, ended] = [new AbortController(), new AbortController()];
    void abortWhenCancelled(job.id, cancelled, ended.signal);
    const outcome = await runJob(job, cancelled.signal);
    ended.abort();
    console.log(`job ${job.id} completed with result: ${outcome.result}`);
    rmSync(`${WORK}/docs`, { recursive: true, force: true });
    await post('/done', { runner, id: job.id, ...outcome });
    return;
  }
}

for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => process.exit(0));
void main();
