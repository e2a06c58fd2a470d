import { isDeepStrictEqual } from 'node:util';
import { isPlainObject } from '../kubernetes';
import { MODE_CAPABILITIES } from '../modes/capabilities';
import { RUNNER_CONTAINER } from '../modes/mode';
import { RUNNER_IMAGE } from '../runners/plan';
import { isEmpty, type ChartValues } from './chart-values';
import { carryContainer, setVariable, type ContainerImport } from './container';
import { carryDaemon } from './daemon';
import type { Draft } from './draft';
import { DAEMON, entries, EXTERNALS } from './hand-written';
import type { ImportedMode } from './mode';
import { listOf, modePod, named, type Entry, type Pod } from './mode-pod';
import type { Place } from './values-file';
import { carryClaimSpec } from './work-claim';

const RUN = ['/home/runner/run.sh'];
const SPEC = ['template', 'spec'];
const OF_DAEMON = 'say what is to be changed of the daemon under dind, or under template.spec.initContainers';
const PLACEMENT = ['nodeSelector', 'affinity', 'tolerations', 'topologySpreadConstraints', 'priorityClassName'];

/** The runner pod: what the mode makes anyhow goes without saying, the rest to its own key or to `template`. */
export function carryPod(draft: Draft, values: ChartValues, mode: ImportedMode): void {
  const metadata = values.given('template', 'metadata');
  if (metadata !== undefined) draft.set(['template', 'metadata'], metadata, values.file.place('template', 'metadata'));
  const spec = values.get(...SPEC);
  if (spec === undefined) return;
  if (!isPlainObject(spec)) {
    draft.leave(values.file.place(...SPEC), 'must be the spec of a pod');
    return;
  }
  const image = named(entries(spec.containers), RUNNER_CONTAINER)?.image;
  const base = modePod(mode.type, typeof image === 'string' ? image : RUNNER_IMAGE);
  new PodImport(draft, values, mode, spec, base).carry();
}

class PodImport {
  constructor(
    private readonly draft: Draft,
    private readonly values: ChartValues,
    private readonly mode: ImportedMode,
    private readonly spec: Readonly<Record<string, unknown>>,
    private readonly base: Pod,
  ) {}

  carry(): void {
    this.carryFields();
    this.carryList('containers');
    this.carryList('initContainers');
    this.carryVolumes();
  }

  /** The names of all volumes that the pod will have. */
  private get volumes(): unknown[] {
    const certificate = this.values.given('githubServerTLS', 'runnerMountPath') === undefined ? [] : ['github-server-tls-cert'];
    return [...[...this.base.volumes, ...entries(this.spec.volumes)].map(({ name }) => name), ...certificate];
  }

  private place(...path: (string | number)[]): Place {
    return this.values.file.place(...SPEC, ...path);
  }

