import * as fc from 'fast-check';
import { KEYS } from '../../src/cli/explain/keys';
import { KEY_SAMPLES, sampleFile } from '../../src/cli/explain/samples';
import { anyConfig, anyOption, plainRunner, type Config, type Runner } from '../support/arbitrary-configs';
import { filesIfAccepted } from '../support/synthesis';

const runs = { numRuns: 15 };

/** Keys that only affect checks or the command `up`, and so are not in any manifest. */
const NOT_IN_MANIFESTS = [
  'controller.version',
  'controller.watchSingleNamespace',
  'hostRoots',
  'cluster',
  'cluster.name',
  'cluster.image',
];

/** Returns the output of a configuration as one text, or undefined when it is refused. */
function textIfAccepted(config: Config | string): string | undefined {
  const files = filesIfAccepted(config);
  return (
    files &&
    Object.entries(files)
      .map(([path, text]) => `# ${path}\n${text}`)
      .join('')
  );
}

/** Returns the lines from the first to the last difference, of both texts. */
function hunk(before: string, after: string): [removed: string[], added: string[]] {
  const [was, is] = [before.split('\n'), after.split('\n')];
  let start = 0;
  while (start < was.length && was[start] === is[start]) start++;
  let end = 0;
  while (end < Math.min(was.length, is.length) - start && was.at(-1 - end) === is.at(-1 - end)) end++;
  return [was.slice(start, was.length - end), is.slice(start, is.length - end)];
}

test('every option of a set changes the output or is refused', () => {
  fc.assert(
    fc.property(anyConfig, anyOption, (config, option) => {
      const named = (runner: Runner): Runner => ({
        ...runner,
        name: 'changed',
        repository: runner.repository && plainRunner('changed').repository,
      });
      const [before, after] = [option.without, option.with].map(runner =>
        textIfAccepted({ ...config, runners: [...config.runners, named(runner)] }),
      );
      fc.pre(before !== undefined && !['runners[].name', 'runners[].repository'].includes(option.path));
      expect(after).not.toBe(before);
    }),
    runs,
  );
});

test('every key of the file changes the output or is refused, except those that only affect checks or up', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...Object.entries(KEY_SAMPLES).filter(([path]) => !NOT_IN_MANIFESTS.includes(path))),
      ([path, key]) => {
        expect(textIfAccepted(sampleFile(path, key, key.value))).not.toBe(textIfAccepted(sampleFile(path, key)));
      },
    ),
    { numRuns: 30 },
  );
});

test('minRunners or maxRunners changes one line of one file', () => {
  const number = fc
    .constantFrom('minRunners', 'maxRunners')
    .chain(key => fc.tuple(fc.constant(key), fc.integer({ min: 6, max: 500 })));
  fc.assert(
    fc.property(anyConfig, number, (config, [key, value]) => {
      const runner = { ...plainRunner('changed'), minRunners: 2, maxRunners: 501 };
      const [before, after] = [runner, { ...runner, [key]: value }].map(changed =>
        textIfAccepted({ ...config, runners: [...config.runners, changed] }),
      );
      fc.pre(before !== undefined && after !== undefined);
      const [removed, added] = hunk(before, after);
      expect(removed).toHaveLength(1);
      expect(added).toEqual([`  ${key}: ${value}`]);
    }),
    { numRuns: 12 },
  );
});

test('an option with one string adds at most two adjacent lines and changes no others', () => {
  const word = fc.stringMatching(/^[a-z]{12}$/);
  const one = fc
    .constantFrom('priorityClassName', 'runnerGroup', 'nodeSelector', 'env', 'runnerScaleSetLabels')
    .chain(key =>
      fc.tuple(
        fc.constant(key),
        word.map((text): unknown =>
          key === 'nodeSelector' || key === 'env' ? { zone: text } : key === 'runnerScaleSetLabels' ? [text] : text,
        ),
      ),
    );
  fc.assert(
    fc.property(anyConfig, one, ({ arcVersion: _, ...config }, [key, value]) => {
      const runner = { ...plainRunner('changed'), repository: 'https://github.com/rubionic' };
      const [before, after] = [runner, { ...runner, [key]: value }].map(changed =>
        textIfAccepted({ ...config, runners: [...config.runners, changed] }),
      );
      fc.pre(before !== undefined && after !== undefined);
      const [removed, added] = hunk(before, after);
      expect(removed).toEqual([]);
      expect(added.length).toBeLessThanOrEqual(2);
      expect(added.join('\n')).toContain(JSON.stringify(value).match(/[a-z]{12}/)?.[0]);
    }),
    { numRuns: 12 },
  );
});

test('a key with its default value does not change the output', () => {
  const withDefault = KEYS.filter(({ schema }) => schema.default !== undefined);
  fc.assert(
    fc.property(fc.constantFrom(...withDefault), ({ path, schema }) => {
      const key = KEY_SAMPLES[path] as (typeof KEY_SAMPLES)[string];
      const [without, with_] = [sampleFile(path, key), sampleFile(path, key, schema.default)].map(textIfAccepted);
      fc.pre(without !== undefined);
      expect(with_).toBe(without);
    }),
    runs,
  );
});

test('an option at the top of the file is the same as that option in every set', () => {
  const both = fc
    .constantFrom('proxy', 'githubServerTls', 'networkPolicy')
    .map(key => ({ key, value: KEY_SAMPLES[key]?.value }));
  fc.assert(
    fc.property(anyConfig, both, ({ runners, ...rest }, { key, value }) => {
      const { [key]: _, controller: _controller, ...file } = rest;
      const [top, each] = [
        { ...file, [key]: value, runners },
        { ...file, runners: runners.map(runner => ({ [key]: value, ...runner })) },
      ].map(config => textIfAccepted(config as Config));
      fc.pre(top !== undefined);
      expect(each).toBe(top);
    }),
    { numRuns: 12 },
  );
});
