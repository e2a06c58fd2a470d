import { BlockList, isIP, isIPv4, isIPv6 } from 'node:net';

/** Returns why the API server refuses a network of a NetworkPolicy, or undefined if it accepts the network. */
export function cidrProblem(text: string): string | undefined {
  const [address = '', length = '', ...more] = text.split('/');
  const bits = bitsOf(address);
  const prefix = /^(0|[1-9]\d*)$/.test(length) ? Number(length) : Infinity;
  if (bits === undefined || more.length > 0 || prefix > bits.length)
    return `must be a network such as 10.0.0.5/32, got ${JSON.stringify(text)}`;
  return bits.slice(prefix).includes('1')
    ? `must have no bits after the first ${prefix}, got ${JSON.stringify(text)}; ` +
        `write ${networkOf(bits, prefix)}/${prefix}, or ${address}/${bits.length} for the one address`
    : undefined;
}

/** Reports whether an IP address is in one of these networks, each in CIDR notation. */
export function isInNetworks(address: string, networks: readonly string[]): boolean {
  const family = familyOf(address);
  const list = new BlockList();
  for (const network of networks) {
    const [first = '', bits] = network.split('/');
    // BlockList maps IPv4 addresses to IPv6, so that ::/0 would contain them.
    if (familyOf(first) === family) list.addSubnet(first, Number(bits), family);
  }
  return list.check(address, family);
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIPv6(address) ? 'ipv6' : 'ipv4';
}

/** Returns the bits of an IP address; undefined for a scoped address, or an IPv4 address written as IPv6. */
function bitsOf(address: string): string | undefined {
  if (isIPv4(address))
    return address
      .split('.')
      .map(byte => binary(Number(byte), 8))
      .join('');
  if (isIP(address) === 0 || address.includes('%')) return undefined;
  const [before = [], after = []] = canonical(address)
    .split('::')
    .map(part => part.split(':').filter(group => group !== ''));
  const zeros = Array<string>(8 - before.length - after.length).fill('0');
  const bits = [...before, ...zeros, ...after].map(group => binary(parseInt(group, 16), 16)).join('');
  return bits.startsWith(IPV4_MAPPED) ? undefined : bits;
}

const IPV4_MAPPED = '0'.repeat(80) + '1'.repeat(16);

function networkOf(bits: string, prefix: number): string {
  const network = bits.slice(0, prefix).padEnd(bits.length, '0');
  const parts = (size: number) => (network.match(new RegExp(`.{${size}}`, 'g')) ?? []).map(part => parseInt(part, 2));
  return bits.length === 32
    ? parts(8).join('.')
    : canonical(
        parts(16)
          .map(group => group.toString(16))
          .join(':'),
      );
}

/** Returns the shortest form of an IPv6 address. */
function canonical(address: string): string {
  return new URL(`http://[${address}]`).hostname.slice(1, -1);
}

function binary(value: number, digits: number): string {
  return value.toString(2).padStart(digits, '0');
}
