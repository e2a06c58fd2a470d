import { isIP } from 'node:net';
import type { k8s } from '../kubernetes';
import { API_SERVER } from './proxy';

/** What a program reads in `NO_PROXY`. Programs in Go read networks, Node.js programs only addresses. */
export type NoProxyReader = 'addresses' | 'addresses and networks';

/**
 * Returns the index of the environment variable that sends calls to the API server to a proxy, or undefined. It is
 * `NO_PROXY` without the address of the API server or, when that is not set, `HTTPS_PROXY`.
 *
 * @param hasProxy true if the container has a proxy apart from these variables
 */
export function proxiedApiServer(
  env: readonly k8s.EnvVar[],
  reader: NoProxyReader,
  hasProxy: boolean,
): number | undefined {
  const proxy = indexOf(env, 'HTTPS_PROXY');
  const noProxy = indexOf(env, 'NO_PROXY');
  const exceptions = env[noProxy];
  if (!hasProxy && !isSet(env[proxy])) return undefined;
  if (exceptions === undefined) return proxy < 0 ? undefined : proxy;
  // The value of a Secret or ConfigMap is unknown.
  if (exceptions.valueFrom !== undefined) return undefined;
  const entries = (exceptions.value ?? '').split(',').map(entry => entry.trim());
  return entries.some(entry => isApiServer(entry, reader)) ? undefined : noProxy;
}

/** The upper-case variable is read first. */
function indexOf(env: readonly k8s.EnvVar[], name: string): number {
  const upper = env.findIndex(variable => variable.name === name);
  return upper < 0 ? env.findIndex(variable => variable.name === name.toLowerCase()) : upper;
}

function isSet(variable: k8s.EnvVar | undefined): boolean {
  return variable !== undefined && (Boolean(variable.value) || variable.valueFrom !== undefined);
}

/** Reports whether an entry may be, or include, the address of the API server. */
function isApiServer(entry: string, reader: NoProxyReader): boolean {
  if (entry === '*' || entry.includes('$(') || isIP(entry) !== 0) return true;
  const [address = '', bits] = entry.split('/');
  return reader === 'addresses and networks' && bits !== undefined && isIP(address) !== 0;
}

/** What to do about calls that go to the proxy. */
export const ADD_API_SERVER = `add ${API_SERVER} to NO_PROXY`;
