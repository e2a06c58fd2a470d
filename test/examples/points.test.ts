import { parse, parseDocument } from 'yaml';
import { ScaleSet } from '../../src';
import { appFromText } from '../../src/config/build';
import { exampleApp, exampleText, handWritten } from '../support/examples';
import { filesOf, temporaryFolder } from '../support/folders';
import { podsOf } from '../support/cluster';
import type { ContainerManifest, Manifest, PodManifest } from '../support/sets';

const manifestsOf = (example: string) => exampleApp(example).manifests() as Manifest[];
const setOf = (example: string, name: string): Manifest =>
  manifestsOf(example).find(({ kind, metadata }) => kind === 'AutoscalingRunnerSet' && metadata.name === name);
const containersOf = ({ spec: { initContainers = [], containers } }: Manifest): ContainerManifest[] => [
  ...initContainers,
  ...containers,
];
const valueOf = ({ env = [] }: ContainerManifest, name: string): unknown =>
  env.find((variable: Manifest) => variable.name === name)?.value;

function jobPodOf(example: string, name: string): Manifest {
  const scaleSets = exampleApp(example)
    .node.findAll()
    .filter((construct): construct is ScaleSet => construct instanceof ScaleSet);
  return scaleSets.find(({ runnerScaleSetName }) => runnerScaleSetName === name)?.effectiveJobPod();
}

describe('kind-desk', () => {
  test('installs the controller and both namespaces', () => {
    const kinds = manifestsOf('kind-desk').map(({ kind, metadata }) => `${kind} ${metadata.name}`);
    expect(kinds).toEqual(
      expect.arrayContaining(['Namespace arc-runners', 'Namespace arc-systems', 'Deployment arc-gha-rs-controller']),
    );
  });

  test('has a kind cluster with the name in its deskrun.yaml', () => {
    expect(parse(exampleText('kind-desk', 'deskrun.yaml'))).toMatchObject({ cluster: { name: 'desk' } });
    expect(exampleText('kind-desk', 'deskrun.yaml')).toContain("# kubectl's context is kind-desk");
  });
});

describe('nvme-nix', () => {
  const instances = ['nix-1', 'nix-2', 'nix-3'];

  test('has three scale sets of one runner, on nodes with NVMe', () => {
    for (const name of instances) {
      const { spec } = setOf('nvme-nix', name);
      expect(spec.maxRunners).toBe(1);
      expect(spec.template.spec.nodeSelector).toEqual({ 'deskrun.dev/nvme': 'true' });
    }
  });

  test('has a Docker directory for each, and the same Nix store for all', () => {
    const directories = (target: string) =>
      instances.map(name => {
        const { containers, volumes } = setOf('nvme-nix', name).spec.template.spec as PodManifest;
        const mount = containers[0]?.volumeMounts.find(({ mountPath }) => mountPath === target);
        return volumes.find(volume => volume.name === mount.name).hostPath.path as string;
      });
    expect(directories('/var/lib/docker')).toEqual(instances.map(name => `/nvme/docker/${name}`));
    expect(directories('/nix/store-host')).toEqual(instances.map(() => '/nix/store'));
  });

  test('has the variable of Nix for the mounted socket', () => {
    const { containers } = setOf('nvme-nix', 'nix-1').spec.template.spec as PodManifest;
    const [runner] = containers as [ContainerManifest];
    const [, socketFolder] = /^unix:\/\/(.*)\/socket$/.exec(valueOf(runner, 'NIX_REMOTE') as string) as RegExpExecArray;
    expect(runner.volumeMounts.map(({ mountPath }) => mountPath as string)).toContain(socketFolder);
  });
});

test('dind-registry-mirror: the daemon uses the Service of the example', () => {
  const [mirror] = containersOf(setOf('dind-registry-mirror', 'images').spec.template)
    .flatMap(({ args = [] }) => args)
    .filter(arg => arg.startsWith('--registry-mirror='));
  const service = handWritten('dind-registry-mirror').find(({ kind }) => kind === 'Service');
  const { name, namespace } = service.metadata;
  expect(mirror).toBe(`--registry-mirror=http://${name}.${namespace}:${service.spec.ports[0].port}`);
});

