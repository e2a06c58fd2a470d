// Stands in for the container hook of the official image, in both builds: the folder it lies in says which. It checks
// its rights, makes the job pod that the library predicts, runs steps in it and removes it, by the commands and answers
// that the real one has.

const { execFileSync, spawnSync } = require('node:child_process');
const { cpSync, readFileSync, writeFileSync } = require('node:fs');
const { request } = require('node:https');
const { basename, dirname } = require('node:path');
const { setTimeout: sleep } = require('node:timers/promises');
const { parse } = require('yaml');
const { effectiveJobPod } = require('./hooks/merge.js');

const { env } = process;
const SHARED = basename(dirname(process.argv[1])) === 'k8s';
const VERSION = SHARED ? '0.7.0' : '0.8.1';
const ACCOUNT = '/var/run/secrets/kubernetes.io/serviceaccount';
const NAMESPACE = env.ACTIONS_RUNNER_KUBERNETES_NAMESPACE ?? readFileSync(`${ACCOUNT}/namespace`, 'utf8');
const PODS = `/api/v1/namespaces/${NAMESPACE}/pods`;
const WORK = dirname(env.RUNNER_WORKSPACE);

const RIGHTS = [
  ['', 'pods', '', ['get', 'list', 'create', 'delete']],
  ['', 'pods', 'exec', ['get', 'create']],
  ['', 'pods', 'log', ['get', 'list', 'watch']],
  ['', 'secrets', '', ['create', 'delete', 'get', 'list']],
  ...(SHARED ? [['batch', 'jobs', '', ['get', 'list', 'create', 'delete']]] : []),
];

function ask(method, path, body) {
  return new Promise((resolve, reject) => {
    const asked = request(
      {
        host: env.KUBERNETES_SERVICE_HOST,
        port: env.KUBERNETES_SERVICE_PORT,
        method,
        path,
        ca: readFileSync(`${ACCOUNT}/ca.crt`),
        headers: {
          authorization: `Bearer ${readFileSync(`${ACCOUNT}/token`, 'utf8')}`,
          'content-type': 'application/json',
        },
      },
      response => {
        let text = '';
        response
          .setEncoding('utf8')
          .on('data', part => (text += part))
          .on('end', () => {
            const answer = JSON.parse(text);
            if (response.statusCode < 300) resolve(answer);
            else reject(new Error(answer.message));
          });
      },
    );
    asked.on('error', reject).end(body === undefined ? undefined : JSON.stringify(body));
  });
}

async function checkRights() {
  for (const [group, resource, subresource, verbs] of RIGHTS)
    for (const verb of verbs) {
      const resourceAttributes = { namespace: NAMESPACE, verb, group, resource, subresource };
      const { status } = await ask('POST', '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews', {
        apiVersion: 'authorization.k8s.io/v1',
        kind: 'SelfSubjectAccessReview',
        spec: { resourceAttributes },
      });
      if (!status.allowed) throw new Error(`the service account may not ${verb} ${resource}/${subresource}`);
    }
}

async function removePods() {
  const runner = encodeURIComponent(`runner-pod=${env.ACTIONS_RUNNER_POD_NAME}`);
  const { items } = await ask('GET', `${PODS}?labelSelector=${runner}`);
  for (const { metadata } of items) await ask('DELETE', `${PODS}/${metadata.name}?gracePeriodSeconds=0`);
}

function extension() {
  const file = env.ACTIONS_RUNNER_CONTAINER_HOOK_TEMPLATE;
  return file ? parse(readFileSync(file, 'utf8')) : {};
}

async function jobPod({ container, services }) {
  const pod = effectiveJobPod(
    VERSION,
    {
      runnerPod: env.ACTIONS_RUNNER_POD_NAME,
      runnerImage: env.ACTIONS_RUNNER_IMAGE,
      workspace: env.GITHUB_WORKSPACE.split('/').slice(-2).join('/'),
      image: container.image,
      services: services.map(({ image }) => image),
    },
    extension(),
  );
  // The simulator knows no node, and nothing of a workflow's variables, which the hook writes first.
  if (SHARED && pod.spec.nodeName?.startsWith('<'))
    pod.spec.nodeName = (await ask('GET', `${PODS}/${env.ACTIONS_RUNNER_POD_NAME}`)).spec.nodeName;
  const variables = Object.entries(container.environmentVariables).map(([name, value]) => ({ name, value }));
  pod.spec.containers[0].env.unshift(...variables);
  return { apiVersion: 'v1', kind: 'Pod', ...pod };
}

async function waitUntilItRuns(name) {
  const deadline = Date.now() + Number(env.ACTIONS_RUNNER_PREPARE_JOB_TIMEOUT_SECONDS ?? 600) * 1000;
  for (;;) {
    const { status } = await ask('GET', `${PODS}/${name}`);
    if (status.phase === 'Running') return;
    if (status.phase !== 'Pending') throw new Error(`pod ${name} is unhealthy with phase status ${status.phase}`);
    if (Date.now() > deadline) throw new Error(`pod ${name} is not running in time`);
    await sleep(100);
  }
}

function kubectl(args, options) {
  return spawnSync('/usr/local/bin/kubectl', args, { stdio: ['ignore', 'inherit', 'inherit'], ...options });
}

function copyInto(name, from, to) {
  const input = execFileSync('tar', ['--create', '--directory', from, '.'], { maxBuffer: 1 << 30 });
  const { status } = kubectl(['exec', '--stdin', name, '--container=job', '--', 'tar', 'xf', '-', '-C', to], {
    input,
    stdio: ['pipe', 'inherit', 'inherit'],
  });
  if (status !== 0) throw new Error(`copying ${from} into ${name} failed`);
}

const commands = {
  async prepare_job(args, responseFile) {
    await removePods();
    if (SHARED) cpSync('/home/runner/externals', `${WORK}/externals`, { recursive: true });
    const { metadata } = await ask('POST', PODS, await jobPod(args));
    try {
      await waitUntilItRuns(metadata.name);
      if (!SHARED) copyInto(metadata.name, WORK, '/__w');
    } catch (error) {
      await removePods();
      throw error;
    }
    writeFileSync(responseFile, JSON.stringify({ state: { jobPod: metadata.name }, context: {}, isAlpine: false }));
    return 0;
  },
  async run_script_step({ entryPoint, entryPointArgs, environmentVariables, workingDirectory }, _, { jobPod: name }) {
    const variables = Object.entries(environmentVariables).map(([key, value]) => `"${key}=${value}"`);
    const line = ['exec env', ...variables, entryPoint, ...entryPointArgs].join(' ');
    writeFileSync(`${env.RUNNER_TEMP}/entry.sh`, `cd ${workingDirectory} && ${line}\n`);
    if (!SHARED) copyInto(name, env.RUNNER_TEMP, '/__w/_temp');
    return kubectl(['exec', name, '--container=job', '--', 'sh', '-e', '/__w/_temp/entry.sh']).status === 0 ? 0 : 1;
  },
  async cleanup_job() {
    await removePods();
    return 0;
  },
};

async function main() {
  const { command, args, responseFile, state } = JSON.parse(readFileSync(0, 'utf8'));
  await checkRights();
  return commands[command](args, responseFile, state);
}

main().then(
  code => process.exit(code),
  error => {
    console.error(error.message);
    process.exit(1);
  },
);
