import { Desk } from '../../support/desk';

const docs = { name: 'docs' };

describe('up again', () => {
  it('changes nothing, and applies nothing', async () => {
    const desk = new Desk().configure([docs]);
    await desk.deskrun('up');
    const before = desk.tools.calls('kubectl').length;
    const { code, stdout } = await desk.deskrun('up');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^ci\/docs +unchanged +done$/m);
    const calls = desk.tools.calls('kubectl').slice(before);
    expect(calls.filter(call => /^(apply|delete|patch)/.test(call) && !call.includes('--dry-run=server'))).toEqual([]);
  });

  it('updates in place what can be updated, without a deletion', async () => {
    const desk = new Desk().configure([docs]);
    await desk.deskrun('up');
    const { stderr } = await desk.configure([{ ...docs, maxRunners: 7 }]).deskrun('up');
    expect(stderr).toContain('~ ci/docs  update: spec.maxRunners: 5 -> 7\n');
    expect(desk.object('AutoscalingRunnerSet ci/docs')?.spec).toMatchObject({ maxRunners: 7 });
    expect(desk.tools.calls('kubectl').filter(call => call.startsWith('delete'))).toEqual([]);
  });

  it('recreates a set when its mode changes, after the deletion', async () => {
    const desk = new Desk().configure([docs]);
    await desk.deskrun('up');
    const { code, stderr } = await desk.configure([{ ...docs, containerMode: 'kubernetes-novolume' }]).deskrun('up');
    expect(code).toBe(0);
    expect(stderr).toContain('! ci/docs  recreate: it no longer has ServiceAccount ci/docs-gha-rs-no-permission');
    const lines = stderr.split('\n');
    expect(lines.indexOf('delete ci/docs, waiting for its jobs')).toBeLessThan(lines.indexOf('recreate ci/docs'));
    expect(desk.object('ServiceAccount ci/docs-gha-rs-no-permission')).toBeUndefined();
    expect(desk.object('ServiceAccount ci/docs-gha-rs-kube-mode')).toBeDefined();
  });

  it('removes a runner that the configuration no longer has', async () => {
    const desk = new Desk().configure([docs, { name: 'images' }]);
    await desk.deskrun('up');
    const { stdout } = await desk.configure([docs]).deskrun('up');
    expect(stdout).toMatch(/^ci\/images +delete +done$/m);
    expect(desk.sets).toEqual(['docs']);
    expect([...desk.objects.keys()].filter(key => key.includes('images'))).toEqual([]);
  });

  it('removes instances beyond a smaller number', async () => {
    const desk = new Desk().configure([{ ...docs, instances: 3 }]);
    await desk.deskrun('up');
    await desk.configure([{ ...docs, instances: 2 }]).deskrun('up');
    expect(desk.sets).toEqual(['docs-1', 'docs-2']);
  });

  it('prunes objects that a set no longer has, and keeps the set', async () => {
    const desk = new Desk().configure([{ ...docs, containerMode: 'cached-privileged-kubernetes' }]);
    await desk.deskrun('up');
    const extension = desk.object('ConfigMap ci/docs-gha-rs-hook-extension');
    const stale = { ...extension, metadata: { ...extension?.metadata, name: 'docs-stale' } };
    desk.addObject('/ConfigMap ci/docs-stale', stale);
    const { stdout } = await desk.deskrun('up');
    expect(stdout).toMatch(/^ci\/docs +update +done$/m);
    expect(desk.object('ConfigMap ci/docs-stale')).toBeUndefined();
    expect(desk.sets).toEqual(['docs']);
  });
});
