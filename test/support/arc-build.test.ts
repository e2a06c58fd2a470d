import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { arcBuild, knownArguments, otherArcVersion } from './arc-build';
import { temporaryFolder } from './folders';

const { ARC_ASSETS } = process.env;
afterEach(() => Object.assign(process.env, { ARC_ASSETS: ARC_ASSETS ?? '' }));

/** ARC assets whose CRDs have these fields, and whose manager supports all arguments of this library but the last. */
function assets({
  set = [],
  runnerSet = [],
  version,
}: {
  set?: string[];
  runnerSet?: string[];
  version?: string;
}): void {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'crds'));
  const definition = (fields: readonly string[]) => ['spec:', ...fields.map(field => `  ${field}:`), ''].join('\n');
  writeFileSync(join(folder, 'crds', 'actions.github.com_autoscalingrunnersets.yaml'), definition(set));
  writeFileSync(join(folder, 'crds', 'actions.github.com_ephemeralrunnersets.yaml'), definition(runnerSet));
  for (const program of ['manager', 'listener']) writeFileSync(join(folder, program), '');
  writeFileSync(join(folder, 'manager'), '#!/bin/sh\nprintf "Usage:\\n  -log-level string\\n    \\tA level\\n" >&2\n');
  chmodSync(join(folder, 'manager'), 0o755);
  if (version !== undefined) writeFileSync(join(folder, 'version'), `${version}\n`);
  process.env.ARC_ASSETS = folder;
}

const of = {
  '0.14': { set: ['hostnameOverride', 'runnerScaleSetLabels'], runnerSet: ['patchID'] },
  '0.13': { set: ['hostnameOverride'], runnerSet: ['patchID'] },
  '0.12': { set: [], runnerSet: ['patchID'] },
  older: {},
};

test.each([
  ['of 0.14', of['0.14'], { version: '0.14.2', isOlder: false }, '0.13.1'],
  ['of 0.13', of['0.13'], { version: '0.13.1', isOlder: false }, '0.14.2'],
  ['of 0.12', of['0.12'], { version: '0.12.1', isOlder: false }, '0.14.2'],
  ['that are older', of.older, { version: '0.14.2', isOlder: true }, '0.13.1'],
  ['with a file that says so', { ...of['0.14'], version: '0.14.0' }, { version: '0.14.0', isOlder: false }, '0.13.1'],
  ['that are older and say they are not', { version: '0.13.1' }, { version: '0.13.1', isOlder: true }, '0.14.2'],
])('assets %s are known by their definitions', (_, folder, expected, other) => {
  assets(folder);
  expect(arcBuild()).toEqual(expected);
  expect(otherArcVersion()).toBe(other);
});

test('assets of a version that we do not write for are refused', () => {
  assets({ ...of['0.14'], version: '0.9.0' });
  expect(arcBuild).toThrow(/version must be one of 0\.12\.1, .*, got "0\.9\.0"$/);
});

test('a version that we write for gets every argument, older code those that it knows', () => {
  const args = ['--log-level=debug', '--exclude-label-propagation-prefix=example.com/'];
  assets(of['0.13']);
  expect(knownArguments(args)).toEqual(args);
  assets(of.older);
  expect(knownArguments(args)).toEqual(['--log-level=debug']);
});
