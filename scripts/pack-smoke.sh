#!/usr/bin/env bash
# Installs the packed tarball into an empty project and uses it as users do: require, import, strict TypeScript, CLI.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
root=$PWD
tsc=$root/node_modules/typescript/bin/tsc
jest=$root/node_modules/jest/bin/jest.js
peers=$(node -p '
  const { packages } = require("./package-lock.json");
  const version = name => packages[`node_modules/${name}`].version;
  Object.keys(packages[""].peerDependencies).map(name => `${name}@${version(name)}`).join(" ")')

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
npm pack --loglevel=error --pack-destination "$work"
cd "$work"
echo '{ "private": true }' >package.json
# shellcheck disable=SC2086 # a list of packages
npm install --loglevel=error --no-audit --no-fund ./cdk8s-deskrun-*.tgz $peers

# The same source is checked and run as a CommonJS module and as an ES module.
tee consumer.cts consumer.mts >consumer.ts <<'EOF'
import { CachedPrivilegedRunnerSet, DeskrunApp, GitHubAuth, NvmeCacheVolume, RunnerChart } from 'cdk8s-deskrun';

const app = new DeskrunApp({ outdir: 'dist' });
const chart = new RunnerChart(app, 'runners', { namespace: 'arc-runners' });
new CachedPrivilegedRunnerSet(chart, 'workspace', {
  name: 'rubionic-workspace',
  githubConfigUrl: 'https://github.com/rubionic/workspace',
  auth: GitHubAuth.fromSecret('github'),
  instances: 3,
  caches: [NvmeCacheVolume.docker(), NvmeCacheVolume.nixStore()],
});
app.synth();
EOF

# A package with constructs of users, whose declarations refer to types of the library.
cat >wrapper.mts <<'EOF'
import { Chart } from 'cdk8s';
import { ArcController, DindRunnerSet, KindCluster, RunnerSet, type RunnerSetBaseProps } from 'cdk8s-deskrun';
import type { Construct } from 'constructs';

export interface TeamRunnersProps extends Omit<RunnerSetBaseProps, 'auth'> {
  readonly team: string;
}

export class TeamRunners extends RunnerSet {
  readonly objects = this.scaleSets.map(({ resource }) => resource);
  readonly jobPod = this.scaleSets[0]?.effectiveJobPod();

  constructor(scope: Construct, id: string, { team, ...props }: TeamRunnersProps) {
    super(scope, id, { ...props, auth: { secret: team }, containerMode: 'kubernetes-novolume' });
  }
}

export const firstObject = (set: DindRunnerSet) => set.scaleSets[0]!.resource;
export const accountOf = (chart: Chart) => new ArcController(chart, 'controller').serviceAccount;
export const kindConfig = () => new KindCluster().config;
EOF
cp wrapper.mts wrapper.cts

# Props that JavaScript passes are checked too.
cat >untyped.cjs <<'EOF'
const { DindRunnerSet, RunnerChart, DeskrunApp } = require('cdk8s-deskrun');
const chart = new RunnerChart(new DeskrunApp(), 'runners', { namespace: 'arc-runners' });
try {
  new DindRunnerSet(chart, 'set', { name: 'docs', repository: 'https://github.com/o/r', auth: 'github', maxRuners: 2 });
} catch ({ message }) {
  process.exit(/did you mean maxRunners/.test(message) && /fromSecret\('github'\)/.test(message) ? 0 : 1);
}
process.exit(1);
EOF

compile() {
  echo "tsc --module $*"
  node "$tsc" --strict --target es2022 --module "$@"
}

# The testing helpers, and the type of the matcher, also where Jest's own types are not installed.
tee helpers.cts helpers.mts >helpers.ts <<'EOF'
import { manifestProblems, matchers, yamlSerializer } from 'cdk8s-deskrun/testing';
import 'cdk8s-deskrun/testing/jest';
import { serialize } from 'cdk8s-deskrun/testing/yaml-serializer';

export const problems: string[] = manifestProblems('kind: Pod', { kubernetesVersion: '1.36' });
export const text: string = serialize([]) + yamlSerializer.serialize(matchers);
export const assert = (matcher: jest.Matchers<void>): void => matcher.toBeValidManifests();
EOF

compile node16 consumer.cts consumer.mts
compile nodenext --declaration wrapper.mts wrapper.cts helpers.mts helpers.cts
compile esnext --moduleResolution bundler --noEmit consumer.ts helpers.ts
compile commonjs --moduleResolution node10 --noEmit consumer.ts helpers.ts

echo 'node untyped.cjs'
node untyped.cjs

for consumer in consumer.cjs consumer.mjs; do
  echo "node $consumer"
  rm -rf dist
  node "$consumer"
  grep -rq '^kind: AutoscalingRunnerSet$' dist
done

node -e '
  const { name, exports } = require("cdk8s-deskrun/package.json");
  globalThis.expect = { extend() {} }; // testing/jest is for Jest
  for (const path of Object.keys(exports)) require(name + path.slice(1));'

echo 'jest, with the testing helpers'
mkdir golden
cat >golden/jest.config.js <<'EOF'
module.exports = {
  setupFilesAfterEnv: ['cdk8s-deskrun/testing/jest'],
  snapshotSerializers: ['cdk8s-deskrun/testing/yaml-serializer'],
};
EOF
cat >golden/runners.test.js <<'EOF'
const { DeskrunApp, DindRunnerSet, RunnerChart } = require('cdk8s-deskrun');
test('the runners of docs', () => {
  const app = new DeskrunApp();
  const chart = new RunnerChart(app, 'runners', { namespace: 'arc-runners' });
  const props = { name: 'docs', repository: 'https://github.com/o/r', auth: { secret: 'github' } };
  new DindRunnerSet(chart, 'set', { ...props, maxRunners: Number(process.env.MAX_RUNNERS) });
  expect(app.manifests()).toBeValidManifests();
  expect(app.manifests()).toMatchSnapshot();
});
EOF
golden() { (cd golden && MAX_RUNNERS=$1 node "$jest" --ci "${@:2}" 2>&1); }
golden 2 -u
grep -q '^  maxRunners: 2$' golden/__snapshots__/runners.test.js.snap
golden 2
if golden 3 >changed.log; then exit 1; fi
grep -q '^    +   maxRunners: 3$' changed.log

echo 'deskrun init, add, synth'
rm -rf dist
npm_config_cache=$(npm config get cache) # below the real home
export npm_config_cache
export HOME=$work
npx --no-install deskrun init
npx --no-install deskrun add docs --repository https://github.com/rubionic/docs --mode dind --secret github
npx --no-install deskrun synth
grep -rq '^kind: AutoscalingRunnerSet$' dist

"$root/scripts/pack-examples.sh" "$work"
