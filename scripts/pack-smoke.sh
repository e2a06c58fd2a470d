#!/usr/bin/env bash
# Installs the packed tarball into an empty project and uses it as others will: require, import, strict TypeScript, the command.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
root=$PWD
tsc=$root/node_modules/typescript/bin/tsc
peers=$(node -p '
  const { packages } = require("./package-lock.json");
  Object.keys(packages[""].peerDependencies).map(name => `${name}@${packages[`node_modules/${name}`].version}`).join(" ")')

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
npm pack --loglevel=error --pack-destination "$work"
cd "$work"
echo '{ "private": true }' >package.json
# shellcheck disable=SC2086 # a list of packages
npm install --loglevel=error --no-audit --no-fund ./cdk8s-deskrun-*.tgz $peers

# One source, checked and run as a CommonJS and as an ES module.
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

# A package of other people's constructs, whose declarations name our types.
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

# What JavaScript gives is checked too.
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
compile node16 consumer.cts consumer.mts
compile nodenext --declaration wrapper.mts wrapper.cts
compile esnext --moduleResolution bundler --noEmit consumer.ts
compile commonjs --moduleResolution node10 --noEmit consumer.ts

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
  for (const path of Object.keys(exports)) require(name + path.slice(1));'

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
