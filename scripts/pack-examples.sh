#!/usr/bin/env bash
# Runs every example with the packed library, and compares the manifests with those that the sources synthesize.
# Takes a folder with the tarball, in which the tarball and its peers are installed: pack-smoke.sh makes one.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
root=$PWD
work=$(cd "$1" && pwd)
tarball=$(echo "$work"/cdk8s-deskrun-*.tgz)
# The compilers of the examples, in the versions of this repository.
export PATH=$root/node_modules/.bin:$PATH

node -r ./scripts/typescript.cjs scripts/synth-examples.ts "$work/expected"
mkdir "$work/examples"
git ls-files --cached --others --exclude-standard examples |
  tar --create --files-from=- | tar --extract --directory="$work"

# The dependencies of an example's package.json, the library from the tarball; node_modules/.bin comes from PATH.
install() {
  npm install --loglevel=error --no-audit --no-fund --no-save --omit=dev "$@"
  mkdir -p node_modules/@types
  ln -s "$root/node_modules/@types/node" node_modules/@types/node
}
same() { diff --recursive "$work/expected/$1" "$2"; }

for folder in "$work"/examples/*/; do
  cd "$folder"
  name=$(basename "$folder")
  echo "examples/$name"
  case $name in
    own-app)
      install "$tarball"
      npm run --silent synth
      same own-app dist
      npm run --silent job-pod -- checks | grep -q '^kind: Pod$'
      ;;
    published-construct)
      install "$tarball"
      npm pack --loglevel=error --pack-destination "$work"
      # The app of its README, in a project that installs the package.
      mkdir "$work/team-app" && cd "$work/team-app"
      echo '{ "private": true }' >package.json
      install "$tarball" "$work"/your-org-team-runners-*.tgz
      awk '/^```/ { inside = /^```ts$/; next } inside' "$folder/README.md" >app.mts
      tsc --strict --target es2022 --module nodenext app.mts
      node app.mjs
      same published-construct dist
      ;;
    *)
      npx --no-install deskrun synth
      same "$name" dist
      ;;
  esac
done
