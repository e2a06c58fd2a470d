export { yamlSerializer, type SnapshotSerializer } from './golden';
export { manifestProblems, type ManifestCheckOptions } from './manifests';
export { matchers, type MatcherResult } from './matchers';
