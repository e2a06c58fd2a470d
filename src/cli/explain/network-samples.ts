import type { KeySample, SampleAt } from './sample';

const server = (url = 'http://proxy.example:3128') => ({ url });

/** Samples for the keys of a proxy. */
export function proxyKeys(path: string, at: SampleAt): Record<string, KeySample> {
  const scheme = (name: 'http' | 'https') => ({
    [`${path}.${name}`]: { ...at({ [name === 'http' ? 'https' : 'http']: server() }), value: server() },
    [`${path}.${name}.url`]: { ...at({ [name]: server() }), value: 'http://other.example:3128' },
    [`${path}.${name}.credentialSecretRef`]: { ...at({ [name]: server() }), value: 'proxy' },
  });
  return {
    [path]: { ...at(undefined), value: { https: server() } },
    ...scheme('http'),
    ...scheme('https'),
    [`${path}.noProxy`]: { ...at({ https: server() }), value: ['.svc'] },
  };
}

/** Samples for the keys of a private certificate authority. */
export function privateCaKeys(path: string, at: SampleAt): Record<string, KeySample> {
  const ca = { configMap: 'ca', key: 'ca.crt' };
  return {
    [path]: { ...at(undefined), value: ca },
    [`${path}.configMap`]: { ...at(ca), value: 'other' },
    [`${path}.key`]: { ...at(ca), value: 'other.crt' },
    [`${path}.runnerMountPath`]: { ...at(ca), value: '/usr/local/share/ca-certificates' },
  };
}

/** Samples for the keys of a network policy. */
export function networkPolicyKeys(path: string, at: SampleAt): Record<string, KeySample> {
  const allowed = { allow: [{ podLabels: { app: 'mirror' } }] };
  return {
    [path]: { ...at(undefined), value: {} },
    [`${path}.denyPrivateNetworks`]: { ...at({}), value: true },
    [`${path}.apiServer`]: { ...at({}), value: '172.18.0.2/32' },
    [`${path}.allow`]: { ...at({}), value: allowed.allow },
    [`${path}.allow[].cidr`]: { ...at({ allow: [{ cidr: '10.0.0.7/32' }] }), value: '10.0.0.8/32' },
    [`${path}.allow[].namespaceLabels`]: { ...at(allowed), value: { team: 'ci' } },
    [`${path}.allow[].podLabels`]: { ...at(allowed), value: { app: 'cache' } },
    [`${path}.allow[].ports`]: { ...at(allowed), value: [5000] },
  };
}
