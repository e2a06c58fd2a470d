import { isIP } from 'node:net';
import { NO_CREDENTIALS } from '../written-credentials';
import type { Finding, ValuePath } from '../errors';
import { isObjectName, type k8s } from '../kubernetes';
import { list, object, required, text, type TypedSchema } from '../schema/shape';

/**
 * A proxy server.
 *
 * @example { url: 'http://proxy.example:3128', credentialSecretRef: 'proxy' }
 */
export interface ProxyServer {
  /** URL of the form `http://host:port`, without credentials and without a path. */
  readonly url: string;

  /**
   * Name of a Secret with the keys `username` and `password`, in the namespace of each runner set, and of the
   * controller, that uses the proxy. The values must have no characters that need escaping in a URL.
   *
   * @default - the proxy needs no credentials
   */
  readonly credentialSecretRef?: string;
}

/**
 * Proxies for the controller, listeners, runners, their Docker daemons and job pods. At least one of `http` and `https`
 * is required.
 *
 * @example { https: { url: 'http://proxy.example:3128' }, noProxy: ['.svc', '10.0.0.0/8'] }
 */
export interface Proxy {
  /** Proxy for `http://` URLs. @default - direct connections */
  readonly http?: ProxyServer;

  /** Proxy for `https://` URLs, including those of GitHub. @default - direct connections */
  readonly https?: ProxyServer;

  /**
   * Hosts, domains, addresses and networks to connect to without the proxy: `.svc`, `registry.example`, `10.0.0.0/8`.
   *
   * The API server need not be listed: the controller, listeners, runners and job containers connect to it directly.
   * Programs support different entries: Go programs (controller, listener, dockerd) support all of them, the runner
   * itself only names, and Node.js programs no networks.
   *
   * @default - only connections to the API server are direct
   */
  readonly noProxy?: readonly string[];
}

const serverSchema = object<ProxyServer>({ url: required(text), credentialSecretRef: text });

/** Schema of {@link Proxy}. */
export const proxySchema: TypedSchema<Proxy> = object<Proxy>({
  http: serverSchema,
  https: serverSchema,
  noProxy: list(text),
});

const SCHEMES = ['http', 'https'] as const;

/** Returns findings about the URLs, Secrets and `noProxy` entries of a proxy. */
export function proxyFindings(proxy: Proxy | undefined, path: ValuePath): Finding[] {
  if (proxy === undefined) return [];
  if (!proxy.http && !proxy.https) return [{ path, message: 'must have http or https; without a proxy leave it out' }];
  return [
    ...SCHEMES.flatMap(scheme => serverFindings(proxy[scheme], [...path, scheme])),
    ...(proxy.noProxy ?? []).flatMap((entry, index) => {
      const message = noProxyProblem(entry);
      return message === undefined ? [] : [{ path: [...path, 'noProxy', index], message }];
    }),
  ];
}

/** A name with an optional port. Domains may start with `.` or `*.`. */
const NAME = /^(\*?\.)?[\w-]+(\.[\w-]+)*\.?(:\d{1,5})?$/;

function noProxyProblem(entry: string): string | undefined {
  const got = JSON.stringify(entry);
  if (entry.includes('$('))
    return `must be written out, got ${got}: ARC keeps noProxy in a Secret, where no variable is expanded`;
  const [address = '', bits] = entry.split('/');
  const version = isIP(address.replace(/^\[(.*)\]$/, '$1'));
  const isNetwork = version !== 0 && /^\d{1,3}$/.test(bits ?? '') && Number(bits) <= (version === 4 ? 32 : 128);
  const isHost = bits === undefined && (version !== 0 || NAME.test(entry) || /^\[[\da-fA-F:.]+\]:\d{1,5}$/.test(entry));
  return entry === '*' || isNetwork || isHost
    ? undefined
    : `must be one host, domain, address or network, such as .svc or 10.0.0.0/8, got ${got}`;
}

function serverFindings(server: ProxyServer | undefined, path: ValuePath): Finding[] {
  if (server === undefined) return [];
  const url = URL.canParse(server.url) ? new URL(server.url) : undefined;
  const speaksHttp = url !== undefined && /^https?:$/.test(url.protocol);
  if (url && (url.username || url.password))
    return [
      {
        path: [...path, 'url'],
        message: `${NO_CREDENTIALS}; put them into a Secret, and name it in credentialSecretRef`,
      },
    ];
  if (!speaksHttp || !/^https?:\/\/[^\s/?#@]+$/.test(server.url)) {
    const masked = JSON.stringify(server.url.replace(/[^/]*@/, '…@'));
    return [
      {
        path: [...path, 'url'],
        message:
          `must be a URL such as http://proxy.example:3128${speaksHttp ? ', without a path' : ''}, got ` + `${masked}`,
      },
    ];
  }
  return server.credentialSecretRef === undefined || isObjectName(server.credentialSecretRef)
    ? []
    : [
        {
          path: [...path, 'credentialSecretRef'],
          message: `must be the name of a Secret, got ${JSON.stringify(server.credentialSecretRef)}`,
        },
      ];
}

/** The API server's address, as the kubelet expands it in the `env` of every pod (not in a Secret's values). */
export const API_SERVER = '$(KUBERNETES_SERVICE_HOST)';

/** The value of `NO_PROXY` for a container: the API server is always reached directly. */
export function noProxyValue({ noProxy = [] }: Proxy): string {
  const own = noProxy.join(',');
  // `*` works only when it stands alone.
  return own === '*' ? own : [API_SERVER, ...noProxy].join(',');
}

/**
 * The environment variables of the proxy. Some programs read the upper-case names only, others the lower-case ones.
 *
 * Credentials come from the Secret through variables of their own, so that no manifest holds them. The kubelet puts
 * them into the URL unescaped.
 */
export function proxyEnv(proxy: Proxy | undefined, spelling: 'both' | 'upper'): k8s.EnvVar[] {
  if (proxy === undefined) return [];
  const credentials = SCHEMES.flatMap(scheme => credentialEnv(proxy[scheme]?.credentialSecretRef, scheme));
  const named: [string, string][] = [
    ...SCHEMES.flatMap((scheme): [string, string][] =>
      proxy[scheme] ? [[`${scheme}_proxy`, urlWithCredentials(proxy[scheme], scheme)]] : [],
    ),
    ['no_proxy', noProxyValue(proxy)],
  ];
  return [
    ...credentials,
    ...named.map(([name, value]) => ({ name: name.toUpperCase(), value })),
    ...(spelling === 'both' ? named.map(([name, value]) => ({ name, value })) : []),
  ];
}

const variable = (scheme: string, key: string) => `DESKRUN_${scheme}_PROXY_${key}`.toUpperCase();

function credentialEnv(secret: string | undefined, scheme: string): k8s.EnvVar[] {
  return secret === undefined
    ? []
    : ['username', 'password'].map(key => ({
        name: variable(scheme, key),
        valueFrom: { secretKeyRef: { name: secret, key } },
      }));
}

function urlWithCredentials(server: ProxyServer, scheme: string): string {
  return server.credentialSecretRef === undefined
    ? server.url
    : server.url.replace('://', `://$(${variable(scheme, 'username')}):$(${variable(scheme, 'password')})@`);
}
