import { spawn, type ChildProcess } from 'node:child_process';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, openSync, closeSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { get } from 'node:https';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** What a control plane is made of, in the folder that `KUBEBUILDER_ASSETS` names. */
const PROGRAMS = ['etcd', 'kube-apiserver', 'kubectl'] as const;

const READY_WITHIN_MS = 60_000;

/** A real API server with nothing in it, on loopback: no node, no controller and no scheduler. */
export interface ControlPlane {
  /** The file that makes its user a cluster administrator. */
  readonly kubeconfig: string;

  /** Where it listens: `https://127.0.0.1:43211`. */
  readonly server: string;

  /** Its version: `v1.36.3`. */
  readonly version: string;

  /** A folder of its own, gone when it stops. */
  readonly folder: string;

  /** Ends its processes and removes its files. */
  stop(): Promise<void>;
}

/**
 * The folder with the programs.
 *
 * @throws when `KUBEBUILDER_ASSETS` is not set, or names a folder without one of them
 */
export function controlPlaneAssets(): string {
  const assets = process.env.KUBEBUILDER_ASSETS;
  const remedy = 'build them with: export KUBEBUILDER_ASSETS=$(scripts/control-plane.sh)';
  if (!assets) throw new Error(`KUBEBUILDER_ASSETS must name the folder that has ${PROGRAMS.join(', ')}, and is not set; ${remedy}`);
  const missing = PROGRAMS.filter(program => !existsSync(join(assets, program)));
  if (missing.length > 0) throw new Error(`KUBEBUILDER_ASSETS is ${assets}, where there is no ${missing.join(' and no ')}; ${remedy}`);
  return assets;
}

/**
 * Starts etcd and kube-apiserver, and waits until the latter is ready.
 *
 * @throws with the last words of the program that did not get there
 */
export async function startControlPlane(): Promise<ControlPlane> {
  const assets = controlPlaneAssets();
  const folder = mkdtempSync(join(tmpdir(), 'test-control-plane-'));
  const programs: Program[] = [];
  const stop = async () => {
    // In the reverse order: an API server without its etcd takes its time.
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

    programs.push(new Program(join(assets, 'etcd'), [
      `--data-dir=${folder}/etcd`, '--unsafe-no-fsync',
      `--listen-client-urls=${etcd}`, `--advertise-client-urls=${etcd}`, `--listen-peer-urls=${peer}`, `--initial-advertise-peer-urls=${peer}`, `--initial-cluster=default=${peer}`,
    ], folder));
    const apiServer = new Program(join(assets, 'kube-apiserver'), [
      `--etcd-servers=${etcd}`, '--bind-address=127.0.0.1', '--advertise-address=127.0.0.1', `--secure-port=${port}`, `--cert-dir=${folder}/certs`,
      '--service-cluster-ip-range=10.96.0.0/24', '--service-account-issuer=https://kubernetes.default.svc', `--service-account-key-file=${folder}/accounts.key`, `--service-account-signing-key-file=${folder}/accounts.key`,
      `--token-auth-file=${folder}/tokens.csv`, '--authorization-mode=RBAC', '--allow-privileged',
      // Their objects are another program's to complete, and it does not run here.
      '--disable-admission-plugins=ServiceAccount,StorageObjectInUseProtection',
    ], folder);
    programs.push(apiServer);
    const version = await apiServer.until(async () => (await answers(`${server}/readyz`, folder, token)) ? versionOf(await answers(`${server}/version`, folder, token)) : undefined);
    return { kubeconfig: join(folder, 'kubeconfig'), server, version, folder, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** One of its processes, which does not outlive this one. */
class Program {
  private readonly process: ChildProcess;
  private readonly log: string;
  private readonly ended: Promise<unknown>;
  private readonly kill = () => this.process.kill('SIGKILL');

  constructor(private readonly file: string, args: readonly string[], folder: string) {
    this.log = join(folder, `${file.split('/').at(-1) as string}.log`);
    const output = openSync(this.log, 'w', 0o600);
    this.process = spawn(file, args, { cwd: folder, env: {}, stdio: ['ignore', output, output] });
    closeSync(output);
    this.ended = new Promise(resolve => this.process.once('exit', resolve).once('error', resolve));
    process.once('exit', this.kill);
  }

  /** What `look` finds, as soon as it finds anything. */
  async until<T>(look: () => Promise<T | undefined>): Promise<T> {
    const deadline = Date.now() + READY_WITHIN_MS;
    while (Date.now() < deadline && this.process.exitCode === null && this.process.signalCode === null) {
      const found = await look();
      if (found !== undefined) return found;
      await sleep(100);
    }
    const lastWords = readFileSync(this.log, 'utf8').split('\n').slice(-20).join('\n');
    throw new Error(`${this.file} ${this.process.exitCode === null ? `is not ready after ${READY_WITHIN_MS / 1000} s` : `ended with ${this.process.exitCode}`}:\n${lastWords}`);
  }

  async stop(): Promise<void> {
    this.process.kill('SIGTERM');
    const patience = setTimeout(this.kill, 10_000);
    await this.ended;
    clearTimeout(patience);
    process.removeListener('exit', this.kill);
  }
}

/** The files by which the API server and its administrator know each other. */
function writeAccess(folder: string, server: string, token: string): void {
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text, { mode: 0o600 });
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048, privateKeyEncoding: { type: 'pkcs8', format: 'pem' }, publicKeyEncoding: { type: 'spki', format: 'pem' } });
  write('accounts.key', privateKey);
  write('tokens.csv', `${token},admin,admin,system:masters\n`);
  write('kubeconfig', JSON.stringify({
    'apiVersion': 'v1',
    'kind': 'Config',
    'clusters': [{ name: 'test', cluster: { server, 'certificate-authority': join(folder, 'certs/apiserver.crt') } }],
    'users': [{ name: 'admin', user: { token } }],
    'contexts': [{ name: 'test', context: { cluster: 'test', user: 'admin' } }],
    'current-context': 'test',
  }));
}

/** Ports that nobody listens on; all are found before one is let go, so that no two are the same. */
async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(Array.from({ length: count }, () => new Promise<ReturnType<typeof createServer>>((resolve, reject) => {
    const server = createServer().once('error', reject).listen(0, '127.0.0.1', () => resolve(server));
  })));
  const ports = servers.map(server => (server.address() as AddressInfo).port);
  await Promise.all(servers.map(server => new Promise(resolve => server.close(resolve))));
  return ports;
}

/** What the server answers, or nothing while it does not answer well. */
function answers(url: string, folder: string, token: string): Promise<string | undefined> {
  const certificate = join(folder, 'certs/apiserver.crt');
  if (!existsSync(certificate)) return Promise.resolve(undefined);
  return new Promise(resolve => {
    const request = get(url, { ca: readFileSync(certificate), headers: { authorization: `Bearer ${token}` }, agent: false, timeout: 5_000 }, response => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => text += part).on('end', () => resolve(response.statusCode === 200 ? text : undefined));
    });
    request.on('error', () => resolve(undefined)).on('timeout', () => request.destroy());
  });
}

function versionOf(answer: string | undefined): string | undefined {
  return answer && (JSON.parse(answer) as { gitVersion: string }).gitVersion;
}
