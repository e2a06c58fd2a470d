import { consoleIn } from '../../support/console';
import { Desk, PREPARED } from '../../support/desk';
import { pattern } from '../../support/pattern';

const docs = { name: 'docs' };
const DEPLOYMENT = 'apps/Deployment arc-systems/arc-gha-rs-controller';
const bare = { '/Namespace ci': PREPARED['/Namespace ci'], '/Secret ci/github': PREPARED['/Secret ci/github'] };

/** The controller of a cluster, with another image and metadata. */
function controller(version: string, metadata: object = {}): object {
  const found = PREPARED[DEPLOYMENT];
  const image = `ghcr.io/actions/gha-runner-scale-set-controller:${version}`;
  return {
    ...found,
    metadata: { ...found.metadata, ...metadata },
    spec: { template: { spec: { ...found.spec.template.spec, containers: [{ name: 'manager', image }] } } },
  };
}

const OURS = { managedFields: [{ manager: 'deskrun', operation: 'Apply' }] };

describe('an existing controller', () => {
  it('is left unchanged if deskrun does not manage it', async () => {
    const desk = new Desk().configure([docs]);
    const { stderr } = await desk.deskrun('up');
    expect(stderr).toContain(
      '= controller arc-gha-rs-controller in arc-systems, 0.14.2  not managed by deskrun, unchanged\n',
    );
    expect(desk.tools.cluster[DEPLOYMENT]).toEqual(PREPARED[DEPLOYMENT]);
  });

  it('of another minor version that deskrun does not manage stops up, with any flag', async () => {
    const desk = new Desk({ objects: { ...PREPARED, [DEPLOYMENT]: controller('0.13.1') } }).configure([docs]);
    const { code, stdout } = await desk.deskrun('up', '--yes', '--upgrade-controller');
    expect(code).toBe(1);
    expect(stdout).toContain(
      'it would delete every runner set; write arcVersion: 0.13.1, or upgrade it with the tool that installed it',
    );
    expect(desk.sets).toEqual([]);
  });

  it('of another minor version that deskrun manages is not changed without a flag', async () => {
    const desk = new Desk({ objects: { ...PREPARED, [DEPLOYMENT]: controller('0.13.1', OURS) } }).configure([docs]);
    const { code, stderr } = await desk.deskrun('up', '--yes');
    expect(code).toBe(1);
    expect(stderr).toMatch(
      pattern(
        /stop: controller arc-gha-rs-controller in arc-systems is 0\.13\.1 and arcVersion is 0\.14\.2: .*; /,
        /to continue, add --upgrade-controller\nnothing was changed: the plan needs --upgrade-controller, /,
        /see above\n$/,
      ),
    );
    expect(
      desk.tools.calls('kubectl').filter(call => /^(apply|delete|patch)/.test(call) && !call.includes('--dry-run')),
    ).toEqual([]);
  });

  it('is upgraded with the flag, with its sets deleted before and recreated after it', async () => {
    const desk = new Desk({ objects: bare }).configure([docs]);
    await desk.deskrun('up');
    const set = desk.object('AutoscalingRunnerSet ci/docs');
    desk.addObject(DEPLOYMENT, controller('0.13.1', OURS));
    desk.addObject('actions.github.com/AutoscalingRunnerSet ci/docs', {
      ...set,
      metadata: { ...set?.metadata, labels: { ...set?.metadata.labels, 'app.kubernetes.io/version': '0.13.1' } },
    });
    const { code, stderr } = await desk.deskrun('up', '--upgrade-controller');
    expect(code).toBe(0);
    const lines = stderr.split('\n');
    const order = [
      'delete ci/docs, waiting for its jobs',
      'apply controller arc-gha-rs-controller',
      'recreate ci/docs',
    ].map(line => lines.indexOf(line));
    expect(order).toEqual([...order].sort((a, b) => a - b));
    expect(order).not.toContain(-1);
    expect(desk.object('AutoscalingRunnerSet ci/docs')?.metadata.labels?.['app.kubernetes.io/version']).toBe('0.14.2');
  });
});

