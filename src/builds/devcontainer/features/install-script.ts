import { quoted } from '../script/shell';
import { optionVariables } from './options';
import type { Feature } from './resolve';

/** The users of a container that features are installed in. */
export interface FeatureUsers {
  /** User that the container starts as. */
  readonly container: string;

  /** User of the commands. */
  readonly remote: string;
}

const FOLDER = '/tmp/dev-container-features';

/** The script that installs a feature: a copy of its folder runs with the options as variables, and is removed. */
export function installScript(feature: Feature, source: string, users: FeatureUsers): string {
  const folder = `${FOLDER}/${feature.reference.id}`;
  const variables = {
    ...optionVariables(feature.metadata, feature.options),
    _CONTAINER_USER: users.container,
    _REMOTE_USER: users.remote,
  };
  return [
    '#!/bin/sh',
    'set -e',
    `mkdir -p ${FOLDER}`,
    `cp -a ${source} ${folder}`,
    `cd ${folder}`,
    'chmod -R 0755 .',
    `home() { (getent passwd "$1" || grep -E "^($1|[^:]*:[^:]*:$1):" /etc/passwd) 2>/dev/null | cut -d: -f6; }`,
    ...Object.entries(variables).map(([name, value]) => `export ${name}=${quoted(value)}`),
    'export _CONTAINER_USER_HOME="$(home "$_CONTAINER_USER")"',
    'export _REMOTE_USER_HOME="$(home "$_REMOTE_USER")"',
    './install.sh',
    'cd /',
    `rm -rf ${folder}`,
    '',
  ].join('\n');
}
