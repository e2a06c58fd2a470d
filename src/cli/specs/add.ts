import { MODE_CAPABILITIES } from '../../modes/capabilities';
import type { CommandSpec } from '../command';
import { CONFIG } from './options';

export const add: CommandSpec = {
  name: 'add',
  summary: 'add a runner set to the configuration, or change one with --replace',
  positionals: ['<name>'],
  options: {
    repository: {
      type: 'string',
      short: 'r',
      value: '<url>',
      summary: 'URL of the repository, organization or enterprise whose jobs the runners run',
    },
    mode: {
      type: 'string',
      short: 'm',
      value: '<mode>',
      summary: 'container mode; see deskrun explain <mode>',
      choices: Object.keys(MODE_CAPABILITIES),
      default: 'kubernetes',
    },
    cache: {
      type: 'string',
      value: '<cache>',
      multiple: true,
      summary: 'cache to mount: a tool of the catalogue such as npm, target, or source:target',
    },
    mount: {
      type: 'string',
      value: '<mount>',
      multiple: true,
      summary:
        'directory or socket of the node to mount: target, source:target, or source:target:type ' +
        'with the type DirectoryOrCreate, Directory or Socket',
    },
    instances: {
      type: 'string',
      value: '<n>',
      summary: 'number of scale sets to create, each with its own directories for exclusive caches',
      default: '1',
    },
    'min-runners': { type: 'string', value: '<n>', summary: 'number of idle runners to keep', default: '0' },
    'max-runners': {
      type: 'string',
      value: '<n>',
      summary: 'maximum number of runners',
      default: '5, or 1 with an exclusive cache',
    },
    'auth-type': {
      type: 'string',
      value: '<type>',
      summary: 'type of the GitHub credential: personal access token or GitHub App',
      choices: ['pat', 'github-app'],
      default: 'pat, or github-app with --app-id',
    },
    'auth-file': {
      type: 'string',
      value: '<file>',
      summary: "read the token, or the App's private key, from this file",
    },
    'auth-env': {
      type: 'string',
      value: '<name>',
      summary: 'read the credential from this environment variable, such as GITHUB_TOKEN',
    },
    'auth-stdin': { type: 'boolean', summary: 'read the credential from standard input' },
    'auth-value': {
      type: 'string',
      value: '<value>',
      summary: 'the credential itself; other users of this machine can see it in the process list',
    },
    'app-id': { type: 'string', value: '<id>', summary: 'app ID or client ID of the GitHub App' },
    'installation-id': { type: 'string', value: '<id>', summary: 'installation ID of the GitHub App, a number' },
    'private-key-file': {
      type: 'string',
      value: '<file>',
      summary: 'file with the private key of the GitHub App, as downloaded from GitHub',
    },
    secret: {
      type: 'string',
      value: '<secret>',
      summary: 'name of the Secret with the credential; without a credential option, it must exist in the cluster',
      default: '<name>-github',
    },
    replace: { type: 'boolean', summary: 'change an existing runner set: set the given options, keep everything else' },
    config: CONFIG,
  },
  examples: [
    'deskrun add my-runner --repository https://github.com/owner/repo --auth-type pat --auth-file token.txt',
    'deskrun add nix-runner --repository https://github.com/owner/repo --mode cached-privileged-kubernetes ' +
      '--cache nix-store --cache docker --instances 3 --auth-env GITHUB_TOKEN',
    'gh auth token | deskrun add dind-runner --repository https://github.com/owner/repo --mode dind --auth-stdin',
    'deskrun add my-runner --repository https://github.com/owner --app-id 12345 --installation-id 67890 ' +
      '--private-key-file app.pem',
    'deskrun add my-runner --replace --auth-file new-token.txt',
  ],
};
