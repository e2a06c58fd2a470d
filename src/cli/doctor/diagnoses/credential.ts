import { CREDENTIAL_KEYS } from '../../../auth/github-auth';
import { arcIssue } from '../arc';
import { perSet, perSetAndStuckSet, type Diagnosis } from '../diagnosis';
import type { Facts } from '../facts';
import type { ScaleSet } from '../scale-set';
import type { SecretShape } from '../secret-shape';

const { pat: PAT_KEYS, app: APP_KEYS } = CREDENTIAL_KEYS;

/** The Secrets that a set reads from its namespace: none with a vault, where the names are those of vault entries. */
function secretsOf({ spec }: ScaleSet): { field: string; name: string }[] {
  if (spec.vaultConfig) return [];
  return [
    { field: 'githubConfigSecret', name: spec.githubConfigSecret },
    { field: 'proxy.http.credentialSecretRef', name: spec.proxy?.http?.credentialSecretRef },
    { field: 'proxy.https.credentialSecretRef', name: spec.proxy?.https?.credentialSecretRef },
  ].filter((secret): secret is { field: string; name: string } => Boolean(secret.name));
}

function secretIn({ secrets }: Facts, namespace: string, name: string | undefined): SecretShape | undefined {
  return secrets.find(({ metadata }) => metadata.name === name && metadata.namespace === namespace);
}

/** A diagnosis of the keys of each set's credential Secret, where that exists. */
function perCredential(
  find: (
    keys: SecretShape['keys'],
    where: string,
    set: ScaleSet,
  ) => { cause: string; evidence: string; remedy: string } | undefined,
): Diagnosis['find'] {
  return perSet((set, facts) => {
    const secret = set.spec.vaultConfig ? undefined : secretIn(facts, set.namespace, set.spec.githubConfigSecret);
    const found = secret && find(secret.keys, `Secret ${set.namespace}/${secret.metadata.name}`, set);
    return found
      ? [
          {
            severity: 'error',
            cause: found.cause,
            evidence: [found.evidence],
            remedy: [
              found.remedy,
              'then delete the listener pod, or increase auth.revision: ARC does not watch the Secret',
            ],
          },
        ]
      : [];
  });
}

const filled = (keys: SecretShape['keys'], names: readonly string[]): boolean =>
  names.every(name => keys[name] !== undefined && !keys[name].empty);
const listed = (keys: SecretShape['keys']): string => Object.keys(keys).join(', ') || 'none';

export const secretMissing: Diagnosis = {
  id: 'secret-missing',
  title: 'a Secret of a runner set does not exist in its namespace',
  upstream: arcIssue(3042),
  find: perSetAndStuckSet((set, facts) =>
    secretsOf(set)
      .filter(({ name }) => facts.wasRead('Secret', set.namespace) && !secretIn(facts, set.namespace, name))
      .map(({ field, name }) => ({
        severity: 'error',
        cause: `Secret ${name} of ${set.name} does not exist: ${consequence(set, field)}`,
        evidence: [
          `AutoscalingRunnerSet ${set.id} has ${field}: ${name}; namespace ${set.namespace} has no such Secret`,
        ],
        remedy: [
          field === 'githubConfigSecret'
            ? `tr -d '\\r\\n' < token.txt | kubectl create secret generic ${name} --namespace ${set.namespace} ` +
              '--from-file=github_token=/dev/stdin'
            : `create Secret ${name} with the keys username and password in namespace ${set.namespace}`,
        ],
      })),
  ),
};

function consequence({ object }: ScaleSet, field: string): string {
  if (field !== 'githubConfigSecret') return 'its runners and its listener have no proxy credentials';
  return object.metadata.deletionTimestamp === undefined
    ? 'the controller cannot register the runner set at GitHub'
    : 'the controller cannot remove the runner set from GitHub';
}

export const secretUnnamed: Diagnosis = {
  id: 'secret-unnamed',
  title: 'a runner set names no Secret',
  find: perSet(({ id, name, spec }) =>
    spec.githubConfigSecret
      ? []
      : [
          {
            severity: 'error',
            cause: `${name} names no Secret with a credential: the controller cannot register it at GitHub`,
            evidence: [`AutoscalingRunnerSet ${id} has no githubConfigSecret`],
            remedy: ['set githubConfigSecret to the name of a Secret in its namespace'],
          },
        ],
  ),
};

