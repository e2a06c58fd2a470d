import type { Data } from './helm-gives';

/** One thing that two renderings do not agree in. */
export interface Difference {
  /** `Kind path.to[name].leaf`, or the kind and the name of an object that only one of them has. */
  readonly at: string;
  readonly helm?: string;
  readonly ours?: string;
}

/** A difference that is meant to be, and why. */
export interface Intended {
  readonly at: RegExp;
  readonly helm?: RegExp;
  readonly ours?: RegExp;
  readonly why: string;
}

/** Every difference there may be between what helm gives and what an imported configuration does. */
export const INTENDED: readonly Intended[] = [
  { at: /metadata\.labels\.helm\.sh\/chart$/, why: 'no chart is involved' },
  { at: /metadata\.labels\.app\.kubernetes\.io\/managed-by$/, ours: /^"cdk8s-deskrun"$/, why: 'nor is helm' },
  { at: /annotations\.actions\.github\.com\/values-hash$/, why: 'changes only when the listener has to restart, and with all values at helm' },
  { at: /metadata\.labels\.(app\.kubernetes\.io\/(name|instance)|actions\.github\.com\/scale-set-name)$/, helm: /_/, ours: /^"[^_]*"$/, why: 'one name for all objects, where the chart keeps underscores in some' },
  { at: /(metadata\.name|roleRef\.name|annotations\.actions\.github\.com\/cleanup-[a-z-]+)$/, helm: /_/, ours: /^"[^_]*"$/, why: 'as above' },
  { at: /^Secret /, why: 'a credential is never written: the Secret is made by hand, and so stays when the set goes' },
  { at: /annotations\.actions\.github\.com\/cleanup-github-secret-name$/, why: 'as above' },
  { at: /spec\.runnerScaleSetName$/, helm: /^undefined$/, why: 'always written, and the same as the name' },
  { at: /spec\.minRunners$/, helm: /^undefined$/, ours: /^0$/, why: 'always written' },
  { at: /spec\.maxRunners$/, helm: /^undefined$/, ours: /^2147483647$/, why: 'always written; what ARC takes for a missing one' },
  { at: /\.(containers\[runner\]\.image|initContainers\[init-dind-externals\]\.image|env\[ACTIONS_RUNNER_IMAGE\]\.value)$/, helm: /actions-runner:latest"$/, why: 'an image that nobody named is pinned' },
  { at: /initContainers\[dind\]\.image$/, helm: /^"docker:dind"$/, why: 'as above' },
  { at: /listenerTemplate\.spec\.terminationGracePeriodSeconds$/, ours: /^60$/, why: 'ARC\'s own, which it takes away as soon as there is a template' },
  { at: /containers\[runner\]\.env\[(DESKRUN_)?HTTPS?_PROXY(_USERNAME|_PASSWORD)?\]/, helm: /^undefined$/, why: 'half of all programs read a proxy in capitals' },
  { at: /containers\[runner\]\.env\[NO_PROXY\]/, helm: /^undefined$/, why: 'as above' },
  { at: /initContainers\[dind\]\.env\[\w*(proxy|PROXY)\w*\]/, helm: /^undefined$/, why: 'the daemon needs the proxy too, and ARC gives it none' },
  { at: /initContainers\[dind\]\.volumeMounts\[\/etc\/ssl\/certs\/ca\.crt\]/, helm: /^undefined$/, why: 'so does it need the certificate' },
  { at: /volumeMounts\[[^\]]*\/ca\.(crt|pem)\]\.readOnly$/, helm: /^undefined$/, why: 'nobody writes a certificate' },
  { at: /^ConfigMap .*-hook-extension$/, helm: /^absent$/, why: 'job pods need proxy and certificate too' },
  { at: /containers\[runner\]\.(env\[ACTIONS_RUNNER_CONTAINER_HOOK_TEMPLATE\]|volumeMounts\[\/etc\/hooks\])/, helm: /^undefined$/, why: 'as above' },
  { at: /spec\.volumes\[hook-extension\]/, helm: /^undefined$/, why: 'as above' },
  { at: /initContainers\[init-dind-externals\]\.(command|args)\[/, why: 'the same words, some of them arguments' },
  { at: /env\[EMPTY\]\.value$/, helm: /^undefined$/, ours: /^""$/, why: 'an empty text is what a variable without any is' },
  { at: /env\[ACTIONS_RUNNER_REQUIRE_JOB_CONTAINER\]\.(name|value)$/, helm: /^undefined$/, ours: /^"(false|ACTIONS_RUNNER_REQUIRE_JOB_CONTAINER)"$/, why: 'what leaving it out means' },
];

/** The objects of one rendering beside those of another. */
export function differences(helm: readonly Data[], ours: readonly Data[]): Difference[] {
  const [left, right] = [byIdentity(helm), byIdentity(ours)];
  return [...new Set([...left.keys(), ...right.keys()])].flatMap(identity => {
    const [one, other] = [left.get(identity), right.get(identity)];
    if (one === undefined || other === undefined) return [{ at: identity, helm: one ? 'present' : 'absent', ours: other ? 'present' : 'absent' }];
    const [a, b] = [leaves(one), leaves(other)];
    return [...new Set([...a.keys(), ...b.keys()])].filter(path => a.get(path) !== b.get(path))
      .map(path => ({ at: `${one.kind} ${path}`, helm: String(a.get(path)), ours: String(b.get(path)) }));
  });
}

/** Whether a difference is that intended one. */
export function isThat({ at, helm, ours }: Difference, intended: Intended): boolean {
  return intended.at.test(at) && (intended.helm?.test(helm ?? '') ?? true) && (intended.ours?.test(ours ?? '') ?? true);
}

function byIdentity(objects: readonly Data[]): Map<string, Data> {
  return new Map(objects.map(object => [`${object.kind} ${object.metadata.namespace}/${String(object.metadata.name).replaceAll('_', '-')}`, object]));
}

const KEYS: Record<string, string> = { volumeMounts: 'mountPath' };

/** Every leaf of a value as JSON, by its path; entries of lists by their names. Empty maps and lists say nothing but in volumes. */
function leaves(value: Data, path = '', key = ''): Map<string, string> {
  if (value === undefined || value === null) return new Map();
  if (typeof value !== 'object') return new Map([[path, /\.(limits|requests)\./.test(path) ? JSON.stringify(String(value)) : JSON.stringify(value)]]);
  const entries = Object.entries<Data>(value);
  if (entries.length === 0) return key === 'emptyDir' ? new Map([[path, '{}']]) : new Map();
  const step = (name: string, inner: Data) => {
    const identity = Array.isArray(value) ? inner?.[KEYS[key] ?? 'name'] : undefined;
    if (Array.isArray(value)) return `${path}[${identity ?? name}]`;
    return path === '' ? name : `${path}.${name}`;
  };
  return new Map(entries.flatMap(([name, inner]) => [...leaves(inner, step(name, inner), Array.isArray(value) ? '' : name)]));
}
