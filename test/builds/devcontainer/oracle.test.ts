import { HOOKS } from '../../../src/builds/devcontainer/written-config';
import { dockerMount } from '../../../src/builds/devcontainer/mounts/mount-text';
import type { DevContainer } from '../../../src/builds/devcontainer/dev-container';
import { readDevContainer } from '../../../src/builds/devcontainer/read';
import { bytesQuantity } from '../../../src/builds/devcontainer/sizes';
import { ConfigFileError } from '../../../src/errors';
import { withoutUndefined } from '../../../src/plain-object';
import { readWithCli, type CliReading } from './cli';
import { CASES, LOCAL_ENV, type Case } from './corpus';

/** Cases that the CLI reads and we refuse, and why. */
const REFUSED_BY_US_ALONE: Readonly<Record<string, string>> = {
  'dockerfile-and-image': 'only one of the two could be used',
  'dockerfile-option-refused': 'a build in the cluster has no SSH agent',
  'environment-name-refused': 'Docker would refuse the names',
  'features-privileged': 'needs permission',
  'features-wrong-metadata': 'the CLI does not look at types',
  'keys-twice': 'only the last one would be used',
  'mounts-docker-socket': 'nodes have no Docker daemon',
  'mounts-of-the-home-directory': 'nodes have no home directories of developers',
  'mounts-wrong': 'Docker would refuse the mounts',
  'no-end': 'the CLI reads as much as there is of a file that ends too early',
  'requirements-wrong': 'the CLI ignores a size that it cannot read',
  'run-args-refused': 'a pod has nothing for the options',
  'security-privileged': 'needs permission',
  'security-profile-in-a-file': 'the kubelet reads profiles only from the node',
  'user-of-the-dockerfile': 'no program of the pod could become the other user',
  'user-unknown': 'the number of the user is known only in the image',
  'variables-in-keys': 'the CLI replaces no variables in keys, and Docker would refuse the name',
  'variables-of-the-container-too-early': 'the CLI leaves the variable as it is',
  'workspace-folder-relative': 'Docker would refuse the folder',
  'workspace-mount-without-folder': 'the CLI runs commands in a folder that does not exist',
};

const NO_REGISTRY = 'the CLI asks the registry of the features';

/** Cases that we read and the CLI refuses, and why. */
const REFUSED_BY_THE_CLI_ALONE: Readonly<Record<string, string>> = {
  'features-former-names': NO_REGISTRY,
  'features-lock-beside-the-root-file': NO_REGISTRY,
  'features-locked': NO_REGISTRY,
  'features-docker-provided': NO_REGISTRY,
  'dockerfile-not-named': 'the Dockerfile beside the file is built, as cinch does it',
};

/** What we read in other words than the CLI, on purpose. */
const DIFFERENCES: Readonly<Record<string, Partial<Meaning>>> = {
  // The CLI leaves runArgs to Docker.
  'comments-and-trailing-commas': { init: true },
  'user-in-run-args': { user: '1001' },
  // Features are installed by a Dockerfile.
  'features-local': { image: {} },
  'features-order': { image: {} },
  // The CLI leaves what a service has to Compose.
  'features-on-compose': { user: '1000' },
  'compose-settings': { requests: { memory: '1Gi' } },
  // The CLI ignores a size with a unit in upper case.
  'requirements-upper-case': { requests: { memory: '8Gi' } },
  // Assumed: the label of the image is not on this machine.
  'user-of-a-known-image': { user: 'node' },
  'compose-known-image': { user: 'vscode' },
  'user-of-universal': { user: 'codespace' },
};

/** Processes may have to wait for those of other tests. */
const TEN_MINUTES = 600_000;

/** Of the cases with Compose files, which the CLI leaves to Docker Compose, those with more in devcontainer.json. */
const WITH_COMPOSE = ['compose-ignored-keys', 'compose-known-image', 'compose-no-folder', 'compose-settings'];

const JUDGED = CASES.filter(({ name }) => !name.startsWith('compose-') || WITH_COMPOSE.includes(name));

describe('the devcontainer CLI', () => {
  // One process a case: the CLI is no library. Two at a time are what two processors run.
  const readings = new Map<string, Promise<CliReading | undefined>>();
  beforeAll(async () => {
    const waiting = [...JUDGED];
    const work = async () => {
      for (let one = waiting.shift(); one; one = waiting.shift()) {
        const reading = readWithCli(one);
        readings.set(one.name, reading);
        await reading;
      }
    };
    await Promise.all([work(), work()]);
  }, TEN_MINUTES);

  test.each(JUDGED.map(one => [one.name, one] as const))('reads the same: %s', async (name, one) => {
    const theirs = await readings.get(name);
    const ours = read(one);
    const refused = { byUs: ours === undefined, byTheCli: theirs === undefined };
    if (name in REFUSED_BY_US_ALONE) expect(refused).toEqual({ byUs: true, byTheCli: false });
    else if (name in REFUSED_BY_THE_CLI_ALONE) expect(refused).toEqual({ byUs: false, byTheCli: true });
    else if (!ours || !theirs) expect(refused).toEqual({ byUs: true, byTheCli: true });
    else expect(ourMeaning(ours, theirMeaning(theirs))).toEqual({ ...theirMeaning(theirs), ...DIFFERENCES[name] });
  });
});

