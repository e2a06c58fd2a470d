import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { Chart } from 'cdk8s';
import * as fc from 'fast-check';
import { parse } from 'yaml';
import { ArcController, DeskrunApp, DeskrunError, RunnerSet } from '../../src';
import { appFromText } from '../../src/config/build';
import { call } from '../cli/io';
import { asText, fixture } from '../config/files';
import { placesIn } from '../support/places';
import { anyConfig, textOf } from '../support/arbitrary-configs';
import { propsOf, recipe } from '../support/arbitrary-sets';
import { pathsBelow } from '../support/files';
import { filesOf, temporaryFolder } from '../support/folders';
import { findingsOf, runnerChart } from '../support/sets';

const fake = fc.stringMatching(/^[A-Za-z0-9]{28}$/).map(random => `FAKEFAKE${random}`);
const credential = fc
  .tuple(fc.constantFrom('ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_', 'github_pat_'), fake)
  .map(parts => parts.join(''));
const privateKey = fake.map(body => `-----BEGIN RSA PRIVATE KEY-----\n${body}\n-----END RSA PRIVATE KEY-----\n`);
const urlWithPassword = fc
  .tuple(fc.constantFrom('http', 'https', 'tcp', 'mongodb+srv'), fc.constantFrom('me', '', 'a.b', 'me@corp'), fake)
  .map(([scheme, user, password]) => `${scheme}://${user}:${password}@proxy.example:3128/x`);
const secret = fc.oneof(
  { weight: 3, arbitrary: credential },
  { weight: 1, arbitrary: privateKey },
  { weight: 2, arbitrary: urlWithPassword },
);

/** Messages for a credential. */
const REFUSED = /looks like a credential; put it into a Secret|contains a URL with a password/;

/** Replaces one value or key in a copy of plain data by a text. Returns undefined for the position of a list entry. */
function put(value: unknown, place: number, asKey: boolean, text: string): unknown {
  const copy: unknown = structuredClone(value);
  const all = placesIn(copy);
  const [parent, key] = all[place % all.length] as (typeof all)[number];
  if (asKey && Array.isArray(parent)) return undefined;
  const before = parent[key];
  if (asKey) delete parent[key];
  parent[asKey ? text : key] = asKey ? before : text;
  return copy;
}

/** Returns the error message of a configuration, or its files and notices. */
function outcome(text: string): { readonly refused: boolean; readonly all: string } {
  const outdir = temporaryFolder();
  const notices: string[] = [];
  const stderr = jest.spyOn(process.stderr, 'write').mockImplementation(text => notices.push(String(text)) > 0);
  try {
    appFromText(text, 'deskrun.yaml', { outdir }).synth();
    return { refused: false, all: JSON.stringify([filesOf(outdir), notices]) };
  } catch (error) {
    if (!(error instanceof DeskrunError)) throw error;
    return { refused: true, all: error.message };
  } finally {
    stderr.mockRestore();
  }
}

test('a credential anywhere in a configuration is refused and not shown', () => {
  const files = fc.oneof(
    anyConfig,
    fc.constantFrom('everything.yaml', 'everything-installed.yaml').map(name => parse(fixture(name)) as unknown),
  );
  fc.assert(
    fc.property(files, fc.nat(), fc.boolean(), secret, (file, place, asKey, text) => {
      const changed = put(file, place, asKey, text);
      fc.pre(changed !== undefined);
      const { refused, all } = outcome(asText(changed));
      expect(refused).toBe(true);
      expect(all).not.toContain('FAKEFAKE');
    }),
    { numRuns: 40 },
  );
});

test('a credential in a comment is not written', () => {
  fc.assert(
    fc.property(anyConfig, secret, (config, text) => {
      expect(outcome(`${textOf(config)}# ${text.replaceAll('\n', ' ')}\n`).all).not.toContain('FAKEFAKE');
    }),
    { numRuns: 15 },
  );
});

