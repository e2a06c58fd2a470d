import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deskrun } from '../support/deskrun';
import { temporaryFolder } from '../support/folders';

/** A module that records the loaded packages when the process exits. */
const RECORDER = `
  process.on('exit', () => {
    const nameOf = file => /node_modules\\/((?:@[^/]+\\/)?[^/]+)/.exec(file)?.[1] ?? 'own';
    const names = Object.keys(require.cache).map(nameOf);
    require('node:fs').writeFileSync(process.env.RECORDER, JSON.stringify([...new Set(names)].sort()));
  });`;

function packagesLoadedBy(...args: string[]): unknown {
  const home = temporaryFolder();
  const recorder = join(home, 'recorder.cjs');
  const record = join(home, 'record.json');
  writeFileSync(recorder, RECORDER);
  writeFileSync(join(home, 'deskrun.yaml'), 'namespace: ci\nrunners: []\n');
  writeFileSync(join(home, 'config.json'), '{}');
  const { status } = deskrun(home, args, { env: { NODE_OPTIONS: `--require ${recorder}`, RECORDER: record } });
  expect(status).toBe(0);
  return JSON.parse(readFileSync(record, 'utf8')) as unknown;
}

test.each([[['--help']], [['add', '--help']], [['version']], [['completion', 'bash']]])(
  '%j loads no package at all',
  args => {
    expect(packagesLoadedBy(...args)).toEqual(['own']);
  },
);

test('list of a deskrun.yaml loads only the package yaml', () => {
  expect(packagesLoadedBy('list')).toEqual(['own', 'yaml']);
});

test('list of a config.json loads no package at all', () => {
  expect(packagesLoadedBy('list', '--config', 'config.json')).toEqual(['own']);
});

test('synth loads cdk8s: the recorder works', () => {
  expect(packagesLoadedBy('synth', '--stdout')).toEqual(expect.arrayContaining(['cdk8s', 'constructs']));
});
