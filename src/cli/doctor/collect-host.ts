import { existsSync, readFileSync, statfsSync } from 'node:fs';
import { join } from 'node:path';
import type { Ask } from './collect';
import type { Facts } from './facts';
import type { HostFacts } from './host';

interface Inspected {
  readonly Name: string;
  readonly Mounts?: readonly { readonly Type: string; readonly Source: string; readonly Destination: string }[];
}

/**
 * What this machine says, where it is the one that a kind cluster's nodes run on: Docker here knows a container by each node's name.
 * Nothing otherwise.
 */
export async function hostFacts(ask: Ask, { objects }: Pick<Facts, 'objects'>, root = '/'): Promise<HostFacts | undefined> {
  const nodes = objects.Node.filter(({ spec }) => spec?.providerID?.startsWith('kind://docker/')).map(({ metadata }) => metadata.name);
  if (nodes.length === 0) return undefined;
  const answer = await ask('docker', ['inspect', '--type=container', ...nodes]).catch(() => undefined);
  if (answer?.code !== 0) return undefined;
  const containers = (JSON.parse(answer.stdout) as Inspected[]).map(({ Name, Mounts = [] }) => ({
    name: Name.replace(/^\//, ''),
    mounts: Mounts.filter(({ Type }) => Type === 'bind').map(({ Source, Destination }) => ({ source: Source, destination: Destination })),
  }));
  const sources = [...new Set(containers.flatMap(({ mounts }) => mounts.map(({ source }) => source)))].filter(source => existsSync(join(root, source)));
  return { inotify: inotify(root), cgroupVersion: cgroupVersion(root), nodes: containers, disks: sources.map(path => disk(root, path)) };
}

function inotify(root: string): HostFacts['inotify'] {
  const limit = (name: string) => number(join(root, 'proc/sys/fs/inotify', name));
  const [instances, watches] = [limit('max_user_instances'), limit('max_user_watches')];
  return instances === undefined || watches === undefined ? undefined : { instances, watches };
}

function number(file: string): number | undefined {
  return existsSync(file) ? Number(readFileSync(file, 'utf8')) : undefined;
}

function cgroupVersion(root: string): HostFacts['cgroupVersion'] {
  const folder = join(root, 'sys/fs/cgroup');
  if (!existsSync(folder)) return undefined;
  return existsSync(join(folder, 'cgroup.controllers')) ? 2 : 1;
}

function disk(root: string, path: string): NonNullable<HostFacts['disks']>[number] {
  const { bavail, blocks, bsize } = statfsSync(join(root, path));
  return { path, freeBytes: bavail * bsize, sizeBytes: blocks * bsize };
}
