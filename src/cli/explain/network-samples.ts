import type { Below, Key } from './sample';

const server = (url = 'http://proxy.example:3128') => ({ url });

/** Examples of the keys of a proxy. */
export function proxyKeys(path: string, below: Below): Record<string, Key> {
  const scheme = (name: 'http' | 'https') => ({
    [`${path}.${name}`]: { ...below({ [name === 'http' ? 'https' : 'http']: server() }), value: server() },
    [`${path}.${name}.url`]: { ...below({ [name]: server() }), value: 'http://other.example:3128' },
    [`${path}.${name}.credentialSecretRef`]: { ...below({ [name]: server() }), value: 'proxy' },
  });
  return {
    [path]: { ...below(undefined), value: { https: server() } },
    ...scheme('http'),
    ...scheme('https'),
    [`${path}.noProxy`]: { ...below({ https: server() }), value: ['.svc'] },
  };
}

/** Examples of the keys of a private authority. */
export function privateCaKeys(path: string, below: Below): Record<string, Key> {
  const ca = { configMap: 'ca', key: 'ca.crt' };
  return {
    [path]: { ...below(undefined), value: ca },
    [`${path}.configMap`]: { ...below(ca), value: 'other' },
    [`${path}.key`]: { ...below(ca), value: 'other.crt' },
    [`${path}.runnerMountPath`]: { ...below(ca), value: '/usr/local/share/ca-certificates' },
  };
}

/** Examples of the keys of a network policy. */
export function networkPolicyKeys(path: string, below: Below): Record<string, Key> {
  const allowed = { allow: [{ podLabels: { app: 'mirror' } }] };
  return {
    [path]: { ...below(undefined), value: {} },
    [`${path}.denyPrivateNetworks`]: { ...below({}), value: true },
    [`${path}.apiServer`]: { ...below({}), value: '172.18.0.2/32' },
    [`${path}.allow`]: { ...below({}), value: allowed.allow },
    [`${path}.allow[].cidr`]: { ...below({ allow: [{ cidr: '10.0.0.7/32' }] }), value: '10.0.0.8/32' },
    [`${path}.allow[].namespaceLabels`]: { ...below(allowed), value: { team: 'ci' } },
    [`${path}.allow[].podLabels`]: { ...below(allowed), value: { app: 'cache' } },
    [`${path}.allow[].ports`]: { ...below(allowed), value: [5000] },
  };
}
