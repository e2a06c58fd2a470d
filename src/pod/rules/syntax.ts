import { isIP } from 'node:net';
import type { ValuePath } from '../../errors';
import type { Report } from './report';

/** A form that the API server demands of a string. */
export interface Syntax {
  readonly fits: (text: string) => boolean;

  /** What is demanded, fit to follow "must". */
  readonly must: string;
}

function pattern(expression: RegExp, longest: number, must: string): Syntax {
  return { fits: text => text.length <= longest && expression.test(text), must };
}

const DNS_LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const DNS_SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const NAME_PART = /^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/;

/** Names of containers, volumes, hosts. */
export const LABEL = pattern(
  DNS_LABEL,
  63,
  'have at most 63 lower-case letters, digits and -, starting and ending with a letter or digit',
);

/** Names of objects: a Secret, a node, a PriorityClass. */
export const SUBDOMAIN = pattern(
  DNS_SUBDOMAIN,
  253,
  'be a name of lower-case letters, digits, - and ., starting and ending with a letter or digit',
);

/** Search domains of DNS from Kubernetes 1.33 on. */
export const SEARCH_DOMAIN = pattern(
  /^_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?(\._?[a-z0-9]([-_a-z0-9]*[a-z0-9])?)*$/,
  253,
  'be a domain of lower-case letters, digits, -, _ and .',
);

/**
 * Names of labels, taints, conditions.
 *
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/
 */
export const KEY: Syntax = { fits: isKey, must: 'be a name such as team or example.com/team' };

/** Names of annotations, in which letters of the prefix may be upper-case too. */
export const ANNOTATION_KEY: Syntax = { fits: key => isKey(key.toLowerCase()), must: KEY.must };

function isKey(key: string): boolean {
  const slash = key.indexOf('/');
  const name = slash < 0 ? key : key.slice(slash + 1);
  if (name.length > 63 || !NAME_PART.test(name)) return false;
  return slash < 0 || (slash <= 253 && DNS_SUBDOMAIN.test(key.slice(0, slash)));
}

export const LABEL_VALUE: Syntax = {
  fits: value => value === '' || (value.length <= 63 && NAME_PART.test(value)),
  must: 'have at most 63 letters, digits, -, _ and ., starting and ending with a letter or digit',
};

export const VARIABLE: Syntax = {
  fits: name => /^[-._a-zA-Z][-._a-zA-Z0-9]*$/.test(name) && name !== '.' && !name.startsWith('..'),
  must: 'be a variable name of letters, digits, _, - and .',
};

/** Keys of ConfigMaps and Secrets. */
export const DATA_KEY: Syntax = {
  fits: key => key.length <= 253 && /^[-._a-zA-Z0-9]+$/.test(key) && key !== '.' && !key.startsWith('..'),
  must: 'be a key of letters, digits, -, _ and .',
};

export const PORT_NAME: Syntax = {
  fits: name => name.length <= 15 && /^[a-z0-9]+(-[a-z0-9]+)*$/.test(name) && /[a-z]/.test(name),
  must: 'have at most 15 lower-case letters, digits and single -, at least one of them a letter',
};

export const HEADER_NAME = pattern(/^[-A-Za-z0-9]+$/, Infinity, 'be a header name of letters, digits and -');

export const SYSCTL = pattern(
  /^([a-z0-9]([-_a-z0-9]*[a-z0-9])?[./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?$/,
  253,
  'be a kernel parameter such as net.core.somaxconn',
);

export const IP_ADDRESS: Syntax = {
  fits: address => isIP(address) !== 0 && !address.includes('%') && !/^::ffff:.*\./i.test(address),
  must: 'be an IP address such as 10.9.8.7 or 2001:db8::1',
};

/** Below a volume, not above it. */
export const RELATIVE_PATH: Syntax = {
  fits: path => !path.startsWith('/') && !path.split('/').includes('..'),
  must: 'be a relative path without ..',
};

/** Names of files in a volume that Kubernetes writes. */
export const FILE_PATH: Syntax = {
  fits: path => RELATIVE_PATH.fits(path) && !path.startsWith('..'),
  must: 'be a relative path without .. that does not start with ..',
};

/** Reports a string of another form. */
export function checkSyntax(report: Report, path: ValuePath, value: unknown, syntax: Syntax): void {
  if (typeof value === 'string' && !syntax.fits(value))
    report(path, `must ${syntax.must}, got ${JSON.stringify(value)}`);
}

/** The same where the API server takes an empty string for none. */
export function checkOptional(report: Report, path: ValuePath, value: unknown, syntax: Syntax): void {
  if (value !== '') checkSyntax(report, path, value, syntax);
}
