import { BlockList, isIPv4 } from 'node:net';
import type { ValuePath } from '../errors';
import type { Endpoint } from '../network/closed-addresses';
import { urlsIn } from '../network/closed-addresses';
import type { Locate } from '../pod/origin';
import type { ResolvedSetProps } from './resolve-props';

/** The parts of a pod that may contain URLs, and where each of them was written. */
export interface LocatedPod {
  readonly spec?: {
    readonly containers?: readonly ContainerText[];
    readonly initContainers?: readonly ContainerText[];
  };
  readonly locate: Locate;
  /** Path of the prop that overrides the pod. Parts without another owner are reported below it. */
  readonly override: ValuePath;
}

interface ContainerText {
  readonly env?: readonly { readonly value?: unknown }[];
  readonly command?: readonly string[];
  readonly args?: readonly string[];
}

/** The servers that runners call: those of the props, and every URL in environment variables and arguments. */
export function endpointsOf(props: ResolvedSetProps, pods: readonly LocatedPod[]): Endpoint[] {
  const { proxy, githubConfigUrl, containerMode } = props;
  const proxies = (['http', 'https'] as const).flatMap(scheme =>
    proxy?.[scheme] ? [{ url: proxy[scheme].url, path: ['proxy', scheme, 'url'], isProxy: true }] : [],
  );
  const servers = (containerMode._mode.servers ?? []).flatMap(({ option, text, isGuess }) =>
    urlsIn(text).map(url => ({ url, path: containerMode._option(option), isGuess })),
  );
  const found = pods.flatMap(writtenUrls);
  const hasDaemon = containerMode.capabilities.docker !== 'none';
  return [
    ...proxies,
    { url: githubConfigUrl, path: ['githubConfigUrl'] },
    ...servers,
    ...(hasDaemon ? found.filter(({ url }) => !isDockerBridge(url)) : found),
  ];
}

function writtenUrls({ spec, locate, override }: LocatedPod): Endpoint[] {
  return (['containers', 'initContainers'] as const).flatMap(list =>
    (spec?.[list] ?? []).flatMap((container, index) =>
      textsOf(container).flatMap(({ text, at }) => {
        const place = ['spec', list, index, ...at];
        const path = locate(place) ?? [...override, ...place];
        // The URLs of a proxy and of the arguments of a mode are already listed.
        return path[0] === 'proxy' || path.length === 1 ? [] : urlsIn(text).map(url => ({ url, path, isGuess: true }));
      }),
    ),
  );
}

function textsOf({ env = [], command = [], args = [] }: ContainerText): { text: string; at: ValuePath }[] {
  return [
    ...env.flatMap(({ value }, index) =>
      typeof value === 'string' ? [{ text: value, at: ['env', index, 'value'] }] : [],
    ),
    ...command.map((text, index) => ({ text, at: ['command', index] })),
    ...args.map((text, index) => ({ text, at: ['args', index] })),
  ];
}

const DOCKER_BRIDGE = new BlockList();
DOCKER_BRIDGE.addSubnet('172.17.0.0', 16);

/** The default bridge of Docker is inside the pod, where no NetworkPolicy applies. */
function isDockerBridge(url: string): boolean {
  const host = /\/\/([\d.]+)/.exec(url)?.[1] ?? '';
  return isIPv4(host) && DOCKER_BRIDGE.check(host);
}
