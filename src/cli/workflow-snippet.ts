import { inline } from '../app/scalar';
import { MODE_CAPABILITIES, type ContainerModeType } from '../modes/capabilities';

/** An image that has what job pods of every mode need: a shell, tar and find. */
const EXAMPLE_IMAGE = 'ubuntu:24.04';

/**
 * The keys that a job of a workflow has so that it runs on a runner set, as lines of YAML without indentation: `runs-on:`, and
 * `container:` where the mode runs jobs only in pods of their own.
 *
 * @param names what `runs-on:` may name: the set, or each of its instances, which are scale sets of their own
 */
export function workflowSnippet(names: readonly string[], mode: ContainerModeType): string[] {
  const [first = '', ...others] = names.map(inline);
  return [
    `runs-on: ${first}${others.length === 0 ? '' : `  # or ${choices(others)}`}`,
    ...(MODE_CAPABILITIES[mode].steps === 'job pod'
      ? [`container: ${EXAMPLE_IMAGE}  # required in containerMode ${mode}: any image with what the steps need`]
      : []),
  ];
}

const FEW = 3;

function choices(names: readonly string[]): string {
  return names.length <= FEW ? names.join(', ') : `${names[0] as string} to ${names.at(-1) as string}`;
}

/** Tells which keys a workflow job needs to run on a runner set, as lines to print after the set was written or applied. */
export function workflowHint(names: readonly string[], mode: ContainerModeType): string {
  return ['a workflow job runs on it with:', ...workflowSnippet(names, mode).map(line => `  ${line}`), ''].join('\n');
}
