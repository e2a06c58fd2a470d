import type { Answer, ToolCall } from './fake-tools';

/** The state of kind. */
interface KindState {
  clusters?: string[];
  /** True if the creation of a cluster runs until it is killed. */
  readonly hangs?: boolean;
  /** True if the creation of a cluster fails. */
  readonly fails?: boolean;
}

/** Answers the kind calls of the library, and fails for all others. */
export function kind({ argv }: ToolCall, state: KindState): Answer | undefined {
  const line = argv.join(' ');
  const name = argv[argv.indexOf('--name') + 1] as string;
  const clusters = state.clusters ?? [];
  if (line === 'version') return { stdout: 'kind v0.30.0 go1.24.6 linux/amd64\n' };
  if (line === 'get clusters')
    return clusters.length === 0
      ? { stderr: 'No kind clusters found.\n' }
      : { stdout: clusters.map(cluster => `${cluster}\n`).join('') };
  if (line === `get nodes --name ${name}`) return { stdout: `${name}-control-plane\n` };
  if (line === `delete cluster --name ${name}`) {
    state.clusters = clusters.filter(cluster => cluster !== name);
    return { stderr: `Deleting cluster "${name}" ...\n` };
  }
  if (!new RegExp(`^create cluster --name ${name} --config - --wait \\d+s$`).test(line))
    return { stderr: `ERROR: unknown command "${line}" for "kind"\n`, code: 1 };
  state.clusters = [...clusters, name];
  if (state.hangs) return undefined;
  if (state.fails)
    return {
      stderr: 'ERROR: failed to create cluster: could not find a log line that matches "Reached target"\n',
      code: 1,
    };
  return { stderr: `Creating cluster "${name}" ...\n` };
}
