import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import * as fc from 'fast-check';
import { anyConfig, shuffled, textOf, type Config } from '../support/arbitrary-configs';
import { temporaryFolder } from '../support/folders';
import { filesIfAccepted, filesOfAccepted } from '../support/synthesis';

const root = resolve(__dirname, '../..');
const runs = { numRuns: 12 };

test('of the sampled configurations, more than half but not all are accepted', () => {
  const tried = fc.sample(anyConfig, { numRuns: 60, seed: 1 }).map(config => filesIfAccepted(config) !== undefined);
  const share = tried.filter(Boolean).length / tried.length;
  expect(share).toBeGreaterThan(0.5);
  expect(share).toBeLessThan(0.98);
});

test('the order of keys in a file does not change the output', () => {
  fc.assert(
    fc.property(anyConfig, fc.nat(100), (config, seed) => {
      expect(filesOfAccepted(shuffled(config, seed) as Config)).toEqual(filesOfAccepted(config));
    }),
    runs,
  );
});

test('the YAML style of a file does not change the output', () => {
  fc.assert(
    fc.property(anyConfig, config => {
      expect(filesOfAccepted(JSON.stringify(config))).toEqual(filesOfAccepted(config));
    }),
    runs,
  );
});

test('a second run writes the same files', () => {
  fc.assert(
    fc.property(anyConfig, config => {
      const outdir = temporaryFolder();
      const first = filesOfAccepted(config, outdir);
      expect(filesOfAccepted(config, outdir)).toEqual(first);
    }),
    runs,
  );
});

test('earlier files in the output folder do not change the output', () => {
  fc.assert(
    fc.property(anyConfig, anyConfig, (before, config) => {
      const outdir = temporaryFolder();
      filesOfAccepted(before, outdir);
      expect(filesOfAccepted(config, outdir)).toEqual(filesOfAccepted(config));
    }),
    runs,
  );
});

test('neither the date nor random numbers change the output', () => {
  fc.assert(
    fc.property(anyConfig, fc.date({ noInvalidDate: true, min: new Date(0) }), (config, now) => {
      const expected = filesOfAccepted(config);
      const chance = jest.spyOn(Math, 'random').mockReturnValue(0.25);
      jest.useFakeTimers({ now });
      try {
        expect(filesIfAccepted(config)).toEqual(expected);
      } finally {
        jest.useRealTimers();
        chance.mockRestore();
      }
    }),
    runs,
  );
});

/** Synthesizes configurations in a new process. */
function inAnotherProcess(configs: readonly Config[], cwd: string, env: Readonly<Record<string, string>>): unknown {
  const { stdout, stderr } = spawnSync(
    process.execPath,
    ['-r', join(root, 'scripts/typescript.cjs'), join(root, 'test/support/synthesize-all.ts')],
    {
      cwd,
      input: JSON.stringify(configs.map(textOf)),
      encoding: 'utf8',
      env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env },
      maxBuffer: 1 << 28,
    },
  );
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout);
}

describe('the environment', () => {
  test.each([
    ['time zone', 'plain', { TZ: 'Pacific/Kiritimati' }],
    ['language', 'plain', { LC_ALL: 'tr_TR.UTF-8', LANG: 'tr_TR.UTF-8' }],
    ['folder', 'with a space and ключ', {}],
  ])('the %s does not change the output', (_, folder, env: Record<string, string>) => {
    fc.assert(
      fc.property(fc.array(anyConfig, { minLength: 10, maxLength: 10 }), configs => {
        const cwd = join(temporaryFolder(), folder);
        mkdirSync(cwd);
        expect(inAnotherProcess(configs, cwd, env)).toEqual(configs.map(config => filesIfAccepted(config) ?? null));
      }),
      { numRuns: 1 },
    );
  });
});
