import { createHash } from 'node:crypto';
import { isPlainObject } from '../../plain-object';
import { inside, type Place, type Report } from './report';
import type { SecretKey } from './settings';
import type { WrittenEnv } from './written-config';

/** What the variables of devcontainer.json stand for. */
export interface Variables {
  /** Environment of the machine that a developer would start the container on. */
  readonly localEnv: { readonly [name: string]: string };

  /** Variables of that machine whose values are in Secrets. */
  readonly secretEnv: { readonly [name: string]: SecretKey };

  /** Path of the checkout on that machine. @default - the path in the container, with a notice */
  readonly localWorkspaceFolder?: string;

  /** Name of the folder of the checkout on that machine. */
  readonly localWorkspaceFolderBasename: string;

  /** Folder of the container in which commands run. */
  readonly containerWorkspaceFolder: string;

  /** The value of `${devcontainerId}`. @default - the variable stays as it is */
  readonly devcontainerId?: string;
}

/** What a value may contain beside the variables: `shell` for commands, `container` for `${containerEnv:NAME}` too. */
type Expands = 'nothing' | 'shell' | 'container';

/**
 * Replaces the variables in a value and in everything inside it, as the devcontainer CLI does.
 *
 * @see https://containers.dev/implementors/json_reference/#variables-in-devcontainerjson
 */
export function substitute<T>(value: T, variables: Variables, place: Place, report: Report, expands: Expands): T {
  const walk = (inner: unknown, at: Place): unknown => {
    if (typeof inner === 'string') return substituteText(inner, variables, at, report, expands);
    if (Array.isArray(inner)) return inner.map((item, index) => walk(item, inside(at, index)));
    if (!isPlainObject(inner)) return inner;
    const copy = Object.create(null) as Record<string, unknown>;
    for (const key of Object.keys(inner)) copy[key] = walk(inner[key], inside(at, key));
    return copy;
  };
  return walk(value, place) as T;
}

/** Replaces the variables in the values of environment variables. Secrets become references. */
export function substituteEnv(
  env: WrittenEnv,
  variables: Variables,
  place: Place,
  report: Report,
  expands: Expands,
): WrittenEnv {
  return Object.fromEntries(
    Object.entries(env).map(([name, value]) => {
      const reference = /^\$\{(?:localEnv|env):([^:}]+)(?::[^}]*)?\}$/;
      const [, secret = ''] = (typeof value === 'string' && reference.exec(value)) || [];
      return Object.hasOwn(variables.secretEnv, secret)
        ? [name, variables.secretEnv[secret] as SecretKey]
        : [name, substitute(value, variables, inside(place, name), report, expands)];
    }),
  );
}

/** Replaces the variables in a text. */
export function substituteText(
  text: string,
  variables: Variables,
  place: Place,
  report: Report,
  expands: Expands,
): string {
  return text.replace(/\$\{(.*?)\}/g, (written: string, reference: string) => {
    const [name = '', ...args] = reference.split(':');
    switch (name) {
      case 'env':
      case 'localEnv':
        return localValue(written, args, variables, place, report);
      case 'localWorkspaceFolder':
        if (variables.localWorkspaceFolder !== undefined) return variables.localWorkspaceFolder;
        report.notice(place, `${written} is a path of the developer's machine; \${containerWorkspaceFolder} is used`);
        return variables.containerWorkspaceFolder;
      case 'localWorkspaceFolderBasename':
        return variables.localWorkspaceFolderBasename;
      case 'containerWorkspaceFolder':
        return variables.containerWorkspaceFolder;
      case 'containerWorkspaceFolderBasename':
        return lastPart(variables.containerWorkspaceFolder);
      case 'devcontainerId':
        return variables.devcontainerId ?? written;
      case 'containerEnv':
        if (expands !== 'container')
          report.error(place, `${written} can only be used in remoteEnv: the container does not exist before`);
        return written;
      default:
        if (expands !== 'shell')
          report.notice(place, `${written} is no variable of devcontainer.json and stays as it is`);
        return written;
    }
  });
}

function localValue(
  written: string,
  [name = '', fallback, ...dropped]: readonly string[],
  { localEnv, secretEnv }: Variables,
  place: Place,
  report: Report,
): string {
  if (name === '') {
    report.error(place, `${written} must name an environment variable, as \${localEnv:NAME} does`);
    return '';
  }
  if (Object.hasOwn(secretEnv, name)) {
    report.error(
      place,
      `${written} is a secret, which can only be the whole value of a variable in containerEnv or remoteEnv`,
    );
    return '';
  }
  const value = Object.hasOwn(localEnv, name) ? localEnv[name] : undefined;
  if (value !== undefined) return value;
  if (dropped.length > 0)
    report.notice(place, `a default ends at its first colon: ${written} is ${JSON.stringify(fallback)}`);
  if (fallback === undefined) report.notice(place, `${written} is empty: localEnv has no ${name}`);
  return fallback ?? '';
}

function lastPart(path: string): string {
  return path.replace(/\/+$/, '').split('/').at(-1) ?? '';
}

/** Computes the value of `${devcontainerId}` from labels, as the specification says. */
export function devcontainerId(labels: Readonly<Record<string, string>>): string {
  const sorted = JSON.stringify(labels, Object.keys(labels).sort());
  const hash = createHash('sha256').update(sorted).digest('hex');
  return BigInt(`0x${hash}`).toString(32).padStart(52, '0');
}
