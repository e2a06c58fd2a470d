import type { ContainerModeType } from '../modes/capabilities';
import { scopeOf } from '../runners/github-url';
import { carryAuth } from './auth';
import { RUNNER_SET_KEYS } from './chart-keys';
import { ChartValues } from './chart-values';
import { Draft } from './draft';
import { carryMode } from './mode';
import { carryPod } from './pod';
import { carryTls } from './private-ca';
import type { FoundRelease } from './found-release';
import type { ValuesFile } from './values-file';
import { carryVault } from './vault';

/** One entry of `runners` in the making. */
export class RunnerDraft extends Draft {
  readonly file: ValuesFile;
  readonly namespace: string;

  /** The account that the chart is told to let manage the set. */
  readonly controller: { readonly namespace?: string; readonly name?: string };

  /** Whether the chart makes the Secret with the credential. */
  readonly madeSecret: boolean;

  constructor({ file, releaseName, namespace = 'default', object }: FoundRelease, containerMode?: ContainerModeType) {
    super();
    this.file = file;
    if (object !== undefined) this.remark([], `From ${object}.`);
    const values = new ChartValues(this.file, RUNNER_SET_KEYS, this.left);
    this.namespace = values.text('namespaceOverride') ?? namespace;
    this.controller = {
      namespace: values.text('controllerServiceAccount', 'namespace'),
      name: values.text('controllerServiceAccount', 'name'),
    };
    this.madeSecret = typeof values.get('githubConfigSecret') !== 'string';
    const name = carryName(this, values, releaseName);
    carryUrl(this, values);
    carryAuth(this, values, `${name}-gha-rs-github-secret`, this.namespace);
    carryScaling(this, values);
    carryWords(this, values);
    carryTls(this, values);
    carryVault(this, values);
    carryMetadata(this, values);
    carryPod(this, values, carryMode(this, values, containerMode));
  }
}

/** What is said in the same words here, and what has another name. */
const SAME: Readonly<Record<string, string>> = {
  runnerGroup: 'runnerGroup',
  scaleSetLabels: 'runnerScaleSetLabels',
  proxy: 'proxy',
  listenerTemplate: 'listenerTemplate',
  listenerMetrics: 'listenerMetrics',
  labels: 'labels',
  annotations: 'annotations',
};

function carryWords(draft: Draft, values: ChartValues): void {
  for (const [key, word] of Object.entries(SAME)) {
    const value = values.given(key);
    if (value !== undefined) draft.set([word], value, values.file.place(key));
  }
}

/** Returns the name of the objects. */
function carryName(draft: Draft, values: ChartValues, releaseName: string | undefined): string {
  const place = values.file.place('runnerScaleSetName');
  const given = values.given('runnerScaleSetName');
  const name = given ?? releaseName;
  if (typeof name !== 'string') {
    draft.leave(
      place,
      `${given === undefined ? 'is missing, and no release lends its name' : 'must be a text'}; the runner set is left out`,
      given === undefined ? 'say the name of the release' : undefined,
    );
    return 'runners';
  }
  const object = name.replaceAll(/[_.]/g, '-');
  draft.set(['name'], object, place);
  if (object !== name) draft.set(['runnerScaleSetName'], name, place);
  if (name.includes('.'))
    draft.remark(
      ['name'],
      `The objects are called ${object}, since names have no dots here. Workflows still write runs-on: ${name}.`,
    );
  return object;
}

function carryUrl(draft: Draft, values: ChartValues): void {
  const place = values.file.place('githubConfigUrl');
  const url = values.text('githubConfigUrl')?.replace(/\/$/, '');
  if (url !== undefined)
    draft.set([URL.canParse(url) && scopeOf(url) === 'repository' ? 'repository' : 'githubConfigUrl'], url, place);
  else
    draft.leave(
      place,
      'is required, and the chart stops without it: whom the runners work for; the runner set is left out',
    );
}

/** ARC takes a maximum that is not written for the largest number there is. */
export const NO_LIMIT = 2147483647;

function carryScaling(draft: Draft, values: ChartValues): void {
  for (const key of ['minRunners', 'maxRunners']) {
    const value = values.get(key);
    if (typeof value === 'number') draft.set([key], value, values.file.place(key));
    else if (value !== undefined)
      draft.leave(
        values.file.place(key),
        `the chart passes over what is not a number; here it is ${key === 'minRunners' ? '0' : `${NO_LIMIT}, which is no limit`}, as with the chart`,
        `write ${key} as a number`,
      );
  }
  if (typeof values.get('maxRunners') !== 'number')
    draft.set(['maxRunners'], NO_LIMIT, values.file.place('maxRunners'));
}

function carryMetadata(draft: Draft, values: ChartValues): void {
  for (const object of Object.keys(values.given('resourceMeta') ?? {})) {
    const place = values.file.place('resourceMeta', object);
    if (values.given('resourceMeta', object) === undefined) continue;
    if (object === 'githubConfigSecret')
      draft.leave(place, 'the Secret is not written here, only referred to', 'label the Secret where it is made');
    else draft.set(['resourceMeta', object], values.get('resourceMeta', object), place);
  }
}
