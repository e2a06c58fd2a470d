import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { effectOf } from '../../../src/cli/explain/effect';
import { KEYS, keysCalled } from '../../../src/cli/explain/keys';
import { keys } from '../../../src/cli/explain/samples';
import { MODE_CAPABILITIES } from '../../../src/modes/capabilities';
import { temporaryFolder } from '../../support/folders';
import { call } from '../io';

async function explain(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await call(temporaryFolder(), ['explain', ...args]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return stdout;
}

test('without a topic it lists every mode and every key', async () => {
  const text = await explain();
  for (const name of [...Object.keys(MODE_CAPABILITIES), ...KEYS.map(({ path }) => path)]) expect(text).toContain(name);
});

describe('a mode', () => {
  test.each(Object.entries(MODE_CAPABILITIES))(
    '%s: what it grants and costs, and what its row of the table says',
    async (mode, { needs, nameBudget, podSecurityLevel }) => {
      const text = await explain(mode);
      for (const heading of ['grants:', 'workflows miss:', 'cost:', 'steps run in:']) expect(text).toContain(heading);
      expect(text).toContain(`pod security:   ${podSecurityLevel}`);
      expect(text).toContain(`at most ${nameBudget} characters`);
      for (const need of needs) expect(text).toContain(need);
    },
  );
});

describe('a key', () => {
  test('says what it means and takes, and which value of which object it becomes', async () => {
    expect(await explain('maxRunners')).toBe(
      [
        'runners[].maxRunners',
        '  Highest number of runners at the same time, per instance. Must be at least minRunners. ' +
          'Default: 5, or 1 with several instances or an exclusive cache; minRunners if that is higher.',
        '  takes: integer, at least 0',
        '  on the command line: deskrun add --max-runners',
        '  in the manifests of an example, given 7:',
        '    ~ AutoscalingRunnerSet/docs spec.maxRunners: 5 -> 7',
        '',
      ].join('\n'),
    );
  });

  test('of the job pod shows in the hook extension', async () => {
    expect(await explain('jobPod.labels')).toContain('    + job pod: metadata.labels.team: "ci"\n');
  });

  test('that only allows something says so', async () => {
    expect(await explain('hostRoots')).toContain(
      '  in the manifests: nothing; it decides what is accepted, or how files are ordered\n',
    );
  });

  test.each([
    ['runners[].dind.image', ['runners[].dind.image']],
    ['dind.image', ['runners[].dind.image']],
    ['perRunner', ['runners[].cachePaths[].perRunner', 'runners[].caches[].perRunner']],
    ['proxy', ['proxy', 'runners[].proxy']],
    ['nothing', []],
  ])('is found by %s', (topic, paths) => {
    expect(keysCalled(topic).map(({ path }) => path)).toEqual(paths);
  });

  test('has an example, whichever it is', () => {
    expect(KEYS.map(({ path }) => path).sort()).toEqual(Object.keys(keys).sort());
  });

  test.each([
    'runners[].runnerImage',
    'runners[].additionalRoleRules',
    'controller.install.logLevel',
    'runners[].privileges.hostPID',
  ])('%s changes manifests', path => {
    expect(effectOf(keysCalled(path)[0] as (typeof KEYS)[number])?.changes).not.toEqual([]);
  });
});

describe('a runner set', () => {
  const file = (mode: string, rest = '') =>
    `namespace: ci\nrunners:\n  - { name: docs, repository: "https://github.com/owner/repo", containerMode: ${mode}, auth: { secret: github }${rest} }\n`;

  async function explainDocs(text: string): Promise<string> {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'deskrun.yaml'), text);
    const { code, stdout } = await call(folder, ['explain', 'docs']);
    expect(code).toBe(0);
    return stdout;
  }

  test('shows its mode, and the pod that the hook asks for, with everything merged in', async () => {
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

  test('without job pods says where its pod is to be seen', async () => {
    expect(await explainDocs(file('dind'))).toContain(
      "Jobs run in the runner's own pod: deskrun synth --stdout shows it\n",
    );
  });
});

describe('what is none of these is refused', () => {
  test.each([
    ['dnid', 'did you mean dind?'],
    ['maxRuners', 'did you mean maxRunners?'],
    ['xyzzy', 'see deskrun explain and deskrun list'],
  ])('%s', async (topic, hint) => {
    const stderr = `"${topic}" is not a container mode, a key of deskrun.yaml or a runner set in ~/.deskrun/config.json; ${hint}\n`;
    expect(await call(temporaryFolder(), ['explain', topic])).toEqual({ code: 2, stdout: '', stderr });
  });
});
