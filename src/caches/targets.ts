import { pathProblem } from '../pod/path';

/** Paths at and below which no cache may be mounted, with the reason. */
const CLOSED: Record<string, string> = {
  '/nix/store':
    'it would hide the Nix store of the image, and with it every program of an image built by Nix; mount the ' +
    "node's store at /nix/store-host and let the workflow bind it, or cache /root/.cache/nix",
  '/__w': 'the hook keeps the workspace there',
  '/__e': "the hook keeps the runner's Node.js there",
  '/__t': 'the runner keeps its tools there in job containers',
  '/github': "the hook keeps the job's files there",
  '/home/runner/_work': 'the runner keeps the workspace there; mount volume work through template to move it',
  '/home/runner/externals': "the runner's Node.js is there",
  '/home/runner/k8s': 'the container hooks are there',
  '/home/runner/k8s-novolume': 'the container hooks are there',
  '/home/runner/bin': 'the runner itself is there',
  '/proc': "the kernel's files are there",
  '/sys': "the kernel's files are there; see hostSys and hostCgroup of cached-privileged-kubernetes",
  '/dev': "the container's devices are there; see hostDev of cached-privileged-kubernetes",
  '/etc/hooks': 'the hook extension is mounted there',
  '/run': "sockets of this container's own daemons are there",
  '/var/run': 'sockets and the service account token are there',
  '/bin': "the image's programs are there",
  '/sbin': "the image's programs are there",
  '/usr/bin': "the image's programs are there",
  '/usr/sbin': "the image's programs are there",
  '/usr/lib': "the image's libraries are there",
  '/lib': "the image's libraries are there",
  '/lib64': "the image's libraries are there",
};

/** Paths at which no cache may be mounted, with the reason. Directories below them are allowed. */
const COVERED: Record<string, string> = {
  '/': 'it would cover the whole image',
  '/nix': CLOSED['/nix/store'] as string,
  '/nix/var':
    "it would hide the image's own Nix profiles; the node's daemon socket goes to /nix/var/nix/daemon-socket-host",
  '/nix/var/nix':
    "it would hide the image's own Nix profiles; the node's daemon socket goes to /nix/var/nix/daemon-socket-host",
  '/home': 'the runner is installed below it',
  '/home/runner': 'the runner is installed there; mount a directory below it',
  '/root': 'it would cover the home directory; mount a directory below it',
  '/etc': "it would cover the image's configuration",
  '/usr': "it would cover the image's programs",
  '/usr/local': "it would cover the image's programs",
  '/usr/local/cargo': "it would cover the image's Rust programs; use the cache cargo, which moves CARGO_HOME",
  '/opt': "it would cover the image's programs",
  '/var': "it would cover the image's state",
  '/var/lib': "it would cover the image's state",
};

/** Why a cache must not be mounted at a path of the container, or undefined when it may. */
export function targetProblem(target: string): string | undefined {
  const shape = pathProblem(target);
  if (shape) return shape;
  const covered = COVERED[target];
  if (covered) return `cannot be mounted over: ${covered}`;
  const closed = Object.keys(CLOSED).find(path => target === path || target.startsWith(`${path}/`));
  return closed === undefined ? undefined : `cannot be mounted over: ${CLOSED[closed] as string}`;
}
