// Stands in for the runner program of the official image: asks the tests' job service for one job, runs its steps where
// the real one would, reports how it ended, and ends. Without a registration it idles, so that its pod can be looked
// at.

const { spawnSync } = require('node:child_process');
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

function run(command, args, options = {}) {
  const { status, signal, stdout, stderr, error } = spawnSync(command, args, {
    encoding: 'utf8',
    env: { ...env, ...folders },
    ...options,
  });
  return { code: status ?? `${signal ?? error}`, log: `${stdout ?? ''}${stderr ?? ''}` };
}

/** Asks the container hook for something, as the runner does: a command on standard input, the answer in a file. */
function hook(command, args, state = {}) {
  const responseFile = `${TEMP}/response.json`;
  writeFileSync(responseFile, '');
  const input = JSON.stringify({ command, responseFile, args, state });
  const outcome = run('/home/runner/externals/node20/bin/node', [env.ACTIONS_RUNNER_CONTAINER_HOOKS], { input });
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

function runJob({ container, services = [], before, steps }) {
  prepareFolders();
  if (before !== undefined) run('/bin/sh', ['-e', '-c', before]);
  if (container === undefined) {
    if (env.ACTIONS_RUNNER_REQUIRE_JOB_CONTAINER === 'true')
      return { result: 'failed', steps: [], log: 'jobs without a job container are forbidden on this runner' };
    return runSteps(steps, step => run('/bin/sh', ['-e', '-c', step], { cwd: folders.GITHUB_WORKSPACE }));
  }
  return hasHook() ? runWithHook(container, services, steps) : runWithDocker(container, steps);
}

function runWithHook(container, services, steps) {
  const prepared = hook('prepare_job', {
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
    hook('cleanup_job', null);
    return { result: 'failed', steps: [], log: prepared.log };
  }
  const outcome = runSteps(steps, step => {
    writeFileSync(`${TEMP}/step.sh`, step);
    const args = {
      entryPoint: 'sh',
      entryPointArgs: ['-e', '/__w/_temp/step.sh'],
      environmentVariables: container.env ?? {},
      prependPath: [],
      workingDirectory: `/__w/${WORKSPACE}`,
    };
    return hook('run_script_step', args, prepared.response.state);
  });
  const { code, log } = hook('cleanup_job', null, prepared.response.state);
  return code === 0 ? outcome : { ...outcome, result: 'failed', log: `${outcome.log}\n${log}` };
}

function runWithDocker({ image, env: variables = {} }, steps) {
  const name = 'job';
  const variable = Object.entries(variables).flatMap(([key, value]) => ['--env', `${key}=${value}`]);
  const mounts = ['--volume', `${WORK}:/__w`, '--volume', '/home/runner/externals:/__e:ro'];
  const created = run('docker', [
    ...['run', '--detach', '--name', name, '--workdir', `/__w/${WORKSPACE}`, ...mounts, ...variable],
    ...['--entrypoint', 'tail', image, '-f', '/dev/null'],
  ]);
  if (created.code !== 0) return { result: 'failed', steps: [], log: created.log };
  const outcome = runSteps(steps, step => run('docker', ['exec', name, 'sh', '-e', '-c', step]));
  run('docker', ['rm', '--force', name]);
  return outcome;
}

/** A step that fails ends the job. */
function runSteps(steps, runStep) {
  const done = [];
  for (const step of steps) {
    const { code, log } = runStep(step);
    done.push({ code, log });
    if (code !== 0) return { result: 'failed', steps: done, log };
  }
  return { result: 'succeeded', steps: done, log: '' };
}

/** The official start script waits for the daemon too. */
async function waitForDocker() {
  const deadline = Date.now() + Number(env.RUNNER_WAIT_FOR_DOCKER_IN_SECONDS ?? 0) * 1000;
  while (Date.now() < deadline && run('docker', ['ps']).code !== 0) await sleep(500);
}

async function post(path, body) {
  const response = await fetch(`${SERVICE}${path}`, { method: 'POST', body: JSON.stringify(body) });
  return response.status === 200 ? response.json() : undefined;
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
    const outcome = runJob(job);
    console.log(`job ${job.id} completed with result: ${outcome.result}`);
    rmSync(`${WORK}/docs`, { recursive: true, force: true });
    await post('/done', { runner, id: job.id, ...outcome });
    return;
  }
}

for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => process.exit(0));
void main();