describe('remote-buildkit', () => {
  const { spec: pod } = setOf('remote-buildkit', 'builds').spec.template as { spec: Manifest };
  const byKind = (kind: string): Manifest => handWritten('remote-buildkit').find(manifest => manifest.kind === kind);

  test('has no privileges, and no Docker daemon', () => {
    expect(pod.initContainers).toBeUndefined();
    expect(pod.containers).toHaveLength(1);
    expect(pod.containers[0].securityContext?.privileged).toBeUndefined();
    const namespace = manifestsOf('remote-buildkit').find(({ kind }) => kind === 'Namespace');
    expect(namespace?.metadata.labels['pod-security.kubernetes.io/enforce']).toBe('baseline');
  });

  test('uses the Service of the example, with certificates from a Secret', () => {
    const service = byKind('Service');
    const address = `tcp://${service.metadata.name}.${service.metadata.namespace}:${service.spec.ports[0].port}`;
    expect(valueOf(pod.containers[0], 'BUILDKIT_HOST')).toBe(address);
    expect(pod.volumes).toContainEqual({ name: 'buildkit-certs', secret: { secretName: 'buildkit-client-certs' } });
  });

  test('has a daemon that requires certificates, without root', () => {
    const [daemon] = byKind('Deployment').spec.template.spec.containers;
    expect(daemon.args).toEqual(expect.arrayContaining([expect.stringMatching(/^--tlscacert=/)]));
    expect(daemon.securityContext).toMatchObject({ runAsUser: 1000 });
    expect(daemon.securityContext.privileged).toBeUndefined();
  });
});

test('github-app: another revision changes one annotation of the runner set', () => {
  const text = exampleText('github-app', 'deskrun.yaml');
  const document = parseDocument(text);
  document.setIn(['runners', 0, 'auth', 'revision'], '2026-02');
  const [before, after] = [text, document.toString()].map(
    file => appFromText(file, 'deskrun.yaml').manifests() as Manifest[],
  ) as [Manifest[], Manifest[]];
  const changed = before.filter((manifest, index) => JSON.stringify(manifest) !== JSON.stringify(after[index]));
  expect(changed.map(({ kind }) => kind as string)).toEqual(['AutoscalingRunnerSet']);
  const withoutHash = ({ metadata: { annotations, ...metadata }, ...rest }: Manifest) => {
    const { 'actions.github.com/values-hash': _, ...others } = annotations;
    return { ...rest, metadata: { ...metadata, annotations: others } };
  };
  expect(after.map(each => (each.kind === 'AutoscalingRunnerSet' ? withoutHash(each) : each))).toEqual(
    before.map(each => (each.kind === 'AutoscalingRunnerSet' ? withoutHash(each) : each)),
  );
});

describe('proxy-private-ca', () => {
  const pods = [
    ...manifestsOf('proxy-private-ca').flatMap(podsOf),
    jobPodOf('proxy-private-ca', 'checks'),
  ] as Manifest[];
  // They copy files inside the pod.
  const local = ['init-dind-externals', 'fs-init'];
  const reaching = pods.flatMap(containersOf).filter(({ name }) => !local.includes(name));

  test('has every container that connects to GitHub', () => {
    expect(reaching.map(({ name }) => name).sort()).toEqual(['dind', 'job', 'manager', 'runner', 'runner']);
  });

  test.each(['HTTP_PROXY', 'HTTPS_PROXY'])('each has %s, with the password from the Secret', variable => {
    for (const container of reaching) {
      expect(valueOf(container, variable)).toMatch(
        /^http:\/\/\$\(DESKRUN_\w+_USERNAME\):\$\(DESKRUN_\w+_PASSWORD\)@proxy\.corp\.example:3128$/,
      );
      expect(container.env).toContainEqual({
        name: `DESKRUN_${variable}_PASSWORD`,
        valueFrom: { secretKeyRef: { name: 'proxy', key: 'password' } },
      });
    }
  });

  test('each connects to the cluster without the proxy', () => {
    for (const container of reaching)
      expect(valueOf(container, 'NO_PROXY')).toContain('.svc,.cluster.local,10.0.0.0/8');
  });

  test('steps and Docker daemons have the certificate', () => {
    for (const { name, volumeMounts } of reaching.filter(container => container.name !== 'manager'))
      expect([name, volumeMounts.map(({ subPath }: Manifest) => subPath as string)]).toEqual([
        name,
        expect.arrayContaining(['ca.crt']),
      ]);
  });

  test('the listeners have both', () => {
    for (const name of ['images', 'checks'])
      expect(setOf('proxy-private-ca', name).spec).toMatchObject({
        proxy: { https: { url: 'http://proxy.corp.example:3128', credentialSecretRef: 'proxy' } },
        githubServerTLS: { certificateFrom: { configMapKeyRef: { name: 'private-ca', key: 'ca.crt' } } },
      });
  });
});