test('a credential in the variables, labels, templates or daemon of a set is refused', () => {
  const place = fc.constantFrom<(text: string) => object>(
    text => ({ env: { TOKEN: text } }),
    text => ({ labels: { team: text } }),
    text => ({ annotations: { [text]: 'x' } }),
    text => ({ jobPod: { annotations: { note: text } } }),
    text => ({ template: { spec: { containers: [{ name: 'runner', env: [{ name: 'TOKEN', value: text }] }] } } }),
    text => ({ listenerTemplate: { spec: { containers: [{ name: 'listener', args: [text] }] } } }),
    text => ({ mode: { type: 'dind', options: { env: { TOKEN: text } } } }),
  );
  fc.assert(
    fc.property(recipe, place, secret, (given, at, text) => {
      const findings = findingsOf(
        () =>
          new RunnerSet(
            runnerChart(),
            'set',
            propsOf({
              ...given,
              auth: { secret: 'github' },
              caches: [],
              mode: { type: 'dind', options: {} },
              ...at(text),
            }),
          ),
      );
      expect(findings.some(finding => REFUSED.test(finding))).toBe(true);
    }),
    { numRuns: 40 },
  );
});

test('a credential in the props of a controller is refused', () => {
  const place = fc.constantFrom<(text: string) => object>(
    text => ({ env: [{ name: 'TOKEN', value: text }] }),
    text => ({ podAnnotations: { note: text } }),
    text => ({ nodeSelector: { disk: text } }),
    text => ({ priorityClassName: text }),
  );
  fc.assert(
    fc.property(place, secret, (at, text) => {
      const chart = new Chart(new DeskrunApp(), 'arc', { namespace: 'arc-systems' });
      const findings = findingsOf(() => new ArcController(chart, 'controller', { crds: 'external', ...at(text) }));
      expect(findings.some(finding => REFUSED.test(finding))).toBe(true);
    }),
    { numRuns: 20 },
  );
});

describe('a credential for a command', () => {
  const ways = fc.constantFrom<readonly string[]>(
    ['--auth-file', 'token.txt'],
    ['--auth-env', 'FAKE_TOKEN'],
    ['--auth-stdin'],
    ['--auth-value'],
  );

  test('is in one file that only its owner can read, and neither printed nor written elsewhere', async () => {
    await fc.assert(
      fc.asyncProperty(ways, credential, async (way, text) => {
        const folder = temporaryFolder();
        writeFileSync(join(folder, 'deskrun.yaml'), 'namespace: ci\nrunners: []\n');
        writeFileSync(join(folder, 'token.txt'), `${text}\n`);
        const given = way[0] === '--auth-value' ? ['--auth-value', text] : way;
        const context = { env: { HOME: folder, FAKE_TOKEN: text }, stdin: Readable.from([`${text}\n`]) };
        const outputs = [
          await call(
            folder,
            ['add', 'docs', '--repository', 'https://github.com/owner/repo', '--mode', 'dind', ...given],
            context,
          ),
        ];
        for (const args of [['list', '-o', 'json'], ['explain', 'docs'], ['synth']])
          outputs.push(await call(folder, args));
        expect(outputs.map(({ code }) => code)).toEqual([0, 0, 0, 0]);
        expect(JSON.stringify(outputs)).not.toContain('FAKEFAKE');
        const withCredential = pathsBelow(folder).filter(
          path => path !== 'token.txt' && readFileSync(join(folder, path), 'utf8').includes('FAKEFAKE'),
        );
        expect(withCredential).toHaveLength(1);
        expect(withCredential[0]).toMatch(/^\.deskrun\/credentials\//);
        expect(statSync(join(folder, withCredential[0] as string)).mode & 0o777).toBe(0o600);
      }),
      { numRuns: 12 },
    );
  });

  test('is not shown in the error for a refused command line', async () => {
    const line = fc.tuple(
      fc.constantFrom(['add'], ['list'], ['up'], ['doctor'], ['explain'], ['cluster', 'create'], ['nothing'], []),
      fc.constantFrom<(text: string) => string[]>(
        text => [text],
        text => [`--${text}`],
        text => [`--mode=${text}`],
        text => ['--instances', text],
        text => ['-o', text],
        text => ['docs', '--auth-type', text],
        text => ['--repository', `https://${text}@github.com/a/b`],
      ),
    );
    await fc.assert(
      fc.asyncProperty(line, credential, async ([command, at], text) => {
        const { code, stdout, stderr } = await call(temporaryFolder(), [...command, ...at(text), '--no-such-option']);
        expect(code).toBe(2);
        expect(stdout + stderr).not.toContain('FAKEFAKE');
      }),
      { numRuns: 40 },
    );
  });
});
