// Compares the CRDs that this library writes with those of ARC releases, all but the descriptions:
//
//   npm run build && node scripts/compare-crds.mjs <version>=<folder> ...
//
// where <folder> is config/crd/bases of actions-runner-controller, at the tag of that ARC release.

import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { parse } from 'yaml';

const { customResourceDefinitions } = createRequire(import.meta.url)('../lib/src/controller/crds.js');

function withoutDescriptions(node) {
  if (Array.isArray(node)) return node.map(withoutDescriptions);
  if (typeof node !== 'object' || node === null) return node;
  const kept = Object.entries(node).filter(([key, value]) => key !== 'description' || typeof value !== 'string');
  return Object.fromEntries(kept.map(([key, value]) => [key, withoutDescriptions(value)]));
}

/** Upstream's CRDs of runner scale sets by name, without what says the same as its absence. */
function upstream(folder) {
  const files = readdirSync(folder).filter(file => file.startsWith('actions.github.com_'));
  return new Map(
    files.map(file => {
      const { metadata, spec } = parse(readFileSync(join(folder, file), 'utf8'));
      if (spec.preserveUnknownFields === false) delete spec.preserveUnknownFields;
      return [metadata.name, withoutDescriptions(spec)];
    }),
  );
}

for (const [version, folder] of process.argv.slice(2).map(argument => argument.split('='))) {
  const theirs = upstream(folder);
  const ours = customResourceDefinitions(version);
  if (theirs.size !== ours.length)
    throw new Error(`${version}: upstream has ${theirs.size} CRDs, this library ${ours.length}`);
  for (const { name, spec } of ours) {
    const same = isDeepStrictEqual(spec, theirs.get(name));
    console.log(`${version} ${name}: ${same ? 'the same' : 'DIFFERENT'}`);
    if (!same) process.exitCode = 1;
  }
}
