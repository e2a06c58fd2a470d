import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Chart } from 'cdk8s';
import { stringify } from 'yaml';
import { appFromFile } from '../../src/config/build';
import { consoleIn } from '../support/console';
import { Desk } from '../support/desk';

const docs = { name: 'docs' };

describe('diff against a cluster', () => {
  it('finds nothing after up: exit code 0', async () => {
    const desk = new Desk().configure([docs]);
    await desk.deskrun('up');
    expect(await desk.deskrun('diff')).toEqual({ code: 0, stdout: '', stderr: 'nothing would change\n' });
  });

  it('prints the changes of up by object: exit code 3', async () => {
    const desk = new Desk().configure([docs]);
    await desk.deskrun('up');
    const { code, stdout, stderr } = await desk.configure([{ ...docs, maxRunners: 7 }]).deskrun('diff');
    expect(code).toBe(3);
    expect(stdout).toBe('~ AutoscalingRunnerSet ci/docs\n    spec.maxRunners: 5 -> 7\n');
    expect(stderr).toBe('1 object would change\n');
  });

  it('finds changes that were made manually', async () => {
    const desk = new Desk().configure([docs]);
    await desk.deskrun('up');
    const set = desk.object('AutoscalingRunnerSet ci/docs');
    desk.addObject('actions.github.com/AutoscalingRunnerSet ci/docs', {
      ...set,
      spec: { ...(set?.spec as object), maxRunners: 99 },
    });
    expect((await desk.deskrun('diff')).stdout).toContain('spec.maxRunners: 99 -> 5\n');
  });

  it('names sets that up would recreate, even without changed fields', async () => {
    const desk = new Desk().configure([docs]);
    await desk.deskrun('up');
    const role = desk.object('Role ci/docs-gha-rs-manager');
    desk.addObject('rbac.authorization.k8s.io/Role ci/docs-gha-rs-manager', {
      ...role,
      metadata: { ...role?.metadata, deletionTimestamp: '2026-11-21T12:00:00Z' },
    });
    expect(await desk.deskrun('diff')).toEqual({
      code: 3,
      stdout: '',
      stderr: 'ci/docs would be recreated: Role ci/docs-gha-rs-manager is in deletion\n',
    });
    expect(JSON.parse((await desk.deskrun('diff', '-o', 'json')).stdout)).toMatchObject({
      recreated: [{ set: 'ci/docs', reason: 'Role ci/docs-gha-rs-manager is in deletion' }],
    });
  });

  it.each(['json', 'yaml', 'table'])('masks the password of a URL in format %s', async output => {
    const desk = new Desk().configure([docs]);
    await desk.deskrun('up');
    const set = desk.object('AutoscalingRunnerSet ci/docs');
    desk.addObject('actions.github.com/AutoscalingRunnerSet ci/docs', {
      ...set,
      spec: { ...(set?.spec as object), runnerGroup: 'https://user:fake-password@proxy.example:3128' },
    });
    const { stdout } = await desk.deskrun('diff', '-o', output);
    expect(stdout).toContain('https://…@proxy.example:3128');
    expect(stdout).not.toContain('fake-password');
  });

  it('prints what up would delete', async () => {
    const desk = new Desk().configure([docs, { name: 'images' }]);
    await desk.deskrun('up');
    expect((await desk.configure([docs]).deskrun('diff')).stdout).toContain('- AutoscalingRunnerSet ci/images\n');
  });

  it('prints it as JSON', async () => {
    const { stdout } = await new Desk().configure([docs]).deskrun('diff', '-o', 'json');
    expect(JSON.parse(stdout)).toMatchObject({
      problems: [],
      changes: expect.arrayContaining([{ object: 'AutoscalingRunnerSet ci/docs', action: 'create', fields: [] }]),
    });
  });

  it('changes nothing', async () => {
    const desk = new Desk().configure([docs]);
    const before = desk.tools.cluster;
    await desk.deskrun('diff');
    expect(desk.tools.cluster).toEqual(before);
  });

  it('prints the reason why up would fail: exit code 1', async () => {
    const desk = new Desk({ objects: {} }).configure([docs]);
    const { code, stderr } = await desk.deskrun('diff');
    expect(code).toBe(1);
    expect(stderr).toMatch(/^ci\/docs: Secret ci\/github, with its credential, does not exist/m);
  });

  it('fails without a cluster', async () => {
    const desk = new Desk().configure([docs]);
    desk.tools.add('kind');
    const { code, stderr } = await desk.runIn(consoleIn(desk.folder, desk.tools.env), ['diff']);
    expect(code).toBe(1);
    expect(stderr).toBe(
      'kind cluster deskrun does not exist; create it with deskrun up, name another cluster with ' +
        '--context, or compare with files with --against\n',
    );
  });
});

describe('diff against a folder', () => {
  const against = (desk: Desk, ...more: string[]) =>
    desk.runIn(consoleIn(desk.folder), ['diff', '--against', 'dist', ...more]);

  /** A folder with a configuration and its manifests. */
  function committed(): Desk {
    const desk = new Desk().configure([docs]);
    const { charts } = appFromFile(join(desk.folder, 'deskrun.yaml'));
    mkdirSync(join(desk.folder, 'dist'));
    writeFileSync(
      join(desk.folder, 'dist/docs.k8s.yaml'),
      charts
        .flatMap((chart: Chart) => chart.toJson() as object[])
        .map(object => stringify(object))
        .join('---\n'),
    );
    return desk;
  }

  it('finds nothing in an up-to-date folder, without a cluster', async () => {
    const desk = committed();
    expect((await against(desk)).code).toBe(0);
    expect(desk.tools.calls('kubectl')).toEqual([]);
  });

  it('finds what is out of date', async () => {
    const { code, stdout } = await against(committed().configure([{ ...docs, maxRunners: 7 }]));
    expect(code).toBe(3);
    expect(stdout).toContain('    spec.maxRunners: 5 -> 7\n');
  });

  it('finds missing and surplus objects', async () => {
    const { stdout } = await against(committed().configure([{ name: 'images' }]));
    expect(stdout).toContain('+ AutoscalingRunnerSet ci/images\n');
    expect(stdout).toContain('- AutoscalingRunnerSet ci/docs\n');
  });

  it.each([['--context'], ['--kubeconfig']])('refuses %s', async option => {
    const { code, stderr } = await against(committed(), option, 'x');
    expect(code).toBe(2);
    expect(stderr).toBe(
      '--against compares with files, not with a cluster; remove --against, or --kubeconfig and --context\n',
    );
  });
});
