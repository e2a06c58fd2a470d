import type { DeskrunConfig } from '../config/config';
import { DEFAULT_CONTROLLER, type ServiceAccountReference } from '../runners/runner-controller';
import { namespaceFindings } from '../runners/naming';
import type { ControllerDraft } from './controller';
import { Draft } from './draft';
import type { RunnerDraft } from './runner-set';

/** The order of keys in an entry of `runners`. Other keys come after these, and `template` comes last. */
const KEY_ORDER = [
  'name',
  'repository',
  'githubConfigUrl',
  'containerMode',
  'auth',
  'vaultConfig',
  'namespace',
  'runnerScaleSetName',
  'runnerGroup',
  'runnerScaleSetLabels',
  'minRunners',
  'maxRunners',
  'runnerImage',
  'serviceAccountName',
  'additionalRoleRules',
  'workVolumeClaim',
  'dind',
  'env',
  'resources',
];

/** A configuration under construction: the keys of the file, and its runner sets. */
export class ConfigDraft {
  readonly file: Draft;
  readonly namespace: string;
  readonly runners: RunnerDraft[];

  constructor(
    runners: readonly RunnerDraft[],
    controller: ControllerDraft | undefined,
    private readonly arcVersion: string | undefined,
  ) {
    this.runners = [...runners];
    this.file = controller ?? new Draft();
    this.namespace =
      runners.map(({ namespace }) => namespace).find(name => namespaceFindings(name).length === 0) ?? 'default';
    for (const runner of runners) {
      if (runner.namespace !== this.namespace)
        runner.set(['namespace'], runner.namespace, runner.file.place('namespaceOverride'));
    }
    this.setController(controller?.serviceAccount);
  }

  /** Returns the configuration with the given runner sets. @default - all runner sets that were not dropped */
  config(runners: readonly RunnerDraft[] = this.runners): DeskrunConfig {
    return {
      namespace: this.namespace,
      ...(this.arcVersion && { arcVersion: this.arcVersion }),
      ...this.file.config,
      runners: runners.map(({ config }) => sortKeys(config)),
    } as unknown as DeskrunConfig;
  }

  /** Removes a runner set. */
  drop(runner: RunnerDraft): void {
    this.runners.splice(this.runners.indexOf(runner), 1);
  }

  /** Sets the only controller of the file: the one that it installs, else the first that a set refers to. */
  private setController(installed: ServiceAccountReference | undefined): void {
    let chosen = installed;
    for (const runner of this.runners) {
      const { namespace, name } = runner.controller;
      if (namespace === undefined && name === undefined) continue;
      const wanted = {
        namespace: namespace ?? DEFAULT_CONTROLLER.serviceAccount.namespace,
        name: name ?? DEFAULT_CONTROLLER.serviceAccount.name,
      };
      const place = runner.file.place('controllerServiceAccount');
      if (chosen === undefined) {
        chosen = wanted;
        this.file.set(['controller', 'namespace'], wanted.namespace, { ...place, path: [...place.path, 'namespace'] });
        this.file.set(['controller', 'serviceAccount'], wanted.name, { ...place, path: [...place.path, 'name'] });
      } else if (chosen.namespace !== wanted.namespace || chosen.name !== wanted.name) {
        runner.omit(
          place,
          `differs from the controller of the file, ${chosen.name} in ${chosen.namespace}`,
          'use a separate file for the sets of each controller',
        );
      }
    }
  }
}

function sortKeys(config: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const rank = (key: string) =>
    KEY_ORDER.includes(key) ? KEY_ORDER.indexOf(key) : key === 'template' ? KEY_ORDER.length + 1 : KEY_ORDER.length;
  return Object.fromEntries(Object.entries(config).sort(([a], [b]) => rank(a) - rank(b)));
}
