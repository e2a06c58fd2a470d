import type { DeskrunConfig } from '../config/config';
import { DEFAULT_CONTROLLER, type ServiceAccountReference } from '../runners/runner-controller';
import { namespaceFindings } from '../runners/naming';
import type { ControllerDraft } from './controller';
import { Draft } from './draft';
import type { RunnerDraft } from './runner-set';

/** The order in which people read an entry of `runners`. */
const ORDER = [
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

/** A whole configuration in the making: what is said once, and the runner sets. */
export class Whole {
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
    this.agreeOnController(controller?.serviceAccount);
  }

  /** The configuration, of all runner sets that are left or of these. */
  config(runners: readonly RunnerDraft[] = this.runners): DeskrunConfig {
    return {
      namespace: this.namespace,
      ...(this.arcVersion && { arcVersion: this.arcVersion }),
      ...this.file.config,
      runners: runners.map(({ config }) => inOrder(config)),
    } as unknown as DeskrunConfig;
  }

  /** Leaves a runner set out. */
  drop(runner: RunnerDraft): void {
    this.runners.splice(this.runners.indexOf(runner), 1);
  }

  /** A file has one controller: the one it installs, else the first that a set names. */
  private agreeOnController(installed: ServiceAccountReference | undefined): void {
    let agreed = installed;
    for (const runner of this.runners) {
      const { namespace, name } = runner.controller;
      if (namespace === undefined && name === undefined) continue;
      const wanted = {
        namespace: namespace ?? DEFAULT_CONTROLLER.serviceAccount.namespace,
        name: name ?? DEFAULT_CONTROLLER.serviceAccount.name,
      };
      const place = runner.file.place('controllerServiceAccount');
      if (agreed === undefined) {
        agreed = wanted;
        this.file.set(['controller', 'namespace'], wanted.namespace, { ...place, path: [...place.path, 'namespace'] });
        this.file.set(['controller', 'serviceAccount'], wanted.name, { ...place, path: [...place.path, 'name'] });
      } else if (agreed.namespace !== wanted.namespace || agreed.name !== wanted.name) {
        runner.leave(
          place,
          `is another controller than that of the file, ${agreed.name} in ${agreed.namespace}`,
          'keep sets of another controller in a file of their own',
        );
      }
    }
  }
}

function inOrder(config: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const rank = (key: string) =>
    ORDER.includes(key) ? ORDER.indexOf(key) : key === 'template' ? ORDER.length + 1 : ORDER.length;
  return Object.fromEntries(Object.entries(config).sort(([a], [b]) => rank(a) - rank(b)));
}
