import { parseAllDocuments } from 'yaml';
import schema from '../../imports/autoscalingrunnerset.schema.json';
import { DEFAULT_KUBERNETES_VERSION, kubernetesVersionProblem } from '../app/versions';
import { formatPath, prefixFindings, PropsError, type Finding, type ValuePath } from '../errors';
import { isPlainObject } from '../plain-object';
import { podFindings, runnerPodFindings } from '../pod/check';
import { listenerManifestFindings } from '../runners/listener-pod';
import { checkSchema, type JsonSchema } from '../schema/check';

type Plain = Record<string, unknown>;

/** Which cluster manifests are checked for. */
export interface ManifestCheckOptions {
  /** Minor version of the oldest Kubernetes that the manifests are for: `'1.27'` or later, without a patch. @default '1.36' */
  readonly kubernetesVersion?: string;
}

/**
 * Lists what an API server would refuse in manifests, one text for each problem; an empty list when there is none.
 *
 * Checked are every AutoscalingRunnerSet against the CRD of ARC 0.14.2, with unknown fields refused; every pod, and the pod template of
 * every runner set, listener, Deployment, StatefulSet, DaemonSet, ReplicaSet, Job and CronJob, against the rules of Kubernetes that no
 * schema has; that each manifest has apiVersion, kind and metadata.name; and that no object is there twice. Fields of kinds other than
 * AutoscalingRunnerSet are not checked against a schema: `kubectl apply --dry-run=server` does that.
 *
 * @param manifests objects, such as those of `app.manifests()` or `Testing.synth(chart)`, or the text of YAML files
 * @throws PropsError when kubernetesVersion is no such version
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
    const repeated = seen.has(key) ? [`${name}: is there twice; remove or rename one`] : [];
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
            message: `must be text such as ${example}, got ${value === undefined ? 'nothing' : JSON.stringify(value)}`,
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

/** The group of an API: one object may be written in several versions of it. */
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

/** Where the kinds of Kubernetes that create pods have the pod. */
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
