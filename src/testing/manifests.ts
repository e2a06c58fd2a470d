import { parseAllDocuments } from 'yaml';
import schema from '../../imports/autoscalingrunnerset.schema.json';
import { DEFAULT_KUBERNETES_VERSION, kubernetesVersionProblem } from '../app/versions';
import { formatPath, prefixFindings, PropsError, type Finding, type ValuePath } from '../errors';
import { isPlainObject } from '../plain-object';
import { podFindings, runnerPodFindings } from '../pod/check';
import { listenerManifestFindings } from '../runners/listener-pod';
import { checkSchema, type JsonSchema } from '../schema/check';

type Plain = Record<string, unknown>;

/** Options of {@link manifestProblems}. @example { kubernetesVersion: '1.30' } */
export interface ManifestCheckOptions {
  /**
   * Oldest Kubernetes version that the manifests must work on, as `MAJOR.MINOR`: `'1.27'` or later.
   *
   * @default '1.36'
   */
  readonly kubernetesVersion?: string;
}

/**
 * Returns the problems for which an API server would refuse manifests, one string each. Returns an empty list if there
 * are none.
 *
 * Checks that each manifest has apiVersion, kind and metadata.name, and that there are no duplicate objects. Checks
 * every AutoscalingRunnerSet against the CRD of ARC 0.14.2, and refuses unknown fields. Checks every pod, and the pod
 * template of every runner set, listener, Deployment, StatefulSet, DaemonSet, ReplicaSet, Job and CronJob, against the
 * rules of Kubernetes that no schema has. Does not check other fields of other kinds: use
 * `kubectl apply --dry-run=server`.
 *
 * @param manifests objects, such as those of `app.manifests()` or `Testing.synth(chart)`, or a string of YAML
 * @throws PropsError when kubernetesVersion is invalid
 */
export function manifestProblems(manifests: string | readonly unknown[], options: ManifestCheckOptions = {}): string[] {
  const { kubernetesVersion = DEFAULT_KUBERNETES_VERSION } = options;
  const wrong = kubernetesVersionProblem(kubernetesVersion);
  if (wrong !== undefined) throw new PropsError([{ path: ['kubernetesVersion'], message: wrong }]);
  const minor = Number(kubernetesVersion.split('.')[1]);

  const seen = new Set<string>();
  return documentsOf(manifests).flatMap((manifest, index) => {
    if (manifest instanceof Error) return [`document ${index + 1}: ${manifest.message}`];
    const nameless = identityFindings(manifest);
    if (!isPlainObject(manifest) || nameless.length > 0) return texts(`document ${index + 1}`, nameless);
    const name = nameOf(manifest);
    const key = `${groupOf(manifest)}/${name}`;
    const repeated = seen.has(key) ? [`${name}: duplicate object; remove or rename one`] : [];
    seen.add(key);
    return [...repeated, ...texts(name, objectFindings(manifest, minor))];
  });
}

function texts(name: string, findings: readonly Finding[]): string[] {
  return findings.map(({ path, message }) => `${name}: ${path.length > 0 ? `${formatPath(path)}: ` : ''}${message}`);
}

function documentsOf(manifests: string | readonly unknown[]): unknown[] {
  if (typeof manifests !== 'string') return [...manifests];
  return [parseAllDocuments(manifests)]
    .flat()
    .map(document => document.errors[0] ?? (document.toJS() as unknown))
    .filter(value => value !== null);
}

function identityFindings(manifest: unknown): Finding[] {
  if (!isPlainObject(manifest)) return [{ path: [], message: 'must be an object with apiVersion, kind and metadata' }];
  const metadata = isPlainObject(manifest.metadata) ? manifest.metadata : {};
  const missing = (path: ValuePath, value: unknown, example: string): Finding[] =>
    typeof value === 'string' && value !== ''
      ? []
      : [
          {
            path,
            message:
              `must be a string such as ${example}, ` +
              `got ${value === undefined ? 'nothing' : JSON.stringify(value)}`,
          },
        ];
  return [
    ...missing(['apiVersion'], manifest.apiVersion, 'apps/v1'),
    ...missing(['kind'], manifest.kind, 'Deployment'),
    ...missing(['metadata', 'name'], metadata.name, 'docs'),
  ];
}

/** `Role arc-runners/docs`, or `StorageClass nvme`. */
function nameOf({ kind, metadata }: Plain): string {
  const { namespace, name } = metadata as { namespace?: unknown; name: string };
  return `${String(kind)} ${typeof namespace === 'string' ? `${namespace}/` : ''}${name}`;
}

/** Returns the API group. The version does not matter: an object is the same in all versions of the group. */
function groupOf({ apiVersion }: Plain): string {
  return String(apiVersion).replace(/(^|\/)[^/]*$/, '');
}

function objectFindings(manifest: Plain, minor: number): Finding[] {
  if (manifest.kind === 'AutoscalingRunnerSet') return runnerSetFindings(manifest, minor);
  const path = POD_TEMPLATES[String(manifest.kind)];
  if (path === undefined) return [];
  const pod = path.reduce<unknown>((value, part) => (isPlainObject(value) ? value[part] : undefined), manifest);
  return isPlainObject(pod) ? prefixFindings(path, podFindings(pod, minor)) : [];
}

/** The path of the pod template in each kind that creates pods. */
const POD_TEMPLATES: Readonly<Record<string, readonly string[]>> = {
  Pod: [],
  Deployment: ['spec', 'template'],
  StatefulSet: ['spec', 'template'],
  DaemonSet: ['spec', 'template'],
  ReplicaSet: ['spec', 'template'],
  Job: ['spec', 'template'],
  CronJob: ['spec', 'jobTemplate', 'spec', 'template'],
};

function runnerSetFindings(manifest: Plain, minor: number): Finding[] {
  const form = checkSchema(schema as JsonSchema, manifest);
  const spec = isPlainObject(manifest.spec) ? manifest.spec : {};
  const hasForm = (part: string) => !form.some(({ path }) => path[0] === 'spec' && (path[1] ?? part) === part);
  const { template, listenerTemplate } = spec;
  return [
    ...form,
    ...(isPlainObject(template) && hasForm('template')
      ? prefixFindings(['spec', 'template'], runnerPodFindings(template, minor))
      : []),
    ...(isPlainObject(listenerTemplate) && hasForm('listenerTemplate')
      ? prefixFindings(['spec', 'listenerTemplate'], listenerManifestFindings(listenerTemplate, minor))
      : []),
  ];
}
