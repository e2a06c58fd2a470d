import { NO_CREDENTIALS } from '../auth/written-credentials';
import type { Finding, ValuePath } from '../errors';
import { isObjectName, type k8s } from '../kubernetes';
import { list, object, required, text, type TypedSchema } from '../schema/shape';

/** A proxy server. */
export interface ProxyServer {
  /** `http://host:port`, without credentials. */
  readonly url: string;

  /** Name of a Secret with keys `username` and `password`, in the namespace of whoever uses the proxy. @default - none */
  readonly credentialSecretRef?: string;
}

/** The way out of a network that has one. Said once, it reaches every container. */
export interface Proxy {
  /** For plain HTTP. @default - none */
  readonly http?: ProxyServer;

  /** For HTTPS, which is all that GitHub speaks. @default - none */
  readonly https?: ProxyServer;

  /** Hosts, domains and networks to reach directly: `.svc`, `10.0.0.0/8`. @default - none */
  readonly noProxy?: readonly string[];
}

const serverSchema = object<ProxyServer>({ url: required(text), credentialSecretRef: text });

/** The names and types of a proxy. */
export const proxySchema: TypedSchema<Proxy> = object<Proxy>({
  http: serverSchema,
  https: serverSchema,
  noProxy: list(text),
});

const SCHEMES = ['http', 'https'] as const;

/** What is wrong with a proxy. */
export function proxyFindings(proxy: Proxy | undefined, path: ValuePath): Finding[] {
  if (proxy === undefined) return [];
  if (!proxy.http && !proxy.https)
    return [{ path, message: 'must have http or https; leave it out where there is no proxy' }];
  return [
    ...SCHEMES.flatMap(scheme => serverFindings(proxy[scheme], [...path, scheme])),
    ...(proxy.noProxy ?? []).flatMap((host, index) =>
      host === '' || /[\s,]/.test(host)
        ? [
            {
              path: [...path, 'noProxy', index],
              message: `must be one host, domain or network, got ${JSON.stringify(host)}`,
            },
          ]
        : [],
    ),
  ];
}

function serverFindings(server: ProxyServer | undefined, path: ValuePath): Finding[] {
  if (server === undefined) return [];
  const url = URL.canParse(server.url) ? new URL(server.url) : undefined;
  const speaksHttp = url !== undefined && /^https?:$/.test(url.protocol);
  if (url && (url.username || url.password))
    return [{ path: [...path, 'url'], message: `${NO_CREDENTIALS}; name a Secret that does in credentialSecretRef` }];
  if (!speaksHttp || !/^https?:\/\/[^\s/?#@]+$/.test(server.url)) {
    const masked = JSON.stringify(server.url.replace(/[^/]*@/, '…@'));
    return [
      {
        path: [...path, 'url'],
        message: `must be a URL such as http://proxy.example:3128${speaksHttp ? ', without a path' : ''}, got ${masked}`,
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

/**
 * The variables by which programs learn of the proxy. Half of them read one spelling and half the other.
 *
 * Credentials come from the Secret through variables of their own, so that none is written anywhere; they are put into the URL as
 * they are, so they must not need escaping there.
 */
export function proxyEnv(proxy: Proxy | undefined, spelling: 'both' | 'upper'): k8s.EnvVar[] {
  if (proxy === undefined) return [];
  const credentials = SCHEMES.flatMap(scheme => credentialEnv(proxy[scheme]?.credentialSecretRef, scheme));
  const named: [string, string][] = [
    ...SCHEMES.flatMap((scheme): [string, string][] =>
      proxy[scheme] ? [[`${scheme}_proxy`, urlWithCredentials(proxy[scheme], scheme)]] : [],
    ),
    ...(proxy.noProxy && proxy.noProxy.length > 0 ? [['no_proxy', proxy.noProxy.join(',')] as [string, string]] : []),
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
