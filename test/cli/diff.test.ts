import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Chart } from 'cdk8s';
import { stringify } from 'yaml';
import { appFromFile } from '../../src/config/build';
import { consoleIn } from '../support/console';
import { Desk } from '../support/desk';

const docs = { name: 'docs' };

describe('diff against a cluster', () => {
  it('finds nothing after up, and ends with 0', async () => {
    const desk = new Desk().configure([docs]);
    await desk.deskrun('up');
    expect(await desk.deskrun('diff')).toEqual({ code: 0, stdout: '', stderr: 'nothing would change\n' });
  });

  it('tells what up would change, object by object, and ends with 3', async () => {
    const desk = new Desk().configure([docs]);
    await desk.deskrun('up');
    const { code, stdout, stderr } = await desk.configure([{ ...docs, maxRunners: 7 }]).deskrun('diff');
    expect(code).toBe(3);
    expect(stdout).toBe('~ AutoscalingRunnerSet ci/docs\n    spec.maxRunners: 5 -> 7\n');
    expect(stderr).toBe('1 object would change\n');
  });

  it('finds what somebody has changed by hand', async () => {
    const desk = new Desk().configure([docs]);
    await desk.deskrun('up');
    const set = desk.object('AutoscalingRunnerSet ci/docs');
    desk.put('actions.github.com/AutoscalingRunnerSet ci/docs', {
      ...set,
      spec: { ...(set?.spec as object), maxRunners: 99 },
    });
    expect((await desk.deskrun('diff')).stdout).toContain('spec.maxRunners: 99 -> 5\n');
  });

  it('tells which sets up would delete and make again, also where nothing in them changes', async () => {
    const desk = new Desk().configure([docs]);
    await desk.deskrun('up');
    const role = desk.object('Role ci/docs-gha-rs-manager');
    desk.put('rbac.authorization.k8s.io/Role ci/docs-gha-rs-manager', {
      ...role,
      metadata: { ...role?.metadata, deletionTimestamp: '2026-11-21T12:00:00Z' },
    });
    expect(await desk.deskrun('diff')).toEqual({
      code: 3,
      stdout: '',
      stderr: 'ci/docs would be recreated: Role ci/docs-gha-rs-manager is being deleted\n',
    });
    expect(JSON.parse((await desk.deskrun('diff', '-o', 'json')).stdout)).toMatchObject({
      recreated: [{ set: 'ci/docs', reason: 'Role ci/docs-gha-rs-manager is being deleted' }],
    });
  });

  it.each(['json', 'yaml', 'table'])('masks the password of a URL as %s', async output => {
    const desk = new Desk().configure([docs]);
    await desk.deskrun('up');
    const set = desk.object('AutoscalingRunnerSet ci/docs');
    desk.put('actions.github.com/AutoscalingRunnerSet ci/docs', {
      ...set,
      spec: { ...(set?.spec as object), runnerGroup: 'https://user:fake-password@proxy.example:3128' },
    });
    const { stdout } = await desk.deskrun('diff', '-o', output);
    expect(stdout).toContain('https://…@proxy.example:3128');
    expect(stdout).not.toContain('fake-password');
  });

  it('tells what up would delete', async () => {
    const desk = new Desk().configure([docs, { name: 'images' }]);
    await desk.deskrun('up');
    expect((await desk.configure([docs]).deskrun('diff')).stdout).toContain('- AutoscalingRunnerSet ci/images\n');
  });

  it('tells it as JSON', async () => {
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

  it('ends with 1 where up could not do it, and says why', async () => {
    const desk = new Desk({ objects: {} }).configure([docs]);
    const { code, stderr } = await desk.deskrun('diff');
    expect(code).toBe(1);
    expect(stderr).toMatch(/^ci\/docs: Secret ci\/github, which holds its credential, is not in the cluster/m);
  });

  it('needs one', async () => {
    const desk = new Desk().configure([docs]);
    desk.tools.add('kind');
    const { code, stderr } = await desk.runIn(consoleIn(desk.folder, desk.tools.env), ['diff']);
    expect(code).toBe(1);
    expect(stderr).toBe(
      'kind cluster deskrun does not exist; create it with deskrun up, name another cluster with --context, or compare with files with --against\n',
    );
  });
});

describe('diff against a folder', () => {
  const against = (desk: Desk, ...more: string[]) =>
    desk.runIn(consoleIn(desk.folder), ['diff', '--against', 'dist', ...more]);

  /** A configuration, and the manifests that were written for it. */
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

  it('finds nothing where it is up to date, and needs no cluster for that', async () => {
    const desk = committed();
    expect((await against(desk)).code).toBe(0);
    expect(desk.tools.calls('kubectl')).toEqual([]);
  });

  it('finds what is out of date', async () => {
    const { code, stdout } = await against(committed().configure([{ ...docs, maxRunners: 7 }]));
    expect(code).toBe(3);
    expect(stdout).toContain('    spec.maxRunners: 5 -> 7\n');
  });

  it('finds what is missing, and what is too much', async () => {
    const { stdout } = await against(committed().configure([{ name: 'images' }]));
    expect(stdout).toContain('+ AutoscalingRunnerSet ci/images\n');
    expect(stdout).toContain('- AutoscalingRunnerSet ci/docs\n');
  });

  it.each([['--context'], ['--kubeconfig']])('has nothing to do with %s', async option => {
    const { code, stderr } = await against(committed(), option, 'x');
    expect(code).toBe(2);
    expect(stderr).toBe(
      '--against compares with files, not with a cluster; remove --against, or --kubeconfig and --context\n',
    );
  });
});
