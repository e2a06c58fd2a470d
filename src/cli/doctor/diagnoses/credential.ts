import { CREDENTIAL_KEYS } from '../../../auth/github-auth';
import { arcIssue } from '../arc';
import { perSet, perSetThatStays, type Diagnosis } from '../diagnosis';
import type { Facts } from '../facts';
import type { ScaleSet } from '../scale-set';
import type { SecretShape } from '../secret-shape';

const { pat: PAT_KEYS, app: APP_KEYS } = CREDENTIAL_KEYS;

/** The Secrets that a set takes from its namespace: with a vault, what it names lies there. */
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

/** Looks at the keys of the Secret with a set's credential, where it is there. */
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
              "then delete the listener's pod, or raise auth.revision: ARC does not watch the Secret",
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
  title: 'a runner set whose Secret is not in its namespace',
  upstream: arcIssue(3042),
  find: perSetThatStays((set, facts) =>
    secretsOf(set)
      .filter(({ name }) => facts.looked('Secret', set.namespace) && !secretIn(facts, set.namespace, name))
      .map(({ field, name }) => ({
        severity: 'error',
        cause: `the Secret ${name} of ${set.name} is not there: ${field === 'githubConfigSecret' ? `the controller cannot sign the runner set ${set.object.metadata.deletionTimestamp === undefined ? 'on' : 'off'} at GitHub` : 'its runners and its listener get no proxy'}`,
        evidence: [
          `AutoscalingRunnerSet ${set.id} has ${field}: ${name}; namespace ${set.namespace} has no such Secret`,
        ],
        remedy: [
          field === 'githubConfigSecret'
            ? `tr -d '\\r\\n' < token.txt | kubectl create secret generic ${name} --namespace ${set.namespace} --from-file=github_token=/dev/stdin`
            : `make the Secret ${name} with the keys username and password in namespace ${set.namespace}`,
        ],
      })),
  ),
};

export const secretUnnamed: Diagnosis = {
  id: 'secret-unnamed',
  title: 'a runner set that names no Secret',
  find: perSet(({ id, name, spec }) =>
    spec.githubConfigSecret
      ? []
      : [
          {
            severity: 'error',
            cause: `${name} names no Secret with a credential: the controller cannot sign it on at GitHub`,
            evidence: [`AutoscalingRunnerSet ${id} has no githubConfigSecret`],
            remedy: ['set githubConfigSecret to the name of a Secret in its namespace'],
          },
        ],
  ),
};

export const secretKeys: Diagnosis = {
  id: 'secret-keys',
  title: 'a Secret with neither a token nor the three keys of a GitHub App',
  find: perCredential((keys, where, { name }) =>
    filled(keys, PAT_KEYS) || filled(keys, APP_KEYS)
      ? undefined
      : {
          cause: `the Secret of ${name} holds no credential that ARC reads`,
          evidence: `${where} has the keys ${listed(keys)}${Object.entries(keys)
            .filter(([, shape]) => shape?.empty)
            .map(([key]) => `; ${key} is empty`)
            .join('')}`,
          remedy: `give it ${PAT_KEYS.join()}, or all of ${APP_KEYS.join(', ')}`,
        },
  ),
};

export const secretBoth: Diagnosis = {
  id: 'secret-both',
  title: 'a Secret with both a token and a GitHub App, which the controller refuses',
  find: perCredential((keys, where, { name }) =>
    !(filled(keys, PAT_KEYS) && filled(keys, APP_KEYS))
      ? undefined
      : {
          cause: `the Secret of ${name} holds two credentials, and the controller takes neither`,
          evidence: `${where} has the keys ${listed(keys)}`,
          remedy: `take out ${PAT_KEYS.join()}, or the three keys of the App`,
        },
  ),
};

export const secretPadded: Diagnosis = {
  id: 'secret-padded',
  title: 'a credential with a line break or a blank around it, which ARC sends along',
  find: perCredential((keys, where, { name }) => {
    // A private key ends with a line break by right.
    const padded = [...PAT_KEYS, ...APP_KEYS].filter(key => key !== 'github_app_private_key' && keys[key]?.padded);
    return padded.length === 0
      ? undefined
      : {
          cause: `${padded.join(' and ')} of ${name} begins or ends with a blank or a line break, and GitHub refuses it`,
          evidence: `${where}: ${padded.join(', ')} is longer than the text in it`,
          remedy: "make the Secret again without it: tr -d '\\r\\n' < file",
        };
  }),
};

export const secretApp: Diagnosis = {
  id: 'secret-app',
  title: 'a GitHub App whose installation id is no number or whose key is no private key',
  find: perCredential((keys, where, { name }) => {
    if (!filled(keys, APP_KEYS)) return undefined;
    const wrong = [
      ...(keys.github_app_installation_id?.number ? [] : ['github_app_installation_id is not a number']),
      ...(keys.github_app_private_key?.privateKey
        ? []
        : ['github_app_private_key does not begin as a PEM private key']),
    ];
    return wrong.length === 0
      ? undefined
      : {
          cause: `the controller cannot read the GitHub App of ${name}`,
          evidence: `${where}: ${wrong.join('; ')}`,
          remedy:
            "take the id from the installation's URL (…/installations/ID), and the key from the .pem file as it was downloaded",
        };
  }),
};

export const proxyKeys: Diagnosis = {
  id: 'proxy-keys',
  title: "a proxy's Secret without username and password",
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
                cause: `the Secret of ${set.name}'s proxy holds no username and password`,
                evidence: [
                  `AutoscalingRunnerSet ${set.id} has ${field}: ${name}; Secret ${set.namespace}/${name} has the keys ${listed(secret.keys)}`,
                ],
                remedy: [
                  `give it username and password, or leave out ${field.replace(/\.credentialSecretRef$/, '')}'s credentialSecretRef`,
                ],
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
  secretPadded,
  secretApp,
  proxyKeys,
];
