import type { ValuePath } from '../errors';
import { isPlainObject } from '../kubernetes';
import { MODE_CAPABILITIES } from '../modes/capabilities';
import { RUNNER_CONTAINER } from '../modes/mode';
import { isForWindows } from '../runners/node-os';
import { RUNNER_IMAGE } from '../runners/runner-image';
import { isBlank, type ChartValues } from './chart-values';
import { importContainer, type ContainerImport } from './container';
import { importDaemon } from './docker-daemon';
import type { Draft } from './draft';
import { DAEMON, entries, EXTERNALS } from './handwritten-pod';
import type { ImportedMode } from './mode';
import { modePod, named, type Entry, type Pod } from './mode-pod';
import { importRunner } from './runner-container';
import { within, type Place } from './values-file';
import { importVolumes, volumeNames } from './volumes';

const SPEC = ['template', 'spec'];
const DAEMON_REMEDY = 'change the daemon with dind or with template.spec.initContainers';
const PLACEMENT = ['nodeSelector', 'affinity', 'tolerations', 'topologySpreadConstraints', 'priorityClassName'];

/** Imports the runner pod. What the mode creates is not written. The rest goes to its own key or to `template`. */
export function importPod(draft: Draft, values: ChartValues, mode: ImportedMode): void {
  const metadata = values.given('template', 'metadata');
  if (metadata !== undefined) draft.set(['template', 'metadata'], metadata, values.file.place('template', 'metadata'));
  const spec = values.get(...SPEC);
  omitNulls(draft, values);
  if (isPlainObject(spec)) new PodImport(draft, mode, spec, values.file.place(...SPEC)).run();
  else if (spec !== undefined) draft.omit(values.file.place(...SPEC), 'must be a pod spec');
}

/** With null, helm removes the default of the chart. */
function omitNulls(draft: Draft, { file }: ChartValues): void {
  for (const path of [['template'], SPEC, [...SPEC, 'containers']]) {
    if (file.at(path) === null)
      draft.omit(
        file.place(...path),
        path.length === 3
          ? 'must not be null: it removes the container runner of the chart, and the API server refuses the set; ' +
              'set to the default container'
          : 'must not be null: the chart fails; set to the default pod',
        'remove the key',
      );
  }
}

class PodImport {
  private readonly base: Pod;
  private readonly volumes: readonly unknown[];

  constructor(
    private readonly draft: Draft,
    private readonly mode: ImportedMode,
    private readonly spec: Entry,
    private readonly at: Place,
  ) {
    const image = named(entries(spec.containers), RUNNER_CONTAINER)?.image;
    this.base = modePod(mode.type, typeof image === 'string' ? image : RUNNER_IMAGE);
    this.volumes = volumeNames(draft, spec.volumes, this.base);
  }

  run(): void {
    this.importFields();
    this.importList('containers');
    this.importList('initContainers');
    importVolumes(this.draft, this.spec.volumes, this.place('volumes'), this.base);
  }

  private place(...path: ValuePath): Place {
    return within(this.at, ...path);
  }

  private importFields(): void {
    const runnerAlone = MODE_CAPABILITIES[this.mode.type].hook === undefined;
    for (const [field, value] of Object.entries(this.spec)) {
      if (
        ['containers', 'initContainers', 'volumes'].includes(field) ||
        isBlank(value) ||
        (field === 'restartPolicy' && value === 'Never')
      )
        continue;
      // Placement on the set would also apply to job pods, and the chart does not place those.
      const hasKey = field === 'serviceAccountName' || (runnerAlone && PLACEMENT.includes(field));
      this.draft.set(hasKey ? [field] : [...SPEC, field], value, this.place(field));
    }
  }

  private importList(list: 'containers' | 'initContainers'): void {
    const written = this.spec[list];
    if (written === undefined) return;
    if (!Array.isArray(written)) {
      this.draft.omit(this.place(list), 'must be a list of containers');
      return;
    }
    written.forEach((container: unknown, index) => {
      const place = this.place(list, index);
      const problem = this.problemOf(container, list);
      if (problem !== undefined) this.draft.omit(place, ...problem);
      else this.importOne(container as Entry, list, place);
    });
    if (list === 'containers' && named(entries(written), RUNNER_CONTAINER) === undefined) {
      this.draft.omissions.push({
        place: this.place(list),
        value: undefined,
        reason: 'has no container named runner, so no job would run; set to the default container',
      });
    }
  }

  /** Returns why a container cannot be in this list of the pod, and what to do. */
  private problemOf(
    container: unknown,
    list: 'containers' | 'initContainers',
  ): [reason: string, remedy?: string] | undefined {
    if (!isPlainObject(container)) return ['must be a map'];
    const name = String(container.name);
    if (list === 'initContainers' && named(entries(this.spec.containers), container.name))
      return [`${name} is also the name of a container; the API server refuses the set`, 'rename one of them'];
    if (named(entries(this.spec[list]), container.name) !== container)
      return [`duplicate name ${name}; the API server refuses the set`, 'remove or rename one of them'];
    if (this.mode.handwritten || this.mode.type !== 'dind' || (name !== DAEMON && name !== EXTERNALS)) return undefined;
    return list === 'containers' && name === DAEMON
      ? ['the chart ignores a container of this name', DAEMON_REMEDY]
      : ['the chart adds an init container of the same name, and the API server refuses duplicates', DAEMON_REMEDY];
  }

  private importOne(container: Entry, list: 'containers' | 'initContainers', place: Place): void {
    const given: ContainerImport = {
      container,
      place,
      base: {},
      list,
      configKeys: {},
      otherVariables: [],
      volumes: this.volumes,
    };
    const ofDaemon = this.mode.type === 'dind' ? named(this.base.initContainers, container.name) : undefined;
    if (container.name === RUNNER_CONTAINER && list === 'containers')
      importRunner(
        this.draft,
        {
          ...given,
          base: this.base.containers[0] as Entry,
          forWindows: isForWindows({ template: { spec: this.spec } as never }),
        },
        this.mode,
      );
    else if (ofDaemon !== undefined) importDaemon(this.draft, { ...given, base: ofDaemon });
    else importContainer(this.draft, given);
  }
}
