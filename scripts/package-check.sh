#!/usr/bin/env bash
# Checks the packed tarball: fields, files and formats with publint, the types of every entry point with Are The Types
# Wrong.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
npm pack --loglevel=error --pack-destination "$work"

npx --yes publint@0.3.25 run "$work"/*.tgz --strict
# The JSON schemas are for editors; the module resolution of Node.js 10 has no exports to find them by.
npx --yes @arethetypeswrong/cli@0.18.5 "$work"/*.tgz --exclude-entrypoints deskrun.schema.json cinch.schema.json
