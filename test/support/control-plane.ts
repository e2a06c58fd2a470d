import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Api } from './api';
import { controlPlaneAssets } from './assets';
import { Program } from './program';

/**
 * A real kube-apiserver on a real etcd, empty, on loopback: no node, no scheduler, and none of Kubernetes' own
 * controllers unless {@link ControlPlaneOptions} asks for one. Its programs end with the process that started them.
 */
export interface ControlPlane {
  /** The kubeconfig of a cluster administrator. */
  readonly kubeconfig: string;

  /** The server, with the permissions of its administrator. */
  readonly api: Api;

  /** Its version: `v1.36.3`. */
  readonly version: string;

  /** A temporary folder, which is removed when it stops. */
  readonly folder: string;

  /** Ends its processes and removes its files. */
  stop(): Promise<void>;
}

/** Programs to run in addition to the API server. */
export interface ControlPlaneOptions {
  /** True to delete the objects of a deleted namespace, and then the namespace. @default false */
  readonly deletesNamespaces?: boolean;
}

/**
 * Starts etcd and kube-apiserver, and waits until the latter is ready.
 *
 * @throws with the end of the output of the program that did not start
 */
export async function startControlPlane({
  deletesNamespaces = false,
}: ControlPlaneOptions = {}): Promise<ControlPlane> {
  const assets = controlPlaneAssets();
  const folder = mkdtempSync(join(tmpdir(), 'test-control-plane-'));
  const programs: Program[] = [];
  let closeConnections = () => {};
  const stop = async () => {
    closeConnections();
    // In reverse order: an API server takes long to stop without its etcd.
    for (const program of programs.reverse()) await program.stop();
    rmSync(folder, { recursive: true });
  };
  try {
    const [etcdPort, peerPort, port] = await freePorts(3);
    const etcd = `http://127.0.0.1:${etcdPort}`;
    const peer = `http://127.0.0.1:${peerPort}`;
    const server = `https://127.0.0.1:${port}`;
    const token = randomBytes(16).toString('hex');
    writeAccess(folder, server, token);
    const api = new Api(server, join(folder, 'certs/apiserver.crt'), token);
    closeConnections = () => api.close();

    programs.push(
      new Program(
        join(assets, 'etcd'),
        [
          `--data-dir=${folder}/etcd`,
          '--unsafe-no-fsync',
          `--listen-client-urls=${etcd}`,
          `--advertise-client-urls=${etcd}`,
          `--listen-peer-urls=${peer}`,
          `--initial-advertise-peer-urls=${peer}`,
          `--initial-cluster=default=${peer}`,
        ],
        join(folder, 'etcd.log'),
      ),
    );
    const apiServer = new Program(
      join(assets, 'kube-apiserver'),
      [
        `--etcd-servers=${etcd}`,
        '--bind-address=127.0.0.1',
        '--advertise-address=127.0.0.1',
        `--secure-port=${port}`,
        `--cert-dir=${folder}/certs`,
        '--service-cluster-ip-range=10.96.0.0/24',
        '--service-account-issuer=https://kubernetes.default.svc',
        `--service-account-key-file=${folder}/accounts.key`,
        `--service-account-signing-key-file=${folder}/accounts.key`,
        `--token-auth-file=${folder}/tokens.csv`,
        '--authorization-mode=RBAC',
        '--allow-privileged',
        // Other programs, which do not run here, complete their objects.
        '--disable-admission-plugins=ServiceAccount,StorageObjectInUseProtection',
      ],
      join(folder, 'kube-apiserver.log'),
    );
    programs.push(apiServer);
    const version = await apiServer.waitFor(async () =>
      (await api.get('/readyz')) ? versionOf(await api.get('/version')) : undefined,
    );
    if (deletesNamespaces) {
      programs.push(
        new Program(
          join(assets, 'kube-controller-manager'),
          [
            '--controllers=namespace-controller',
            `--kubeconfig=${folder}/kubeconfig`,
            '--leader-elect=false',
            '--secure-port=0',
          ],
          join(folder, 'kube-controller-manager.log'),
        ),
      );
    }
    return { kubeconfig: join(folder, 'kubeconfig'), api, version, folder, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Writes the certificates and tokens of the API server and its administrator. */
function writeAccess(folder: string, server: string, token: string): void {
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  writeFileSync(join(folder, 'accounts.key'), privateKey, { mode: 0o600 });
  writeFileSync(join(folder, 'tokens.csv'), `${token},admin,admin,system:masters\n`, { mode: 0o600 });
  writeKubeconfig(join(folder, 'kubeconfig'), { server, certificate: join(folder, 'certs/apiserver.crt') }, token);
}

/** Writes a kubeconfig for a server. */
export function writeKubeconfig(
  file: string,
  { server, certificate }: Pick<Api, 'server' | 'certificate'>,
  token: string,
): void {
  writeFileSync(
    file,
    JSON.stringify({
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [{ name: 'test', cluster: { server, 'certificate-authority': certificate } }],
      users: [{ name: 'test', user: { token } }],
      contexts: [{ name: 'test', context: { cluster: 'test', user: 'test' } }],
      'current-context': 'test',
    }),
    { mode: 0o600 },
  );
}

/** Returns free ports. All are held until the last is found, so that no two are the same. */
async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from(
      { length: count },
      () =>
        new Promise<ReturnType<typeof createServer>>((resolve, reject) => {
          const server = createServer()
            .once('error', reject)
            .listen(0, '127.0.0.1', () => resolve(server));
        }),
    ),
  );
  const ports = servers.map(server => (server.address() as AddressInfo).port);
  await Promise.all(servers.map(server => new Promise(resolve => server.close(resolve))));
  return ports;
}

function versionOf(answer: string | undefined): string | undefined {
  return answer && (JSON.parse(answer) as { gitVersion: string }).gitVersion;
}
