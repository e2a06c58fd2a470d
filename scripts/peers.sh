#!/usr/bin/env bash
# Runs the tests of what we read inside cdk8s with the lowest and the newest peers that package.json allows.
# Usage: scripts/peers.sh [jest arguments]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Every published version of a peer that its range allows, lowest first.
versions() { # name
  npm view "$1@$(node -p 'require("./package.json").peerDependencies[process.argv[1]]' "$1")" version --json |
    node -p '[JSON.parse(fs.readFileSync(0, "utf8"))].flat().join("\n")' | sort -V
}

peers=$(node -p 'Object.keys(require("./package.json").peerDependencies).join(" ")')
lowest=() newest=()
for peer in $peers; do
  all=$(versions "$peer")
  lowest+=("$peer@$(head -n 1 <<<"$all")")
  newest+=("$peer@$(tail -n 1 <<<"$all")")
done

test_with() { # folder, packages
  local folder=$work/$1
  shift
  echo "peers: $*"
  mkdir "$folder"
  echo '{ "private": true }' >"$folder/package.json"
  npm install --prefix "$folder" --loglevel=error --no-audit --no-fund "$@"
  # A fifth of the runs of each property: what differs between versions is seen at once.
  PROPERTY_RUNS=0.2 TEST_PEERS=$folder npx --no-install jest --ci "${arguments[@]}"
}

arguments=("$@")
[[ $# -gt 0 ]] || arguments=(
  test/app/{deskrun-app,files,order,output-types,patched,peers,plain-document,yaml.test}
  test/kubernetes test/controller/{crds,golden} test/runners/golden
)
test_with lowest "${lowest[@]}"
test_with newest "${newest[@]}"
