import { inline } from '../app/scalar';
import { MODE_CAPABILITIES, type ContainerModeType } from '../modes/capabilities';

/** An image with the tools that job pods of every mode need: a shell, tar and find. */
const EXAMPLE_IMAGE = 'ubuntu:24.04';

/**
 * The keys of a workflow job that make it run on a runner set, as YAML lines without indentation: `runs-on:`, and
 * `container:` in modes that run every job in a job pod.
 *
 * @param names the values for `runs-on:`: the name of the set, or the names of its instances
 */
export function workflowSnippet(names: readonly string[], mode: ContainerModeType): string[] {
  const [first = '', ...others] = names.map(inline);
  return [
    `runs-on: ${first}${others.length === 0 ? '' : `  # or ${choices(others)}`}`,
    ...(MODE_CAPABILITIES[mode].steps === 'job pod'
      ? [`container: ${EXAMPLE_IMAGE}  # required in containerMode ${mode}; use any image with the tools of your steps`]
      : []),
  ];
}

/** Up to this number, names are listed; more are a range. */
const MAX_LISTED_NAMES = 3;

function choices(names: readonly string[]): string {
  return names.length <= MAX_LISTED_NAMES ? names.join(', ') : `${names[0] as string} to ${names.at(-1) as string}`;
}

/** {@link workflowSnippet} with an introduction, to print after a runner set was written or applied. */
export function workflowHint(names: readonly string[], mode: ContainerModeType): string {
  return ['to run a workflow job on it:', ...workflowSnippet(names, mode).map(line => `  ${line}`), ''].join('\n');
}
