import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { effectOf } from '../../../src/cli/explain/effect';
import { findKeys, KEYS, keysBelow } from '../../../src/cli/explain/keys';
import { KEY_SAMPLES } from '../../../src/cli/explain/samples';
import { MODE_CAPABILITIES } from '../../../src/modes/capabilities';
import { temporaryFolder } from '../../support/folders';
import { call } from '../io';

async function explain(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await call(temporaryFolder(), ['explain', ...args]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return stdout;
}

test('without a topic, every container mode and every key of the file and of a runner set has one line', async () => {
  const lines = (await explain()).split('\n').filter(line => line.startsWith('  '));
  const listed = lines.map(line => line.trim().split('  ')[0]);
  const keys = [...keysBelow(undefined), ...keysBelow({ path: 'runners' })].map(({ path }) => path.split('.').at(-1));
  expect(listed.slice(0, -4)).toEqual([...Object.keys(MODE_CAPABILITIES), ...keys]);
});

describe('a container mode', () => {
  test.each(Object.entries(MODE_CAPABILITIES))(
    '%s: its uses, limits, cost and capabilities',
    async (mode, { needs, nameBudget, podSecurityLevel }) => {
      const text = await explain(mode);
      for (const label of ['jobs:', 'limits:', 'cost:', 'steps run in:']) expect(text).toContain(`\n  ${label}`);
      expect(text).toContain(`\n  Pod Security: ${podSecurityLevel}`);
      expect(text).toContain(`at most ${nameBudget} characters`);
      for (const need of needs) expect(text).toContain(need);
    },
  );
});

describe('a key', () => {
  test('its meaning, its type, its option, and the changes that it causes in manifests', async () => {
    expect(await explain('maxRunners')).toBe(
      [
        'runners[].maxRunners',
        '  Highest number of runners at the same time, per instance. Must be at least minRunners. ' +
          'Default: 5, or 1 with several instances or an exclusive cache; minRunners if that is higher.',
        '  value: integer, at least 0',
        '  on the command line: deskrun add --max-runners',
        '  changes in the manifests of an example with the value 7:',
        '    ~ AutoscalingRunnerSet/docs spec.maxRunners: 5 -> 7',
        '',
      ].join('\n'),
    );
  });

  test('that has keys: they are listed in one line each', async () => {
    expect(await explain('controller')).toContain(
      '\n  keys:\n    namespace             Namespace of the controller.\n    serviceAccount        Name of the',
    );
    expect(await explain('cachePaths')).toContain('\n    perRunner  Gives each pod an empty directory of its own');
  });

  test('of the job pod: the changes are those of the hook extension', async () => {
    expect(await explain('jobPod.labels')).toContain('    + job pod: metadata.labels.team: "ci"\n');
  });

  test('that changes no manifest', async () => {
    expect(await explain('hostRoots')).toContain(
      '  changes in manifests: none; it affects which values are allowed, or the order of files\n',
    );
  });

  test.each([
    ['runners[].dind.image', ['runners[].dind.image']],
    ['dind.image', ['runners[].dind.image']],
    ['perRunner', ['runners[].cachePaths[].perRunner', 'runners[].caches[].perRunner']],
    ['proxy', ['proxy', 'runners[].proxy']],
    ['nothing', []],
  ])('is found by %s', (topic, paths) => {
    expect(findKeys(topic).map(({ path }) => path)).toEqual(paths);
  });

  test('every key has a sample', () => {
    expect(KEYS.map(({ path }) => path).sort()).toEqual(Object.keys(KEY_SAMPLES).sort());
  });

  test.each([
    'runners[].runnerImage',
    'runners[].additionalRoleRules',
    'controller.install.logLevel',
    'runners[].privileges.hostPID',
  ])('%s changes manifests', path => {
    expect(effectOf(findKeys(path)[0] as (typeof KEYS)[number])?.changes).not.toEqual([]);
  });
});

describe('a runner set', () => {
  const file = (mode: string, rest = '') =>
    `namespace: ci\nrunners:\n  - { name: docs, repository: "https://github.com/owner/repo", ` +
    `containerMode: ${mode}, auth: { secret: github }${rest} }\n`;

  async function explainDocs(text: string): Promise<string> {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'deskrun.yaml'), text);
    const { code, stdout } = await call(folder, ['explain', 'docs']);
    expect(code).toBe(0);
    return stdout;
  }

  test('with job pods: its mode, and the job pod that the container hook creates', async () => {
    const text = await explainDocs(file('cached-privileged-kubernetes', ', instances: 2, caches: [docker]'));
    expect(text).toContain('docs: runs-on: docs-1 to docs-2\n\ncached-privileged-kubernetes\n');
    const pod = parse(text.split('The pod of a job with container:\n')[1] as string) as {
      spec: { volumes: unknown[]; containers: unknown[] };
    };
    expect(pod.spec.containers).toMatchObject([{ name: 'job', securityContext: { privileged: true } }]);
    expect(pod.spec.volumes).toContainEqual({
      name: 'cache-docker',
      hostPath: { path: '/var/lib/deskrun/cache/docs-1/docker', type: 'DirectoryOrCreate' },
    });
  });

  test('without job pods: the command that shows the runner pod', async () => {
    expect(await explainDocs(file('dind'))).toContain(
      'Jobs run in the runner pod; to show it: deskrun synth --stdout\n',
    );
  });
});

describe('an unknown topic is refused', () => {
  test.each([
    ['dnid', 'did you mean dind?'],
    ['maxRuners', 'did you mean maxRunners?'],
    ['xyzzy', 'see deskrun explain and deskrun list'],
  ])('%s', async (topic, hint) => {
    const stderr =
      `"${topic}" is not a container mode, a key of deskrun.yaml or a runner set in ~/.deskrun/config.json; ` +
      `${hint}\n`;
    expect(await call(temporaryFolder(), ['explain', topic])).toEqual({ code: 2, stdout: '', stderr });
  });
});
