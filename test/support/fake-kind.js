// Answers as kind does to what we ask of it. What it does not know it refuses.

const { appendFileSync, readFileSync, renameSync, writeFileSync } = require('node:fs');

const file = process.env.FAKE_KIND;
const state = JSON.parse(readFileSync(file, 'utf8'));
const argv = process.argv.slice(2);
const line = argv.join(' ');
const stdin = line.startsWith('create cluster') ? readFileSync(0, 'utf8') : '';
const clusters = state.clusters ?? [];

appendFileSync(process.env.FAKE_CALLS, `${JSON.stringify({ program: 'kind', argv, stdin })}\n`);

/** Whole or not at all: who interrupts may do so in the middle of it. */
function save(now) {
  writeFileSync(`${file}.new`, JSON.stringify({ ...state, clusters: now }));
  renameSync(`${file}.new`, file);
}

function end(stdout, stderr = '', code = 0) {
  process.stdout.write(stdout);
  process.stderr.write(stderr);
  process.exitCode = code;
}

const name = argv[argv.indexOf('--name') + 1];
if (line === 'version') end('kind v0.30.0 go1.24.6 linux/amd64\n');
else if (line === 'get clusters')
  end(clusters.map(cluster => `${cluster}\n`).join(''), clusters.length === 0 ? 'No kind clusters found.\n' : '');
else if (line === `get nodes --name ${name}`) end(`${name}-control-plane\n`);
else if (line === `delete cluster --name ${name}`) {
  save(clusters.filter(cluster => cluster !== name));
  end('', `Deleting cluster "${name}" ...\n`);
} else if (new RegExp(`^create cluster --name ${name} --config - --wait \\d+s$`).test(line)) {
  save([...clusters, name]);
  if (state.hangs) setTimeout(() => undefined, 60_000);
  else if (state.fails)
    end('', 'ERROR: failed to create cluster: could not find a log line that matches "Reached target"\n', 1);
  else end('', `Creating cluster "${name}" ...\n`);
} else end('', `ERROR: unknown command "${line}" for "kind"\n`, 1);
