/**
 * What people write, from other tools or from memory, for a key. A name counts only where its key is allowed and not
 * yet given.
 */
const SYNONYMS: Readonly<Record<string, readonly string[]>> = {
  namespace: ['ns'],
  runners: ['runner', 'runnerSets', 'installations', 'sets'],
  arcVersion: ['version'],
  repository: ['repo', 'url', 'githubUrl', 'repoUrl', 'repositoryUrl'],
  githubConfigUrl: ['org', 'organization', 'enterprise'],
  containerMode: ['mode', 'type'],
  auth: ['githubConfigSecret', 'credential', 'credentials'],
  secret: ['secretName', 'secretRef', 'name'],
  minRunners: ['min', 'minimum'],
  maxRunners: ['max', 'maximum'],
  instances: ['replicas', 'count'],
  cachePaths: ['mounts', 'paths'],
  caches: ['cache'],
  runnerGroup: ['group'],
  runnerScaleSetLabels: ['runnerLabels', 'scaleSetLabels'],
  runnerImage: ['image'],
  env: ['environment'],
  template: ['podTemplate'],
  jobPod: ['job'],
  dind: ['docker'],
  workVolumeClaim: ['kubernetesModeWorkVolumeClaim'],
  source: ['hostPath', 'src', 'host', 'from'],
  target: ['mountPath', 'dest', 'destination', 'path', 'to'],
};

/** A key without what tells camelCase, snake_case and kebab-case apart. */
function plain(key: string): string {
  return key.replace(/[-_ ]/g, '').toLowerCase();
}

/** The key among `allowed` that another spelling or a synonym stands for. */
export function synonymOf(key: string, allowed: readonly string[]): string | undefined {
  const written = plain(key);
  return (
    allowed.find(name => plain(name) === written) ??
    allowed.find(name => Object.hasOwn(SYNONYMS, name) && SYNONYMS[name]?.some(other => plain(other) === written))
  );
}
