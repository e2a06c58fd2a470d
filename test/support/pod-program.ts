import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ServiceAccountReference } from '../../src';
import type { Cluster } from './cluster';
import { endWithParent, Program } from './program';

const ACCOUNT = '/run/secrets/kubernetes.io/serviceaccount';

/** A program that runs like the container of a pod. */
export interface PodProgram {
  /** The folder of its files, below that of the cluster. */
  readonly name: string;
  readonly serviceAccount: ServiceAccountReference;
  readonly file: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * Starts a program with the environment of a pod: the token of its ServiceAccount, the certificate of the API server
 * and its namespace below `/run/secrets`, in its own mount namespace, and the address of the API server in its
 * environment.
 */
export async function startAsPod(
  cluster: Cluster,
  { name, serviceAccount, file, args = [], env }: PodProgram,
): Promise<Program> {
  const { api, folder: top } = cluster.controlPlane;
  const folder = join(top, name);
  const account = join(folder, 'serviceaccount');
  mkdirSync(account, { recursive: true });
  writeFileSync(join(account, 'token'), await cluster.tokenOf(serviceAccount), { mode: 0o600 });
  writeFileSync(join(account, 'namespace'), serviceAccount.namespace);
  const commands =
    `mount -t tmpfs tmpfs /run && mkdir -p ${ACCOUNT} && ` +
    `cp "$1"/* ${ACCOUNT}/ && cp "$2" ${ACCOUNT}/ca.crt && shift 2 && exec "$@"`;
  const { hostname, port } = new URL(api.server);
  const [command, commandArgs] = endWithParent(file, args);
  return new Program(
    '/usr/bin/unshare',
    [
      ...['--user', '--map-root-user', '--mount', '/bin/sh', '-c', commands, 'sh', account, api.certificate],
      ...[command, ...commandArgs],
    ],
    join(folder, 'log'),
    { PATH: '/usr/bin:/bin', KUBERNETES_SERVICE_HOST: hostname, KUBERNETES_SERVICE_PORT: port, ...env },
  );
}