  private carryFields(): void {
    const runnerAlone = MODE_CAPABILITIES[this.mode.type].hook === undefined;
    for (const [field, value] of Object.entries(this.spec)) {
      if (['containers', 'initContainers', 'volumes'].includes(field) || isEmpty(value) || (field === 'restartPolicy' && value === 'Never')) continue;
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
      if (!isPlainObject(container)) this.draft.leave(place, 'must be a container');
      else if (named(entries(written), container.name) !== container) this.draft.leave(place, `${String(container.name)} is there twice; the API server refuses the set`, 'keep one');
      else this.carryOne(container, list, place);
    });
    if (list === 'containers' && named(entries(written), RUNNER_CONTAINER) === undefined) {
      this.draft.left.push({ place: this.place(list), value: undefined, reason: 'has no container called runner, without which no job runs; here it is the usual one' });
    }
  }

  private carryOne(container: Entry, list: 'containers' | 'initContainers', place: Place): void {
    const { name } = container;
    const { draft, base } = this;
    if (name === RUNNER_CONTAINER && list === 'containers') this.carryRunner(container, place);
    else if (this.mode.type !== 'dind' || (name !== DAEMON && name !== EXTERNALS)) carryContainer(draft, { container, place, base: {}, list, plainly: {}, taken: [], volumes: this.volumes });
    else if (this.mode.byHand) carryDaemon(draft, container, named(base.initContainers, name) as Entry, place, this.volumes);
    else if (list === 'containers' && name === DAEMON) draft.leave(place, 'the chart drops a container of this name', OF_DAEMON);
    else draft.leave(place, 'the chart adds an init container of this name itself, and the API server refuses two', OF_DAEMON);
  }

  private carryRunner(container: Entry, place: Place): void {
    const given: ContainerImport = {
      container,
      place,
      base: { ...named(this.base.containers, RUNNER_CONTAINER), command: RUN },
      list: 'containers',
      plainly: { image: ['runnerImage'], resources: ['resources'], env: ['env'] },
      taken: this.variablesOfEgress(),
      volumes: this.volumes,
    };
    carryContainer(this.draft, given);
    if (isEmpty(container.image)) {
      this.draft.left.push({ place, value: undefined, reason: `has no image, and the API server refuses the set that the chart writes; here it is ${RUNNER_IMAGE}` });
    }
    if (isEmpty(container.command)) {
      this.draft.left.push({ place, value: undefined, reason: `has no command, so the image's own would run; here it is ${RUN.join()}`, remedy: 'write the command of the image in template, if it is another' });
    }
    if (this.mode.byHand && MODE_CAPABILITIES[this.mode.type].hook !== undefined && named(entries(container.env), 'ACTIONS_RUNNER_REQUIRE_JOB_CONTAINER') === undefined) {
      setVariable(this.draft, given, { name: 'ACTIONS_RUNNER_REQUIRE_JOB_CONTAINER', value: 'false' });
    }
    this.leaveDefaultMounts(given);
  }

  /** The chart adds its own mount of a volume unless there is one; here both are there. */
  private leaveDefaultMounts({ container, base, place }: ContainerImport): void {
    const mounts = entries(container.volumeMounts);
    const certificate = this.draft.config.githubServerTls ? [{ name: 'github-server-tls-cert', mountPath: undefined }] : [];
    for (const { name, mountPath } of [...listOf(base, 'volumeMounts'), ...certificate]) {
      const index = mounts.findIndex(mount => mount.name === name);
      if (index < 0 || mounts.some(mount => mount.name === name && mount.mountPath === mountPath)) continue;
      this.draft.leave(
        { ...place, path: [...place.path, 'volumeMounts', index] },
        `is carried, but does not take the place of the usual mount of ${String(name)}${typeof mountPath === 'string' ? ` at ${mountPath}` : ''}, as it does with the chart`,
      );
    }
  }

  /** What a proxy and a private authority set in the runner. */
  private variablesOfEgress(): string[] {
    const { proxy, githubServerTls } = this.draft.config;
    return [
      ...(proxy === undefined ? [] : ['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY']),
      ...(githubServerTls === undefined ? [] : ['NODE_EXTRA_CA_CERTS', 'RUNNER_UPDATE_CA_CERTS']),
    ];
  }

  private carryVolumes(): void {
    const written = this.spec.volumes;
    if (written === undefined) return;
    if (!Array.isArray(written)) {
      this.draft.leave(this.place('volumes'), 'must be a list of volumes');
      return;
    }
    written.forEach((volume: unknown, index) => {
      const place = this.place('volumes', index);
      const base = isPlainObject(volume) ? named(this.base.volumes, volume.name) : undefined;
      if (base !== undefined && isDeepStrictEqual(base, volume)) return;
      if (base?.ephemeral && !('ephemeral' in (volume as Entry))) {
        this.draft.leave(place, 'must be ephemeral in the mode kubernetes: job pods look for the claim that such a volume makes for each runner, and every job fails', 'say it under workVolumeClaim');
      } else if (!base?.ephemeral || !this.carryWorkVolume(volume as Entry, place)) {
        this.draft.add([...SPEC, 'volumes'], volume, place);
      }
    });
  }

  private carryWorkVolume({ name, ephemeral, ...others }: Entry, place: Place): boolean {
    if (Object.keys(others).length > 0 || !isPlainObject(ephemeral) || !isPlainObject(ephemeral.volumeClaimTemplate)) return false;
    const { spec, ...rest } = ephemeral.volumeClaimTemplate;
    return Object.keys(rest).length === 0 && Object.keys(ephemeral).length === 1
      && carryClaimSpec(this.draft, spec, { ...place, path: [...place.path, 'ephemeral', 'volumeClaimTemplate', 'spec'] });
  }
}
