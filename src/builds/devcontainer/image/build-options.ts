import type { BuildDraft } from './dockerfile-build';
import { pathFromCheckout } from '../mounts/mounts';
import { inside, type Place, type Report } from '../report';

interface BuildOption {
  /** True for an option that has no value. @default false */
  readonly flag?: boolean;

  /** Returns why the value is wrong, or undefined. */
  apply(build: BuildDraft, value: string, folder: string): string | undefined;
}

/** An option for which every value is right. */
function any(set: (build: BuildDraft, value: string) => unknown, flag = false): BuildOption {
  return {
    flag,
    apply(build, value) {
      set(build, value);
      return undefined;
    },
  };
}

const ignored: BuildOption = { apply: () => undefined };
const ignoredFlag: BuildOption = { flag: true, apply: () => undefined };

/** The options of `docker build` that a build with BuildKit has too. */
const OPTIONS: Readonly<Record<string, BuildOption>> = {
  'build-arg': {
    apply({ args }, value) {
      const [name, content] = pair(value);
      if (content === undefined) return 'must have a value: the build has no environment to take it from';
      args[name] = content;
      return undefined;
    },
  },
  target: any((build, value) => (build.target = value)),
  label: any(({ labels }, value) => {
    const [name, content = ''] = pair(value);
    labels[name] = content;
  }),
  'add-host': {
    apply({ hosts }, value) {
      const [, name, address] = /^([^=:]+)[=:](.+)$/.exec(value) ?? [];
      if (name === undefined || address === undefined) return 'must be a host name and an IP address';
      if (address === 'host-gateway') return 'must not be host-gateway, which only a Docker daemon has';
      hosts[name] = address;
      return undefined;
    },
  },
  network: {
    apply(build, value) {
      if (!['host', 'none', 'default'].includes(value)) return 'must be host, none or default';
      build.network = value === 'default' ? undefined : value;
      return undefined;
    },
  },
  platform: any((build, value) => (build.platform = value)),
  'build-context': {
    apply({ contexts }, value, folder) {
      const [name, source] = pair(value);
      if (source === undefined) return 'must be a name and a source';
      const path = /^[a-z-]+:\/\//.test(source) ? source : pathFromCheckout(source, folder);
      if (path === undefined || path.startsWith('..')) return 'must be a folder of the checkout or a URL';
      contexts[name] = path;
      return undefined;
    },
  },
  'cache-from': any(({ cacheFrom }, value) => cacheFrom.push(value)),
  'no-cache': any(build => (build.noCache = true), true),
  pull: any(build => (build.pull = true), true),
  progress: ignored,
  tag: ignored,
  quiet: ignoredFlag,
  load: ignoredFlag,
  rm: ignoredFlag,
  'force-rm': ignoredFlag,
};

/** Reads options of `docker build`. Reports those that a build in the cluster does not have. */
export function applyBuildOptions(
  build: BuildDraft,
  options: readonly string[],
  place: Place,
  folder: string,
  report: Report,
): void {
  for (let index = 0; index < options.length; index++) {
    const at = inside(place, index);
    const written = options[index] as string;
    const [name, attached] = pair(written);
    const option = Object.hasOwn(OPTIONS, name.slice(2)) ? OPTIONS[name.slice(2)] : undefined;
    if (!option || !name.startsWith('--')) {
      report.error(at, `a build in the cluster has nothing for ${written}; allowed: ${allowed()}`);
      continue;
    }
    const value = option.flag ? '' : (attached ?? options[++index]);
    const problem = value === undefined ? 'needs a value' : option.apply(build, value, folder);
    if (typeof problem === 'string') report.error(at, `${name} ${problem}`);
  }
}

function pair(text: string): [string, string | undefined] {
  const equals = text.indexOf('=');
  return equals < 0 ? [text, undefined] : [text.slice(0, equals), text.slice(equals + 1)];
}

function allowed(): string {
  return Object.entries(OPTIONS)
    .filter(([, option]) => option !== ignored && option !== ignoredFlag)
    .map(([name]) => `--${name}`)
    .join(', ');
}
