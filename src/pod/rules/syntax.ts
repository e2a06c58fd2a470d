import { isIP } from 'node:net';
import type { ValuePath } from '../../errors';
import type { Report } from './report';

/** A format that the API server requires of a string. */
export interface Syntax {
  readonly fits: (text: string) => boolean;

  /** The requirement, as the text after "must" in a message. */
  readonly must: string;
}

function pattern(expression: RegExp, maxLength: number, must: string): Syntax {
  return { fits: text => text.length <= maxLength && expression.test(text), must };
}

const DNS_LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const DNS_SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const NAME_PART = /^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/;

/** Name of a container, volume or host. */
export const LABEL = pattern(
  DNS_LABEL,
  63,
  'have at most 63 lower-case letters, digits and -, starting and ending with a letter or digit',
);

/** Name of an object, such as a Secret, a node or a PriorityClass. */
export const SUBDOMAIN = pattern(
  DNS_SUBDOMAIN,
  253,
  'be a name of lower-case letters, digits, - and ., starting and ending with a letter or digit',
);

/** DNS search domain, from Kubernetes 1.33 on. */
export const SEARCH_DOMAIN = pattern(
  /^_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?(\._?[a-z0-9]([-_a-z0-9]*[a-z0-9])?)*$/,
  253,
  'be a domain of lower-case letters, digits, -, _ and .',
);

/**
 * Name of a label, taint or condition.
 *
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/
 */
export const KEY: Syntax = { fits: isKey, must: 'be a name such as team or example.com/team' };

/** Name of an annotation. Unlike in a label, letters of the prefix may be upper case. */
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

/** Key of a ConfigMap or Secret. */
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
  'be a sysctl such as net.core.somaxconn',
);

export const IP_ADDRESS: Syntax = {
  fits: address => isIP(address) !== 0 && !address.includes('%') && !/^::ffff:.*\./i.test(address),
  must: 'be an IP address such as 10.9.8.7 or 2001:db8::1',
};

/** Relative path that stays inside a volume. */
export const RELATIVE_PATH: Syntax = {
  fits: path => !path.startsWith('/') && !path.split('/').includes('..'),
  must: 'be a relative path without ..',
};

/** Path of a file in a volume that the kubelet fills. */
export const FILE_PATH: Syntax = {
  fits: path => RELATIVE_PATH.fits(path) && !path.startsWith('..'),
  must: 'be a relative path without .. that does not start with ..',
};

/** Reports a string that does not have the format. */
export function checkSyntax(report: Report, path: ValuePath, value: unknown, syntax: Syntax): void {
  if (typeof value === 'string' && !syntax.fits(value))
    report(path, `must ${syntax.must}, got ${JSON.stringify(value)}`);
}

/** As {@link checkSyntax}, for a field in which an empty string means that it is not set. */
export function checkOptional(report: Report, path: ValuePath, value: unknown, syntax: Syntax): void {
  if (value !== '') checkSyntax(report, path, value, syntax);
}
