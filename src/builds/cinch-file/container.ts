import { dirname } from 'node:path/posix';
import type { ValuePath } from '../../errors';
import type { ContainerChoice } from '../build-config';
import { plainPath } from '../checkout-path';
import { oldBoolean } from './container-words';
import type { Reading } from './reading';
import type { WrittenImage } from './written';

const SOURCES = ['image', 'dockerfile', 'devcontainer', 'auto'] as const;

/**
 * Reads where the image comes from.
 *
 * @param path where the keys are
 * @param isBareMetal whether the file has `container: none`
 */
export function readContainer(
  written: WrittenImage,
  path: ValuePath,
  isBareMetal: boolean,
  reading: Reading,
): ContainerChoice {
  const { image, dockerfile, auto } = written;
  const devcontainer = readDevcontainer(written.devcontainer, [...path, 'devcontainer'], reading);
  const sources = { ...written, devcontainer };
  const given = SOURCES.filter(key => sources[key] !== undefined && sources[key] !== false);
  const [first, ...others] = isBareMetal ? ['container: none', ...given] : given;
  for (const source of others)
    reading.refuse([...path, source], `cannot be used together with ${first}; remove one of the two`, 'key');
  if (isBareMetal) return { kind: 'none' };
  if (auto === false && given.length === 0)
    reading.refuse(
      [...path, 'auto'],
      'is false, and nothing else says what to run in; give image, dockerfile or devcontainer, or remove auto',
    );
  if (image !== undefined) return { kind: 'image', image };
  if (dockerfile !== undefined) {
    const file = plainPath(dockerfile);
    return { kind: 'dockerfile', path: file, context: dirname(file) };
  }
  if (typeof devcontainer === 'string') return { kind: 'devcontainer', path: plainPath(devcontainer) };
  return devcontainer === true ? { kind: 'devcontainer' } : { kind: 'auto', devcontainer: devcontainer !== false };
}

function readDevcontainer(
  written: string | boolean | undefined,
  path: ValuePath,
  reading: Reading,
): string | boolean | undefined {
  const meant = typeof written === 'string' ? oldBoolean(written) : undefined;
  if (meant === undefined) return written;
  reading.note(path, `is read as ${meant}, as YAML 1.1 does; write ${meant}`);
  return meant;
}
