import { dind } from './releases';

/** Values that a chart refuses, with a part of helm's message and of the import's message. */
export interface Refused {
  readonly values: string;
  readonly helm: string;
  readonly ours: string;
}

const set = (lines: string, without = /^$/) => dind(`${lines}\n`).replace(without, '');
const withSecret = (secret: string) => set(`githubConfigSecret: ${secret}`, /githubConfigSecret: github\n/);
const NO_CREDENTIAL =
  'githubConfigSecret: has no complete credential: ' +
  'the chart needs github_token, or all of github_app_id, github_app_installation_id, github_app_private_key';

/** Values that the gha-runner-scale-set chart refuses. */
export const REFUSED: readonly Refused[] = [
  {
    values: set(`runnerScaleSetName: ${'a'.repeat(46)}`),
    helm: 'Name must have up to 45 characters',
    ours: 'runnerScaleSetName: must have at most 45 characters in containerMode dind, got 46',
  },
  {
    values: set(`namespaceOverride: ${'a'.repeat(64)}`),
    helm: 'Namespace must have up to 63 characters',
    ours: 'namespaceOverride: must be a DNS label of at most 63 characters',
  },
  {
    values: set('', /githubConfigUrl.*\n/),
    helm: '.Values.githubConfigUrl is required',
    ours: 'githubConfigUrl: is required: the URL of the repository, organization or enterprise',
  },
  {
    values: withSecret('""'),
    helm: 'Values.githubConfigSecret is required',
    ours: 'githubConfigSecret: is required: the name of the Secret with the credential',
  },
  {
    values: withSecret('{}'),
    helm: 'provide .Values.githubConfigSecret.github_token or .Values.githubConfigSecret.github_app_id',
    ours: NO_CREDENTIAL,
  },
  {
    values: withSecret('{ github_app_id: "1" }'),
    helm: 'provide .Values.githubConfigSecret.github_app_installation_id',
    ours: NO_CREDENTIAL,
  },
  {
    values: set('scaleSetLabels: [""]'),
    helm: 'scaleSetLabels contains an empty string',
    ours: 'scaleSetLabels[0]: must have 1 to 255 characters, got 0',
  },
  {
    values: set(`scaleSetLabels: [${'a'.repeat(256)}]`),
    helm: 'scaleSetLabels contains a label that is 256 characters or more',
    ours: 'scaleSetLabels[0]: must have 1 to 255 characters, got 256',
  },
  {
    values: set('minRunners: 3\nmaxRunners: 2'),
    helm: 'maxRunners has to be greater or equal to minRunners',
    ours: 'maxRunners: must be at least minRunners (3), got 2',
  },
  {
    values: set('maxRunners: -1'),
    helm: 'maxRunners has to be greater or equal to 0',
    ours: 'maxRunners: must be at least 0, got -1',
  },
  {
    values: set('minRunners: -1'),
    helm: 'minRunners has to be greater or equal to 0',
    ours: 'minRunners: must be at least 0, got -1',
  },
  {
    values: set('keyVault: { type: hashicorp }'),
    helm: 'anyValue number of args for fail',
    ours: 'keyVault.type: must be azure_key_vault, the only vault that ARC supports',
  },
  {
    values: set('githubServerTLS: { runnerMountPath: /ca }'),
    helm: 'nil pointer',
    ours: 'githubServerTLS: must have name and key in certificateFrom.configMapKeyRef',
  },
];

/** Values that the gha-runner-scale-set-controller chart refuses. */
export const REFUSED_OF_CONTROLLER: readonly Refused[] = [
  {
    values: 'serviceAccount: { name: default }',
    helm: "serviceAccount.name cannot be set to 'default'",
    ours: 'serviceAccount.name: must not be default',
  },
  {
    values: 'serviceAccount: { create: false }',
    helm: 'serviceAccount.name must be set if serviceAccount.create is false',
    ours: 'serviceAccount: name: is required if create is false',
  },
  {
    values: 'metrics: { controllerManagerAddr: localhost, listenerAddr: ":8080", listenerEndpoint: /metrics }',
    helm: 'port',
    ours: 'metrics.controllerManagerAddr: must end with a port',
  },
  { values: 'pprof: { addr: ":http" }', helm: 'port', ours: 'pprof.addr: must end with a port' },
];