describe('gpu-arm64', () => {
  test('has one GPU for the job, and none for the runner', () => {
    const job = containersOf(jobPodOf('gpu-arm64', 'gpu')).find(({ name }) => name === 'job');
    expect(job?.resources.limits).toMatchObject({ 'nvidia.com/gpu': '1' });
    expect(JSON.stringify(setOf('gpu-arm64', 'gpu').spec.template.spec.containers)).not.toContain('nvidia');
  });

  test('runs the job on a GPU node, with the RuntimeClass', () => {
    expect(jobPodOf('gpu-arm64', 'gpu').spec).toMatchObject({
      runtimeClassName: 'nvidia',
      nodeSelector: { 'nvidia.com/gpu.present': 'true' },
      tolerations: [{ key: 'nvidia.com/gpu', operator: 'Exists', effect: 'NoSchedule' }],
    });
  });

  test('runs the other set on arm64 nodes', () => {
    expect(setOf('gpu-arm64', 'arm64').spec.template.spec.nodeSelector).toEqual({ 'kubernetes.io/arch': 'arm64' });
  });
});

describe('argocd', () => {
  test('every object has the sync wave of its kind', () => {
    const waves = manifestsOf('argocd').map(({ kind, metadata }): [string, number] => [
      kind,
      Number(metadata.annotations['argocd.argoproj.io/sync-wave']),
    ]);
    const waveOf = new Map(waves);
    expect(waves.filter(([, wave]) => Number.isNaN(wave))).toEqual([]);
    expect(waveOf.get('CustomResourceDefinition')).toBe(-3);
    expect(waveOf.get('Namespace')).toBe(-3);
    expect(waveOf.get('Deployment')).toBe(-2);
    expect(waveOf.get('AutoscalingRunnerSet')).toBe(0);
  });

  test('the Application applies dist/', () => {
    const [application] = handWritten('argocd');
    expect(application).toMatchObject({ kind: 'Application', spec: { source: { path: 'dist' } } });
  });
});

test('flux: each Kustomization has its folder, and that of the runners depends on the controller', () => {
  const folder = temporaryFolder();
  exampleApp('flux', { outdir: folder }).synth();
  const folders = new Set(Object.keys(filesOf(folder)).map(path => path.split('/')[0]));
  expect(folders).toEqual(new Set(['controller', 'flux', 'runners']));
  const kustomizations = manifestsOf('flux').filter(({ kind }) => kind === 'Kustomization');
  expect(kustomizations.map(({ metadata, spec }) => [metadata.name, spec.path, spec.prune, spec.dependsOn])).toEqual([
    ['deskrun-controller', './dist/controller', false, undefined],
    ['deskrun-runners', './dist/runners', true, [{ name: 'deskrun-controller' }]],
  ]);
});

describe('own-app', () => {
  test('has job pods that mount the ConfigMap of the app', () => {
    const { spec } = jobPodOf('own-app', 'checks');
    expect(spec.volumes).toContainEqual({ name: 'npmrc', configMap: { name: 'npmrc' } });
    expect(manifestsOf('own-app').map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toContain('ConfigMap npmrc');
  });

  test('has an annotation on the AutoscalingRunnerSet that no prop sets', () => {
    expect(setOf('own-app', 'images').metadata.annotations).toMatchObject({ 'example.com/owner': 'platform-team' });
  });
});

describe('published-construct', () => {
  test('has a runner set for each size, with the resources of the size', () => {
    const cpu = (name: string): unknown =>
      containersOf(jobPodOf('published-construct', name)).find(container => container.name === 'job')?.resources
        .requests.cpu;
    expect([cpu('payments-small'), cpu('payments-large')]).toEqual(['500m', '4']);
  });

  test('labels every object with the team', () => {
    const unlabelled = manifestsOf('published-construct').filter(
      ({ metadata }) => metadata.labels['your-org.example/team'] !== 'payments',
    );
    expect(unlabelled).toEqual([]);
  });

  test('has the library and cdk8s as peer dependencies, in the ranges of the library', () => {
    const { peerDependencies } = JSON.parse(exampleText('published-construct', 'package.json'));
    const own = JSON.parse(exampleText('..', 'package.json'));
    expect(peerDependencies).toEqual({ ...own.peerDependencies, 'cdk8s-deskrun': `^${own.version}` });
  });
});