export const secretKeys: Diagnosis = {
  id: 'secret-keys',
  title: 'a Secret has neither a token nor the three keys of a GitHub App',
  find: perCredential((keys, where, { name }) =>
    filled(keys, PAT_KEYS) || filled(keys, APP_KEYS)
      ? undefined
      : {
          cause: `the Secret of ${name} has no credential that ARC can read`,
          evidence: `${where} has the keys ${listed(keys)}${Object.entries(keys)
            .filter(([, shape]) => shape?.empty)
            .map(([key]) => `; ${key} is empty`)
            .join('')}`,
          remedy: `add the key ${PAT_KEYS.join()}, or all of ${APP_KEYS.join(', ')}`,
        },
  ),
};

export const secretBoth: Diagnosis = {
  id: 'secret-both',
  title: 'a Secret has both a token and a GitHub App, which the controller refuses',
  find: perCredential((keys, where, { name }) =>
    !(filled(keys, PAT_KEYS) && filled(keys, APP_KEYS))
      ? undefined
      : {
          cause: `the Secret of ${name} has two credentials, a token and a GitHub App: the controller refuses both`,
          evidence: `${where} has the keys ${listed(keys)}`,
          remedy: `remove ${PAT_KEYS.join()}, or the three keys of the GitHub App`,
        },
  ),
};

export const secretWhitespace: Diagnosis = {
  id: 'secret-whitespace',
  title: 'a credential begins or ends with whitespace, which ARC sends to GitHub with it',
  find: perCredential((keys, where, { name }) => {
    // A PEM file ends with a line break.
    const padded = [...PAT_KEYS, ...APP_KEYS].filter(key => key !== 'github_app_private_key' && keys[key]?.padded);
    return padded.length === 0
      ? undefined
      : {
          cause: `${padded.join(' and ')} of ${name} begins or ends with whitespace: GitHub refuses it`,
          evidence: `${where}: ${padded.join(', ')} begins or ends with a space or a line break`,
          remedy: "recreate the Secret without the whitespace: tr -d '\\r\\n' < file",
        };
  }),
};

export const secretApp: Diagnosis = {
  id: 'secret-app',
  title: 'a GitHub App credential has an installation ID that is not a number, or a key that is not a private key',
  find: perCredential((keys, where, { name }) => {
    if (!filled(keys, APP_KEYS)) return undefined;
    const wrong = [
      ...(keys.github_app_installation_id?.number ? [] : ['github_app_installation_id is not a number']),
      ...(keys.github_app_private_key?.privateKey
        ? []
        : ['github_app_private_key does not begin like a PEM private key']),
    ];
    return wrong.length === 0
      ? undefined
      : {
          cause: `the controller cannot read the GitHub App credential of ${name}`,
          evidence: `${where}: ${wrong.join('; ')}`,
          remedy:
            "copy the ID from the installation's URL (…/installations/ID), and the key from the .pem file that " +
            'GitHub generated',
        };
  }),
};

export const proxyKeys: Diagnosis = {
  id: 'proxy-keys',
  title: 'the Secret of a proxy has no username and password',
  find: perSet((set, facts) =>
    secretsOf(set)
      .filter(({ field }) => field !== 'githubConfigSecret')
      .flatMap(({ field, name }) => {
        const secret = secretIn(facts, set.namespace, name);
        return !secret || filled(secret.keys, ['username', 'password'])
          ? []
          : [
              {
                severity: 'error' as const,
                cause: `the proxy Secret of ${set.name} has no username and password`,
                evidence: [
                  `AutoscalingRunnerSet ${set.id} has ${field}: ${name}; Secret ${set.namespace}/${name} has the ` +
                    `keys ${listed(secret.keys)}`,
                ],
                remedy: [`add username and password, or remove ${field}`],
              },
            ];
      }),
  ),
};

export const credentialDiagnoses = [
  secretUnnamed,
  secretMissing,
  secretKeys,
  secretBoth,
  secretWhitespace,
  secretApp,
  proxyKeys,
];
