import type { Difference } from './compare';

/** A difference that is meant to be, and why. */
export interface Intended {
  readonly at: RegExp;
  readonly helm?: RegExp;
  readonly ours?: RegExp;
  readonly why: string;
}

/** How many intended differences there may be: who wants another finds one that need not be. */
export const AT_MOST = 19;

/** Every difference there may be between what helm gives and what an imported configuration does. */
export const INTENDED: readonly Intended[] = [
  {
    at: /metadata\.labels\.(helm\.sh\/chart|app\.kubernetes\.io\/managed-by)$/,
    helm: /^"(gha-rs-.*|Helm)"$/,
    ours: /^(undefined|"cdk8s-deskrun")$/,
    why: 'no chart is involved, nor is helm',
  },
  {
    at: /annotations\.actions\.github\.com\/values-hash$/,
    why: 'changes only when the listener has to restart, and with all values at helm',
  },
  {
    at: /(metadata\.name|roleRef\.name|template\.spec\.serviceAccountName|annotations\.actions\.github\.com\/cleanup-[a-z-]+|metadata\.labels\.(app\.kubernetes\.io\/(name|instance)|actions\.github\.com\/scale-set-name))$/,
    helm: /[_.]/,
    ours: /^"[^_.]*"$/,
    why: 'one name for all objects without underscores and dots, which the chart keeps in some',
  },
  {
    at: /^Secret |annotations\.actions\.github\.com\/cleanup-github-secret-name$/,
    helm: /^(present|".*-github-secret")$/,
    why: 'a credential is never written: the Secret is made by hand, and so stays when the set goes',
  },
  {
    at: /spec\.(runnerScaleSetName|minRunners|maxRunners)$/,
    helm: /^undefined$/,
    ours: /^("[a-z0-9-]+"|0|2147483647)$/,
    why: 'always written: the name of the set, and the numbers that ARC takes for missing ones',
  },
  {
    at: /\.(containers\[runner\]\.image|initContainers\[(init-dind-externals|dind)\]\.image|env\[ACTIONS_RUNNER_IMAGE\]\.value)$/,
    helm: /(actions-runner:latest|^"docker:dind)"$/,
    why: 'an image that nobody named is pinned',
  },
  {
    at: /listenerTemplate\.spec\.terminationGracePeriodSeconds$/,
    helm: /^undefined$/,
    ours: /^60$/,
    why: "ARC's own, which it takes away as soon as there is a template",
  },
  {
    at: /(containers\[runner\]\.env\[((DESKRUN_)?HTTPS?_PROXY(_USERNAME|_PASSWORD)?|NO_PROXY)\]|initContainers\[dind\]\.env\[\w*(proxy|PROXY)\w*\]|listenerTemplate\.spec\.containers\[listener\]\.(name|env\[NO_PROXY\]\.\w+)$)/,
    helm: /^undefined$/,
    why: 'many programs read upper-case variables only, ARC gives the daemon none, and the listener must reach the API server without the proxy',
  },
  {
    at: /(initContainers\[dind\]\.volumeMounts\[\/etc\/ssl\/certs\/[^\]]*\]|volumeMounts\[[^\]]*\.(crt|pem)\]\.readOnly$)/,
    helm: /^undefined$/,
    why: 'the daemon needs the certificate too, and nobody writes it',
  },
  {
    at: /(^ConfigMap .*-hook-extension$|containers\[runner\]\.(env\[ACTIONS_RUNNER_CONTAINER_HOOK_TEMPLATE\]|volumeMounts\[\/etc\/hooks\])|spec\.volumes\[hook-extension\])/,
    helm: /^(absent|undefined)$/,
    why: 'job pods need proxy and certificate too',
  },
  {
    at: /(initContainers\[dind\]\.volumeMounts\[\/var\/lib\/docker\]|spec\.volumes\[dind-data\])/,
    helm: /^undefined$/,
    why: "the daemon's data is in a volume that counts as the pod's storage, and not in its layer",
  },
  {
    at: /initContainers\[dind\]\.args\[\d+\]$/,
    helm: /^undefined$/,
    ours: /^"--default-network-opt=bridge=com\.docker\.network\.driver\.mtu=/,
    why: 'the networks that the runner makes for jobs have the MTU of the default bridge',
  },
  {
    at: /template\.spec\.securityContext\.fsGroup(ChangePolicy)?$/,
    helm: /^undefined$/,
    ours: /^(1001|"OnRootMismatch")$/,
    why: 'in mode kubernetes most work volumes belong to root until the kubelet hands them to a group',
  },
  { at: /initContainers\[init-dind-externals\]\.(command|args)\[/, why: 'the same words, some of them arguments' },
  {
    at: /env\[[^\]]*\]\.(name|value)$/,
    helm: /^undefined$/,
    ours: /^"(true|ACTIONS_RUNNER_REQUIRE_JOB_CONTAINER|)"$/,
    why: 'what leaving it out means: an empty text; and what it must not mean: steps in the runner, under an account that may read Secrets',
  },
  {
    at: /env\[[^\]]*\]\.finds$/,
    helm: /^undefined$/,
    why: 'a variable may be made of those of the mode, which the chart puts behind it',
  },
  {
    at: /spec\.runnerGroup$/,
    helm: /^\d+$/,
    ours: /^"\d+"$/,
    why: 'a text that looks like a number stays a text, where the chart forgets the quotes and the API server refuses the set',
  },
  {
    at: /spec\.\w+\.annotations\.deskrun\.dev\/resource-meta$/,
    helm: /^undefined$/,
    ours: /^"true"$/,
    why: 'the controller panics on labels without an annotation',
  },
  {
    at: /^Deployment .*args\[\d+\]$/,
    helm: /^undefined$/,
    ours: /^"--exclude-label-propagation-prefix=/,
    why: 'a runner must not be taken for an object of whoever deploys its set, unless the values say which labels to keep back',
  },
];

/** Whether a difference is that intended one. */
export function isThat({ at, helm, ours }: Difference, intended: Intended): boolean {
  return intended.at.test(at) && (intended.helm?.test(helm ?? '') ?? true) && (intended.ours?.test(ours ?? '') ?? true);
}
