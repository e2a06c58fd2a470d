import { MODE_CAPABILITIES } from '../../modes/capabilities';
import type { CommandSpec } from '../command';
import { CONFIG } from './options';

export const add: CommandSpec = {
  name: 'add',
  summary: 'add a runner set to the configuration, or change one',
  positionals: ['<name>'],
  options: {
    repository: {
      type: 'string',
      short: 'r',
      value: '<url>',
      summary: 'what the runners work for: a repository, an organization or an enterprise',
    },
    mode: {
      type: 'string',
      short: 'm',
      value: '<mode>',
      summary: 'how jobs run; see deskrun explain <mode>',
      choices: Object.keys(MODE_CAPABILITIES),
      default: 'kubernetes',
    },
    cache: {
      type: 'string',
      value: '<cache>',
      multiple: true,
      summary: 'a cache: the name of a tool, target, or source:target',
    },
    mount: {
      type: 'string',
      value: '<mount>',
      multiple: true,
      summary:
        'a directory of the node: target, source:target, or source:target:type with type DirectoryOrCreate, Directory or Socket',
    },
    instances: {
      type: 'string',
      value: '<n>',
      summary: 'scale sets to make, each with directories of its own for caches that only one runner may use',
      default: '1',
    },
    'min-runners': { type: 'string', value: '<n>', summary: 'runners that wait for jobs', default: '0' },
    'max-runners': {
      type: 'string',
      value: '<n>',
      summary: 'most runners at a time',
      default: '5, or 1 where a cache allows no more',
    },
    'auth-type': {
      type: 'string',
      value: '<type>',
      summary: 'the kind of credential',
      choices: ['pat', 'github-app'],
      default: 'pat, or github-app with --app-id',
    },
    'auth-file': { type: 'string', value: '<file>', summary: "take the token, or the App's private key, from a file" },
    'auth-env': {
      type: 'string',
      value: '<name>',
      summary: 'take it from a variable of the environment, such as GITHUB_TOKEN',
    },
    'auth-stdin': { type: 'boolean', summary: 'take it from standard input' },
    'auth-value': {
      type: 'string',
      value: '<value>',
      summary: 'take it from the command line, where other users of the machine can see it',
    },
    'app-id': { type: 'string', value: '<id>', summary: "the GitHub App's id or client id" },
    'installation-id': { type: 'string', value: '<id>', summary: "the number of the App's installation" },
    'private-key-file': { type: 'string', value: '<file>', summary: "the App's private key" },
    secret: {
      type: 'string',
      value: '<secret>',
      summary: 'the Secret with the credential; without a credential here, one that the cluster has',
      default: '<name>-github',
    },
    replace: { type: 'boolean', summary: 'change a runner set that is there: what is given changes, the rest stays' },
    config: CONFIG,
  },
  examples: [
    'deskrun add my-runner --repository https://github.com/owner/repo --auth-type pat --auth-file token.txt',
    'deskrun add nix-runner --repository https://github.com/owner/repo --mode cached-privileged-kubernetes --cache nix-store --cache docker --instances 3 --auth-env GITHUB_TOKEN',
    'gh auth token | deskrun add dind-runner --repository https://github.com/owner/repo --mode dind --auth-stdin',
    'deskrun add my-runner --repository https://github.com/owner --app-id 12345 --installation-id 67890 --private-key-file app.pem',
    'deskrun add my-runner --replace --auth-file new-token.txt',
  ],
};