describe('a controller that the configuration installs', () => {
  const installed = { controller: { install: { logLevel: 'info' } } };

  it('is applied with its props, and its namespace created', async () => {
    const desk = new Desk({ objects: bare }).configure([docs], installed);
    expect((await desk.deskrun('up')).code).toBe(0);
    expect(JSON.stringify(desk.object('Deployment arc-systems/arc-gha-rs-controller')?.spec)).toContain(
      '--log-level=info',
    );
    expect(desk.object('Namespace arc-systems')).toBeDefined();
  });

  it('is taken over if it was applied manually', async () => {
    const desk = new Desk().configure([docs], installed);
    expect((await desk.deskrun('up')).code).toBe(0);
    expect(JSON.stringify(desk.object('Deployment arc-systems/arc-gha-rs-controller')?.spec)).toContain(
      '--log-level=info',
    );
  });

  it('is not taken over from helm', async () => {
    const theirs = controller('0.14.2', {
      annotations: { 'meta.helm.sh/release-name': 'arc', 'meta.helm.sh/release-namespace': 'arc-systems' },
    });
    const desk = new Desk({ objects: { ...PREPARED, [DEPLOYMENT]: theirs } }).configure([docs], installed);
    const { code, stdout } = await desk.deskrun('up');
    expect(code).toBe(1);
    expect(stdout).toContain('Deployment arc-systems/arc-gha-rs-controller: belongs to helm release arc');
  });

  it('remains when the last runner is deleted', async () => {
    const desk = new Desk({ objects: bare }).configure([docs], installed);
    await desk.deskrun('up');
    await desk.runIn(consoleIn(desk.folder, desk.tools.env), ['down', '--context', 'desk', '--project', 'tests']);
    expect(desk.sets).toEqual([]);
    expect(desk.object('Deployment arc-systems/arc-gha-rs-controller')).toBeDefined();
  });
});

describe('a controller that the configuration expects and the cluster does not have', () => {
  const up = async (more: Readonly<Record<string, unknown>>) => {
    const desk = new Desk({ objects: bare }).configure([docs], more);
    return { desk, ...(await desk.deskrun('up')) };
  };
  const deployed = (desk: Desk, name = 'arc-systems/arc-gha-rs-controller') =>
    JSON.stringify(desk.object(`Deployment ${name}`)?.spec);

  it('gets the proxy of the file, and the certificate of its GitHub server', async () => {
    const { desk, code } = await up({
      proxy: { https: { url: 'http://proxy.example.com:3128' }, noProxy: ['10.96.0.1'] },
      githubServerTls: { configMap: 'github-ca', key: 'ca.crt' },
    });
    expect(code).toBe(0);
    expect(deployed(desk)).toContain('"value":"http://proxy.example.com:3128"');
    expect(deployed(desk)).toContain('"name":"github-ca"');
  });

  it('is the one that synth writes for install: {}', async () => {
    const gitOps = { gitOps: 'argocd' };
    const [implied, declared] = [await up(gitOps), await up({ ...gitOps, controller: { install: {} } })];
    expect(implied.desk.object('Deployment arc-systems/arc-gha-rs-controller')).toEqual(
      declared.desk.object('Deployment arc-systems/arc-gha-rs-controller'),
    );
  });

  it('has the ServiceAccount, the namespace and the watched namespace that the file names', async () => {
    const { desk, code } = await up({
      controller: { namespace: 'arc', serviceAccount: 'mine', watchSingleNamespace: 'ci' },
    });
    expect(code).toBe(0);
    const deployment = deployed(desk, 'arc/arc-gha-rs-controller');
    expect(deployment).toContain('--watch-single-namespace=ci"');
    expect(deployment).toContain('"serviceAccountName":"mine"');
    expect(desk.object('Namespace arc')).toBeDefined();
  });

  it('does not remove the labels of a namespace that it shares with runner sets', async () => {
    const { desk, code } = await up({ namespace: 'ci', controller: { namespace: 'ci' }, createNamespace: true });
    expect(code).toBe(0);
    expect(desk.object('Deployment ci/arc-gha-rs-controller')).toBeDefined();
    expect(desk.object('Namespace ci')?.metadata.labels).toMatchObject({
      'pod-security.kubernetes.io/enforce': 'privileged',
      'deskrun.dev/project': 'tests',
    });
  });

  it('is refused with the position of an invalid key', async () => {
    const { code, stderr } = await up({ proxy: { https: { url: 'proxy.example.com' } } });
    expect(code).toBe(1);
    expect(stderr).toMatch(/deskrun\.yaml:\d+:\d+ {2}proxy\.https\.url: /);
  });
});
