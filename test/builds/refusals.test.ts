import { Duration } from 'cdk8s';
import type { ContainerBuildProps } from '../../src/builds/container-build-props';
import { refusals } from './builds';

const one = { artifactStore: { claim: 'store' }, artifacts: [{ name: 'app', path: 'dist' }] };
const service = { name: 'db', image: 'postgres:17' };

const cases: [props: Partial<Record<keyof ContainerBuildProps, unknown>>, ...messages: string[]][] = [
  [{ name: 'Web' }, 'name: must be a DNS label of at most 50 characters: lower-case letters, digits and -, got "Web"'],
  [
    { name: 'a'.repeat(51) },
    `name: must be a DNS label of at most 50 characters: lower-case letters, digits and -, got "${'a'.repeat(51)}"`,
  ],
  [{ namespace: 'a.b' }, 'namespace: must be a DNS label of at most 63 characters, got "a.b"'],
  [
    { repository: 'owner/web' },
    'repository: must be a clone URL such as https://github.com/owner/name.git or git@github.com:owner/name.git, got ' +
      '"owner/web"',
  ],
  [
    { repository: 'https://user:fake@github.com/owner/web' },
    'repository: must not contain a credential; put the token into a Secret and name it in gitSecret',
  ],
  [
    { repository: 'git@github.com:owner/web.git', gitSecret: 'git' },
    'gitSecret: is a token for https:// URLs; change repository to https://, or remove gitSecret',
  ],
  [
    { commit: 'main' },
    'commit: must be the full hash of a commit, 40 or 64 hexadecimal digits, got "main"; see git rev-parse HEAD',
  ],
  [{ ref: '--upload-pack=x' }, 'ref: must be the name of a branch or tag, got "--upload-pack=x"'],
  [{ command: ' \n' }, 'command: is empty; write a shell command'],
  [{ image: '' }, 'image: is empty; name an image'],
  [{ user: { uid: -1 } }, 'user.uid: must be an integer from 0 to 2147483647, got -1'],
  [{ user: { uid: 1, gid: 1.5 } }, 'user.gid: must be an integer from 0 to 2147483647, got 1.5'],
  [{ timeout: Duration.millis(1500) }, 'timeout: must be whole seconds, at least 1, got 1500 milliseconds'],
  [{ queueTimeout: Duration.seconds(0) }, 'queueTimeout: must be whole seconds, at least 1, got 0 milliseconds'],
  [
    { runs: 'daily' },
    'runs: must be once, onDemand or a schedule: must have five fields (minute, hour, day of the month, month, day ' +
      'of the week), got "daily"',
  ],
  [
    { cacheRoot: '/etc' },
    'cacheRoot: must not be /etc, which the node itself uses; use another directory, such as /var/lib/deskrun/cache',
  ],
  [{ workspacePath: '/' }, 'workspacePath: must not be /, which has the programs of the image'],
  [{ workingDir: '../x' }, 'workingDir: must not contain "..", got "../x"'],
  [
    { customCaches: [{ name: '../x', path: 'x' }] },
    'customCaches[0].name: must be lower-case letters, digits, -, _ and ., at most 63 characters, got "../x"',
  ],
  [
    {
      customCaches: [
        { name: 'a', path: 'x' },
        { name: 'a', path: 'y' },
      ],
    },
    'customCaches[1].name: duplicate name "a"; rename one',
  ],
  [{ customCaches: [{ name: 'a', path: '../x' }] }, 'customCaches[0].path: must not contain "..", got "../x"'],
  [
    {
      customCaches: [
        { name: 'a', path: './x' },
        { name: 'b', path: 'x/' },
      ],
    },
    'customCaches[1]: sets mountPath "/workspace/x" of container build, which customCaches[0] sets too; remove one, ' +
      'or set the value in template',
  ],
  [{ caches: ['docker'] }, 'caches[0]: docker is the data of a Docker daemon, and a build has none; remove it'],
  [
    { cachePaths: [{ source: '/etc/x', target: '/x' }] },
    'cachePaths[0].source: must not be /etc, which the node itself uses; use another directory, such as ' +
      '/var/lib/deskrun/cache',
  ],
  [
    { services: [{ ...service, name: 'localhost' }] },
    'services[0].name: must be a DNS label of at most 50 characters: lower-case letters, digits and -, got "localhost"',
  ],
  [{ services: [service, service] }, 'services[1].name: duplicate name "db"; rename one'],
  [
    {
      services: [
        { ...service, ports: [5432] },
        { ...service, name: 'other', ports: [5432] },
      ],
    },
    'services[1].ports[0]: 5432 is a port of service db too; all services share one network: change one',
  ],
  [
    { services: [{ ...service, healthCheck: { command: '' } }] },
    'services[0].healthCheck.command: is empty; write a shell command',
  ],
  [
    { services: [{ ...service, healthCheck: { command: 'x', interval: Duration.millis(1) } }] },
    'services[0].healthCheck.interval: must be whole seconds, at least 1, got 1 milliseconds',
  ],
  [
    { services: [{ ...service, healthCheck: { command: 'x', retries: 0 } }] },
    'services[0].healthCheck.retries: must be an integer, at least 1, got 0',
  ],
  [
    { artifacts: one.artifacts },
    'artifactStore: is required with artifacts: set hostPath to a directory of the node, or claim',
  ],
  [{ artifactStore: one.artifactStore }, 'artifactStore: has no effect without artifacts; add some, or remove it'],
  [
    { ...one, artifactStore: { claim: 'store', hostPath: '/nvme/artifacts' } },
    'artifactStore: must have either hostPath or claim',
  ],
  [{ ...one, artifactStore: {} }, 'artifactStore: must have either hostPath or claim'],
  [
    { ...one, artifacts: [{ name: 'app', path: '/dist' }] },
    'artifacts[0].path: must be relative to the workspace, got "/dist": only the workspace outlives the command',
  ],
  [{ ...one, artifacts: [{ name: 'app', path: '' }] }, 'artifacts[0].path: is empty; name a file or directory'],
  [
    { ...one, artifacts: [{ name: 'a/b', path: 'x' }] },
    'artifacts[0].name: must be letters, digits, ., _ and -, at most 128 characters, got "a/b"',
  ],
  [{ ...one, artifacts: [...one.artifacts, ...one.artifacts] }, 'artifacts[1].name: duplicate name "app"; rename one'],
  [{ internalNetworks: ['10.0.0.0/8'] }, "internalNetworks: has no effect without network: 'internal'; remove it"],
  [
    { network: 'internal', internalNetworks: ['10.0.0.0'] },
    'internalNetworks[0]: must be a network such as 10.0.0.5/32, got "10.0.0.0"',
  ],
  [
    { network: 'internal', internalNetworks: ['fd00::/8'] },
    'internalNetworks[0]: must be an IPv4 network, got fd00::/8',
  ],
  [{ network: 'lan' }, 'network: must be one of host, internal, none, got "lan"'],
  [{ tiemout: 'x' } as object, 'tiemout: unknown key; did you mean timeout?'],
];

test.each(cases)('%j is refused', (props, ...messages) => {
  expect(refusals(props)).toEqual(messages);
});

test.each([{ services: [service] }, one])('%j needs the sidecars of Kubernetes 1.29', props => {
  expect(refusals(props, '1.28')).toEqual([
    expect.stringContaining(
      'needs sidecars of Kubernetes 1.29, and kubernetesVersion is 1.28; raise it or remove this',
    ),
  ]);
});

test('all findings are reported at once', () => {
  expect(refusals({ commit: 'x', ref: '-', command: '' })).toHaveLength(3);
});
