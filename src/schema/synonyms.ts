/**
 * Other names for each key, from other tools or similar words. A name is suggested only where its key is allowed and
 * not yet set.
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

/** Returns a key in a form that is the same for camelCase, snake_case and kebab-case. */
function normalized(key: string): string {
  return key.replace(/[-_ ]/g, '').toLowerCase();
}

/** Returns the allowed key of which a key is a synonym or another spelling, or undefined. */
export function synonymOf(key: string, allowed: readonly string[]): string | undefined {
  const written = normalized(key);
  return (
    allowed.find(name => normalized(name) === written) ??
    allowed.find(name => Object.hasOwn(SYNONYMS, name) && SYNONYMS[name]?.some(other => normalized(other) === written))
  );
}
