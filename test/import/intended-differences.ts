import type { Difference } from './compare';

/** An intended difference and its reason. */
export interface Intended {
  readonly at: RegExp;
  readonly helm?: RegExp;
  readonly ours?: RegExp;
  readonly why: string;
}

/** Maximum number of intended differences. To add one, find one that can go. */
export const MAX_INTENDED_DIFFERENCES = 19;

/** All intended differences between the objects that helm renders and those of an imported configuration. */
export const INTENDED_DIFFERENCES: readonly Intended[] = [
  {
    at: /metadata\.labels\.(helm\.sh\/chart|app\.kubernetes\.io\/managed-by)$/,
    helm: /^"(gha-rs-.*|Helm)"$/,
    ours: /^(undefined|"cdk8s-deskrun")$/,
    why: 'the objects come neither from a chart nor from helm',
  },
  {
    at: /annotations\.actions\.github\.com\/values-hash$/,
    why: 'changes only when the listener must restart; in the chart it changes with any value',
  },
  {
    at: anyOf(
      'metadata\\.name$',
      'roleRef\\.name$',
      'template\\.spec\\.serviceAccountName$',
      'annotations\\.actions\\.github\\.com/cleanup-[a-z-]+$',
      'metadata\\.labels\\.app\\.kubernetes\\.io/(name|instance)$',
      'metadata\\.labels\\.actions\\.github\\.com/scale-set-name$',
    ),
    helm: /[_.]/,
    ours: /^"[^_.]*"$/,
    why: 'all objects have one name without underscores and dots; the chart keeps them in some names',
  },
  {
    at: /^Secret |annotations\.actions\.github\.com\/cleanup-github-secret-name$/,
    helm: /^(present|".*-github-secret")$/,
    why: 'credentials are never written: the user creates the Secret, and it outlives the set',
  },
  {
    at: /spec\.(runnerScaleSetName|minRunners|maxRunners)$/,
    helm: /^undefined$/,
    ours: /^("[a-z0-9-]+"|0|2147483647)$/,
    why: 'always written: the name of the set, and the defaults of ARC for minRunners and maxRunners',
  },
  {
    at: anyOf(
      '\\.containers\\[runner\\]\\.image$',
      '\\.initContainers\\[(init-dind-externals|dind)\\]\\.image$',
      '\\.env\\[ACTIONS_RUNNER_IMAGE\\]\\.value$',
    ),
    helm: /(actions-runner:latest|^"docker:dind)"$/,
    why: 'default images are pinned',
  },
  {
    at: /listenerTemplate\.spec\.terminationGracePeriodSeconds$/,
    helm: /^undefined$/,
    ours: /^60$/,
    why: 'the default of ARC, which ARC removes if there is a listenerTemplate',
  },
  {
    at: anyOf(
      'containers\\[runner\\]\\.env\\[((DESKRUN_)?HTTPS?_PROXY(_USERNAME|_PASSWORD)?|NO_PROXY)\\]',
      'initContainers\\[dind\\]\\.env\\[\\w*(proxy|PROXY)\\w*\\]',
      'listenerTemplate\\.spec\\.containers\\[listener\\]\\.(name|env\\[NO_PROXY\\]\\.\\w+)$',
    ),
    helm: /^undefined$/,
    why:
      'many programs read only upper-case variables, ARC sets none in the daemon, ' +
      'and the listener must reach the API server without the proxy',
  },
  {
    at: anyOf(
      'initContainers\\[dind\\]\\.volumeMounts\\[/etc/ssl/certs/[^\\]]*\\]',
      'volumeMounts\\[[^\\]]*\\.(crt|pem)\\]\\.readOnly$',
    ),
    helm: /^undefined$/,
    why: 'the daemon also needs the certificate, and no container writes to it',
  },
  {
    at: anyOf(
      '^ConfigMap .*-hook-extension$',
      'containers\\[runner\\]\\.(env\\[ACTIONS_RUNNER_CONTAINER_HOOK_TEMPLATE\\]|volumeMounts\\[/etc/hooks\\])',
      'spec\\.volumes\\[hook-extension\\]',
    ),
    helm: /^(absent|undefined)$/,
    why: 'job pods also need the proxy and the certificate',
  },
  {
    at: /(initContainers\[dind\]\.volumeMounts\[\/var\/lib\/docker\]|spec\.volumes\[dind-data\])/,
    helm: /^undefined$/,
    why: 'the data of the daemon is in a volume, which counts as ephemeral storage, not in the container layer',
  },
  {
    at: /initContainers\[dind\]\.args\[\d+\]$/,
    helm: /^undefined$/,
    ours: /^"--default-network-opt=bridge=com\.docker\.network\.driver\.mtu=/,
    why: 'networks that the runner creates for jobs have the MTU of the default bridge',
  },
  {
    at: /template\.spec\.securityContext\.fsGroup(ChangePolicy)?$/,
    helm: /^undefined$/,
    ours: /^(1001|"OnRootMismatch")$/,
    why: 'in mode kubernetes most work volumes belong to root unless the kubelet changes their group',
  },
  { at: /initContainers\[init-dind-externals\]\.(command|args)\[/, why: 'the same command line, split differently' },
  {
    at: /env\[[^\]]*\]\.(name|value)$/,
    helm: /^undefined$/,
    ours: /^"(true|ACTIONS_RUNNER_REQUIRE_JOB_CONTAINER|)"$/,
    why:
      'a missing value is written as an empty string, and a missing ACTIONS_RUNNER_REQUIRE_JOB_CONTAINER as true: ' +
      'without it steps run with a ServiceAccount that can read Secrets',
  },
  {
    at: /env\[[^\]]*\]\.finds$/,
    helm: /^undefined$/,
    why: 'a variable can refer to variables of the mode, which the chart puts after it',
  },
  {
    at: /spec\.runnerGroup$/,
    helm: /^\d+$/,
    ours: /^"\d+"$/,
    why: 'a string that looks like a number stays a string; the chart omits the quotes, and the API server refuses it',
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
    why: 'runner pods must not get the labels that mark the set as an object of a GitOps controller or cdk8s',
  },
];

/** Reports whether a difference is an intended one. */
export function matches({ at, helm, ours }: Difference, intended: Intended): boolean {
  return intended.at.test(at) && (intended.helm?.test(helm ?? '') ?? true) && (intended.ours?.test(ours ?? '') ?? true);
}

function anyOf(...patterns: string[]): RegExp {
  return new RegExp(patterns.join('|'));
}
