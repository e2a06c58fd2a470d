import type { ContainerModeType } from '../modes/capabilities';
import { scopeOf } from '../runners/github-url';
import { importAuth } from './auth';
import { RUNNER_SET_KEYS } from './chart-keys';
import { ChartValues } from './chart-values';
import { Draft } from './draft';
import { importMode } from './mode';
import { importPod } from './pod';
import { importTls } from './private-ca';
import type { FoundRelease } from './found-release';
import type { ValuesFile } from './values-file';
import { importVault } from './vault';

/** An entry of `runners` under construction. */
export class RunnerDraft extends Draft {
  readonly file: ValuesFile;
  readonly namespace: string;

  /** The ServiceAccount of the controller, as named in the values. */
  readonly controller: { readonly namespace?: string; readonly name?: string };

  /** Whether the chart creates the Secret with the credential. */
  readonly chartCreatesSecret: boolean;

  constructor({ file, releaseName, namespace = 'default', object }: FoundRelease, containerMode?: ContainerModeType) {
    super();
    this.file = file;
    if (object !== undefined) this.comment([], `From ${object}.`);
    const values = new ChartValues(this.file, RUNNER_SET_KEYS, this.omissions);
    this.namespace = values.text('namespaceOverride') ?? namespace;
    this.controller = {
      namespace: values.text('controllerServiceAccount', 'namespace'),
      name: values.text('controllerServiceAccount', 'name'),
    };
    this.chartCreatesSecret = typeof values.get('githubConfigSecret') !== 'string';
    const name = importName(this, values, releaseName);
    importUrl(this, values);
    importAuth(this, values, `${name}-gha-rs-github-secret`, this.namespace);
    importScaling(this, values);
    importSameValues(this, values);
    importTls(this, values);
    importVault(this, values);
    importMetadata(this, values);
    importPod(this, values, importMode(this, values, containerMode));
  }
}

/** Values that are imported unchanged, and their keys in the configuration. */
const RENAMED_KEYS: Readonly<Record<string, string>> = {
  runnerGroup: 'runnerGroup',
  scaleSetLabels: 'runnerScaleSetLabels',
  proxy: 'proxy',
  listenerTemplate: 'listenerTemplate',
  listenerMetrics: 'listenerMetrics',
  labels: 'labels',
  annotations: 'annotations',
};

function importSameValues(draft: Draft, values: ChartValues): void {
  for (const [key, word] of Object.entries(RENAMED_KEYS)) {
    const value = values.given(key);
    if (value !== undefined) draft.set([word], value, values.file.place(key));
  }
}

/** Imports the name of the set. Returns the name of its objects. */
function importName(draft: Draft, values: ChartValues, releaseName: string | undefined): string {
  const place = values.file.place('runnerScaleSetName');
  const given = values.given('runnerScaleSetName');
  const name = given ?? releaseName;
  if (typeof name !== 'string') {
    const problem = given === undefined ? 'is required if the release has no name' : 'must be a string';
    draft.omit(
      place,
      `${problem}; the runner set is skipped`,
      given === undefined ? 'pass the name of the release' : undefined,
    );
    return 'runners';
  }
  const object = name.replaceAll(/[_.]/g, '-');
  draft.set(['name'], object, place);
  if (object !== name) draft.set(['runnerScaleSetName'], name, place);
  if (name.includes('.'))
    draft.comment(
      ['name'],
      `The objects are named ${object}, because deskrun allows no dots in names. Workflows still use runs-on: ${name}.`,
    );
  return object;
}

function importUrl(draft: Draft, values: ChartValues): void {
  const place = values.file.place('githubConfigUrl');
  const url = values.text('githubConfigUrl')?.replace(/\/$/, '');
  if (url !== undefined)
    draft.set([URL.canParse(url) && scopeOf(url) === 'repository' ? 'repository' : 'githubConfigUrl'], url, place);
  else
    draft.omit(
      place,
      'is required: the URL of the repository, organization or enterprise; the chart fails without it; ' +
        'the runner set is skipped',
    );
}

/** The value that ARC uses if maxRunners is not set: the largest 32-bit integer. */
export const UNLIMITED = 2147483647;

function importScaling(draft: Draft, values: ChartValues): void {
  for (const key of ['minRunners', 'maxRunners']) {
    const value = values.get(key);
    if (typeof value === 'number') draft.set([key], value, values.file.place(key));
    else if (value !== undefined) {
      const fallback = key === 'minRunners' ? '0' : `${UNLIMITED} (no limit)`;
      draft.omit(
        values.file.place(key),
        `must be a number; the chart ignores anything else; set to ${fallback}`,
        `write ${key} as a number`,
      );
    }
  }
  if (typeof values.get('maxRunners') !== 'number')
    draft.set(['maxRunners'], UNLIMITED, values.file.place('maxRunners'));
}

function importMetadata(draft: Draft, values: ChartValues): void {
  for (const object of Object.keys(values.given('resourceMeta') ?? {})) {
    const place = values.file.place('resourceMeta', object);
    if (values.given('resourceMeta', object) === undefined) continue;
    if (object === 'githubConfigSecret')
      draft.omit(place, 'the configuration refers to the Secret but does not create it', 'label the Secret itself');
    else draft.set(['resourceMeta', object], values.get('resourceMeta', object), place);
  }
}