function read({ checkout, file, options }: Case): DevContainer | undefined {
  const text = checkout.read(file) as string;
  try {
    return readDevContainer(text, { file, checkout, repository: 'web', localEnv: LOCAL_ENV, ...options });
  } catch (error) {
    if (error instanceof ConfigFileError) return undefined;
    throw error;
  }
}

/** What the two read, in one form. The CLI does not read `runArgs`: what only these give is left out. */
interface Meaning {
  readonly image: unknown;
  readonly workspaceFolder: string;
  readonly hooks: readonly object[];
  readonly remoteEnv: object;
  readonly containerEnv: object;
  readonly mounts: readonly (string | undefined)[];
  readonly capAdd: readonly string[];
  readonly init: boolean;
  readonly requests: object;
  readonly user: string | undefined;
}

/** The CLI asks Docker about the image of a service. */
const FROM_COMPOSE = 'from Compose files';

function theirMeaning({ configuration, mergedConfiguration: merged, workspace }: CliReading): Meaning {
  const { cpus, memory, storage } = (merged.hostRequirements ?? {}) as Record<string, unknown>;
  const mounts = [workspace.workspaceMount, ...((merged.mounts ?? []) as string[])].filter(mount => mount);
  return {
    image:
      configuration.dockerComposeFile === undefined
        ? (configuration.image ?? texts((configuration.build?.args ?? {}) as object))
        : FROM_COMPOSE,
    workspaceFolder: workspace.workspaceFolder,
    hooks: HOOKS.filter(hook => hook !== 'postAttachCommand').flatMap(hook =>
      (merged[`${hook}s`] as (string | object)[])
        .filter(command => (typeof command === 'string' ? command.trim() !== '' : Object.keys(command).length > 0))
        .map(command => ({ hook, command })),
    ),
    remoteEnv: texts(merged.remoteEnv as object),
    containerEnv: texts(merged.containerEnv as object),
    mounts: mounts.map(mount => targetOf(mount as string)).sort(),
    capAdd: (merged.capAdd ?? []) as string[],
    init: merged.init as boolean,
    requests: withoutUndefined({
      cpu: positive(cpus)?.toString(),
      memory: positive(memory) && bytesQuantity(positive(memory) as number),
      'ephemeral-storage': positive(storage) && bytesQuantity(positive(storage) as number),
    }),
    user: (merged.remoteUser ?? merged.containerUser) as string | undefined,
  };
}

function ourMeaning(ours: DevContainer, theirs: Meaning): Meaning {
  const { image, workspaceFolder, hooks, remoteEnv, settings, remoteUser } = ours;
  const { env, mounts, capabilities, pod, requests, user } = settings;
  const isTheirs = ([variable]: readonly [string, unknown]) => Object.hasOwn(theirs.containerEnv, variable);
  return {
    image: theirs.image === FROM_COMPOSE ? FROM_COMPOSE : image.kind === 'image' ? image.image : image.args,
    workspaceFolder,
    hooks,
    remoteEnv: texts(remoteEnv),
    containerEnv: texts(Object.fromEntries([...env].filter(isTheirs))),
    mounts: [...mounts.keys()].filter(target => theirs.mounts.includes(target)).sort(),
    capAdd: [...capabilities.add].filter(capability => theirs.capAdd.includes(capability)),
    init: pod.shareProcessNamespace ?? false,
    requests,
    user: remoteUser ?? user?.value,
  };
}

/** Values as text. What is in a Secret is not there for the CLI. */
function texts(env: object): object {
  return Object.fromEntries(Object.entries(env).map(([name, value]) => [name, textOf(value)]));
}

function textOf(value: unknown): string | null {
  if (value === null || typeof value === 'string') return value;
  return typeof value === 'object' ? '' : JSON.stringify(value);
}

function positive(value: unknown): number | undefined {
  return Number(value) > 0 ? Number(value) : undefined;
}

/** Of the folder that holds the checkout, a pod has only the checkout. */
function targetOf(mount: string): string | undefined {
  const { source, target } = dockerMount(mount);
  return source === '/workspaces/web/..' ? `${target}/web` : target;
}
