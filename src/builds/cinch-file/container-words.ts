import { isImage } from '../../pod/image';
import { nearest } from '../../schema/nearest';
import { checkoutPathProblem } from '../checkout-path';

/** Returns why a text is not the value of `container` in the form with `command`, or undefined. */
export function containerWordProblem(word: string): string | undefined {
  if (word === 'auto' || word === 'none') return undefined;
  const meant = nearest(word, ['auto', 'none']);
  const remedy = meant ? `did you mean ${meant}?` : looksLikeImage(word) ? `write container: { image: ${word} }` : '';
  return `must be auto, none or an object, got ${JSON.stringify(word)}${remedy && `; ${remedy}`}`;
}

/** Returns why a text is not the value of `container` in the form with `build`, or undefined. */
export function bareMetalProblem(word: string): string | undefined {
  if (word === 'none') return undefined;
  const remedy =
    word === 'auto'
      ? 'leave it out: the image is found in the checkout by default'
      : looksLikeImage(word)
        ? `write image: ${word}`
        : 'leave it out to run in a container';
  return `must be none, got ${JSON.stringify(word)}; ${remedy}`;
}

function looksLikeImage(word: string): boolean {
  return /[:/]/.test(word) && isImage(word);
}

const YES = /^(y|yes|on)$/i;
const NO = /^(n|no|off)$/i;

/** The meaning of a word that YAML 1.1 reads as true or false, and YAML 1.2 as text. */
export function oldBoolean(word: string): boolean | undefined {
  if (YES.test(word)) return true;
  return NO.test(word) ? false : undefined;
}

/** Returns why a value is not that of `devcontainer`, or undefined. */
export function devcontainerProblem(value: string | boolean): string | undefined {
  if (typeof value === 'boolean' || oldBoolean(value) !== undefined) return undefined;
  const problem = checkoutPathProblem(value);
  if (problem !== undefined) return problem;
  return value.endsWith('.json')
    ? undefined
    : `must be true, false or the path of a devcontainer.json, got ${JSON.stringify(value)}`;
}
