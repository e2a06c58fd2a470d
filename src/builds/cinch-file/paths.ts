import { pathProblem } from '../../pod/path';
import { checkoutPathProblem, plainPath, segmentsProblem } from '../checkout-path';
import { WORKSPACE } from '../layout';

/** Returns why a text is not the path of a file in the checkout, or undefined. */
export function filePathProblem(path: string): string | undefined {
  const problem = checkoutPathProblem(path);
  if (problem !== undefined) return problem;
  return /(^|\/)\.?$/.test(path) ? `must be a file, not a directory, got ${JSON.stringify(path)}` : undefined;
}

/** Returns why a text is not the path of a cache, or undefined. */
export function cachePathProblem(path: string): string | undefined {
  if (path.startsWith('/')) return targetProblem(path) ?? segmentsProblem(path);
  if (path.startsWith('~/')) {
    const inHome = path.slice(2);
    if (plainPath(inHome) === '.') return HIDES_HOME;
    return segmentsProblem(inHome);
  }
  if (path.startsWith('~'))
    return path === '~' ? HIDES_HOME : `must be ~/ and a path in the home directory, got ${JSON.stringify(path)}`;
  if (path.trim() !== '' && plainPath(path) === '.')
    return `is the checkout itself, got ${JSON.stringify(path)}; give a directory in it`;
  return checkoutPathProblem(path);
}

const HIDES_HOME = 'would hide the home directory of the image; give a directory in it, such as ~/.cache/tool';

/** Directories of an image. What is mounted over one hides the files that the image needs to run. */
const OF_IMAGE: readonly string[] = [
  '/',
  ...['/bin', '/boot', '/etc', '/home', '/lib', '/lib32', '/lib64', '/opt', '/root', '/run', '/sbin', '/srv', '/tmp'],
  ...['/usr', '/usr/bin', '/usr/lib', '/usr/local', '/usr/local/bin', '/usr/local/lib', '/usr/sbin', '/usr/share'],
  ...['/var', '/var/lib', '/var/run'],
];

/** Returns why nothing can be mounted at a path of the container, or undefined. */
export function targetProblem(path: string): string | undefined {
  const problem = pathProblem(path);
  if (problem !== undefined) return problem;
  if (path === WORKSPACE) return `is the checkout itself, got ${JSON.stringify(path)}; give a directory in it`;
  if (OF_IMAGE.includes(path))
    return `would hide files of the image, got ${JSON.stringify(path)}; give a directory in it`;
  if (/^\/(proc|sys|dev)(\/|$)/.test(path)) return `is a directory of the kernel, got ${JSON.stringify(path)}`;
  if (/^\/deskrun(\/|$)/.test(path)) return `is a directory of deskrun itself, got ${JSON.stringify(path)}`;
  return undefined;
}

/** The absolute path of a cache in the container, or `~/` and a path in the home directory of the image's user. */
export function containerPath(path: string): string {
  if (path.startsWith('~/')) return `~/${plainPath(path.slice(2))}`;
  return path.startsWith('/') ? path : `${WORKSPACE}/${plainPath(path)}`;
}

/** Reports whether two paths are the same, or one is in the other. */
export function overlap(one: string, other: string): boolean {
  return `${one}/`.startsWith(`${other}/`) || `${other}/`.startsWith(`${one}/`);
}
