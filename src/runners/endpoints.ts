import { BlockList, isIPv4 } from 'node:net';
import type { ValuePath } from '../errors';
import type { Endpoint } from '../network/closed-addresses';
import { urlsIn } from '../network/closed-addresses';
import type { Locate } from '../pod/origin';
import type { ResolvedSetProps } from './resolve-props';

/** A pod of a set, as far as its containers may name servers, and where each part of it was written. */
export interface LocatedPod {
  readonly spec?: {
    readonly containers?: readonly ContainerText[];
    readonly initContainers?: readonly ContainerText[];
  };
  readonly locate: Locate;
  /** The prop below which the pod's parts are that have no other owner. */
  readonly override: ValuePath;
}

interface ContainerText {
  readonly env?: readonly { readonly value?: unknown }[];
  readonly command?: readonly string[];
  readonly args?: readonly string[];
}

/** The servers that the runners of a set call: those of its props, and every URL in variables and arguments of its containers. */
export function endpointsOf(props: ResolvedSetProps, pods: readonly LocatedPod[]): Endpoint[] {
  const { proxy, githubConfigUrl, containerMode } = props;
  const proxies = (['http', 'https'] as const).flatMap(scheme =>
    proxy?.[scheme] ? [{ url: proxy[scheme].url, path: ['proxy', scheme, 'url'] }] : [],
  );
  const servers = (containerMode._mode.servers ?? []).map(({ option, url }) => ({
    url,
    path: containerMode._option(option),
  }));
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
        // The URLs of a proxy and of a mode's own arguments are known already.
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

/** Docker's default bridge is inside the pod, where no network policy applies. */
function isDockerBridge(url: string): boolean {
  const host = /\/\/([\d.]+)/.exec(url)?.[1] ?? '';
  return isIPv4(host) && DOCKER_BRIDGE.check(host);
}
