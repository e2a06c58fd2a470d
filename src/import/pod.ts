import type { ValuePath } from '../errors';
import { isPlainObject } from '../kubernetes';
import { MODE_CAPABILITIES } from '../modes/capabilities';
import { RUNNER_CONTAINER } from '../modes/mode';
import { isForWindows } from '../runners/node-os';
import { RUNNER_IMAGE } from '../runners/runner-image';
import { isBlank, type ChartValues } from './chart-values';
import { carryContainer, type ContainerImport } from './container';
import { carryDaemon } from './daemon';
import type { Draft } from './draft';
import { DAEMON, entries, EXTERNALS } from './hand-written';
import type { ImportedMode } from './mode';
import { modePod, named, type Entry, type Pod } from './mode-pod';
import { carryRunner } from './runner-container';
import { within, type Place } from './values-file';
import { carryVolumes, volumeNames } from './volumes';

const SPEC = ['template', 'spec'];
const OF_DAEMON = 'say what is to be changed of the daemon under dind, or under template.spec.initContainers';
const PLACEMENT = ['nodeSelector', 'affinity', 'tolerations', 'topologySpreadConstraints', 'priorityClassName'];

/** The runner pod: what the mode makes anyhow goes without saying, the rest to its own key or to `template`. */
export function carryPod(draft: Draft, values: ChartValues, mode: ImportedMode): void {
  const metadata = values.given('template', 'metadata');
  if (metadata !== undefined) draft.set(['template', 'metadata'], metadata, values.file.place('template', 'metadata'));
  const spec = values.get(...SPEC);
  leaveNulls(draft, values);
  if (isPlainObject(spec)) new PodImport(draft, mode, spec, values.file.place(...SPEC)).carry();
  else if (spec !== undefined) draft.leave(values.file.place(...SPEC), 'must be the spec of a pod');
}

/** Null takes away what the chart has there itself. */
function leaveNulls(draft: Draft, { file }: ChartValues): void {
  for (const path of [['template'], SPEC, [...SPEC, 'containers']]) {
    if (file.at(path) === null)
      draft.leave(
        file.place(...path),
        path.length === 3
          ? "is null, which takes away the chart's own container runner, and the API server refuses the set; here it is the usual one"
          : 'is null, and the chart stops at it; here the runner is the usual one',
        'leave it out',
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

  carry(): void {
    this.carryFields();
    this.carryList('containers');
    this.carryList('initContainers');
    carryVolumes(this.draft, this.spec.volumes, this.place('volumes'), this.base);
  }

  private place(...path: ValuePath): Place {
    return within(this.at, ...path);
  }

  private carryFields(): void {
    const runnerAlone = MODE_CAPABILITIES[this.mode.type].hook === undefined;
    for (const [field, value] of Object.entries(this.spec)) {
      if (
        ['containers', 'initContainers', 'volumes'].includes(field) ||
        isBlank(value) ||
        (field === 'restartPolicy' && value === 'Never')
      )
        continue;
      // Said of the set, a placement holds for job pods too, which the chart leaves alone.
      const plainly = field === 'serviceAccountName' || (runnerAlone && PLACEMENT.includes(field));
      this.draft.set(plainly ? [field] : [...SPEC, field], value, this.place(field));
    }
  }

  private carryList(list: 'containers' | 'initContainers'): void {
    const written = this.spec[list];
    if (written === undefined) return;
    if (!Array.isArray(written)) {
      this.draft.leave(this.place(list), 'must be a list of containers');
      return;
    }
    written.forEach((container: unknown, index) => {
      const place = this.place(list, index);
      const problem = this.problemOf(container, list);
      if (problem !== undefined) this.draft.leave(place, ...problem);
      else this.carryOne(container as Entry, list, place);
    });
    if (list === 'containers' && named(entries(written), RUNNER_CONTAINER) === undefined) {
      this.draft.left.push({
        place: this.place(list),
        value: undefined,
        reason: 'has no container called runner, without which no job runs; here it is the usual one',
      });
    }
  }

  /** Why a container cannot be in a pod, or not in this list of it, and what to do. */
  private problemOf(
    container: unknown,
    list: 'containers' | 'initContainers',
  ): [reason: string, remedy?: string] | undefined {
    if (!isPlainObject(container)) return ['must be a container'];
    const name = String(container.name);
    if (list === 'initContainers' && named(entries(this.spec.containers), container.name))
      return [`${name} is a container too; the API server refuses the set`, 'rename one'];
    if (named(entries(this.spec[list]), container.name) !== container)
      return [`${name} is there twice; the API server refuses the set`, 'keep one'];
    if (this.mode.byHand || this.mode.type !== 'dind' || (name !== DAEMON && name !== EXTERNALS)) return undefined;
    return list === 'containers' && name === DAEMON
      ? ['the chart drops a container of this name', OF_DAEMON]
      : ['the chart adds an init container of this name itself, and the API server refuses two', OF_DAEMON];
  }

  private carryOne(container: Entry, list: 'containers' | 'initContainers', place: Place): void {
    const given: ContainerImport = { container, place, base: {}, list, plainly: {}, taken: [], volumes: this.volumes };
    const ofDaemon = this.mode.type === 'dind' ? named(this.base.initContainers, container.name) : undefined;
    if (container.name === RUNNER_CONTAINER && list === 'containers')
      carryRunner(
        this.draft,
        {
          ...given,
          base: this.base.containers[0] as Entry,
          forWindows: isForWindows({ template: { spec: this.spec } as never }),
        },
        this.mode,
      );
    else if (ofDaemon !== undefined) carryDaemon(this.draft, { ...given, base: ofDaemon });
    else carryContainer(this.draft, given);
  }
}
