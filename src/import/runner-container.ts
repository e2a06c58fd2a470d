import { MODE_CAPABILITIES } from '../modes/capabilities';
import { RUNNER_COMMAND } from '../runners/plan';
import { RUNNER_IMAGE } from '../runners/runner-image';
import { isBlank } from './chart-values';
import { carryContainer, inTemplate, type ContainerImport } from './container';
import type { Draft } from './draft';
import { entries, REQUIRE_JOB_CONTAINER } from './hand-written';
import type { ImportedMode } from './mode';
import { listOf, named } from './mode-pod';
import { within } from './values-file';

/** GitHub's own image, which has no command of its own that starts the runner. */
const OFFICIAL_IMAGE = /^ghcr\.io\/actions\/actions-runner([:@]|$)/;

/** The container in which the runner is, and what its values leave to chance. */
export function carryRunner(draft: Draft, runner: ContainerImport, mode: ImportedMode): void {
  const { container, place } = runner;
  const given: ContainerImport = {
    ...runner,
    base: runner.forWindows ? runner.base : { ...runner.base, command: RUNNER_COMMAND },
    plainly: { image: ['runnerImage'], resources: ['resources'], env: ['env'] },
    taken: variablesOfEgress(draft),
    completed: !mode.byHand,
  };
  carryContainer(draft, given);
  if (isBlank(container.image)) {
    draft.left.push({
      place,
      value: undefined,
      reason: `has no image, and the API server refuses the set that the chart writes; here it is ${RUNNER_IMAGE}`,
    });
  }
  if (isBlank(container.command) && isBlank(container.args) && runner.forWindows !== true) carryNoCommand(draft, given);
  // By hand, leaving it out says that steps may run in the runner too.
  if (
    mode.byHand &&
    MODE_CAPABILITIES[mode.type].hook !== undefined &&
    named(entries(container.env), REQUIRE_JOB_CONTAINER) === undefined
  ) {
    draft.left.push({
      place,
      value: undefined,
      reason: `has no ${REQUIRE_JOB_CONTAINER}, so steps of jobs without container: would run in the runner, whose ServiceAccount may read every Secret of the namespace; here jobs must have a container:`,
    });
  }
  leaveDefaultMounts(draft, given);
}

/** Without a command, that of the image runs. GitHub's own image has none that starts a runner. */
function carryNoCommand(draft: Draft, given: ContainerImport): void {
  const { image } = given.container;
  if (typeof image === 'string' && image !== '' && !OFFICIAL_IMAGE.test(image)) {
    draft.set([...inTemplate(draft, given), 'command'], [], within(given.place, 'image'));
    return;
  }
  draft.left.push({
    place: given.place,
    value: undefined,
    reason: `has no command, and the image has none that starts the runner; here it is ${RUNNER_COMMAND.join()}`,
  });
}

/** The chart adds its own mount of a volume unless there is one; here both are there. */
function leaveDefaultMounts(draft: Draft, { container, base, place }: ContainerImport): void {
  const mounts = entries(container.volumeMounts);
  const certificate = draft.config.githubServerTls ? [{ name: 'github-server-tls-cert', mountPath: undefined }] : [];
  for (const { name, mountPath } of [...listOf(base, 'volumeMounts'), ...certificate]) {
    const index = mounts.findIndex(mount => mount.name === name);
    if (index < 0 || mounts.some(mount => mount.name === name && mount.mountPath === mountPath)) continue;
    draft.leave(
      within(place, 'volumeMounts', index),
      `is carried, but does not take the place of the usual mount of ${String(name)}${typeof mountPath === 'string' ? ` at ${mountPath}` : ''}, as it does with the chart`,
    );
  }
}

/** What a proxy and a private authority set in the runner. */
function variablesOfEgress({ config: { proxy, githubServerTls } }: Draft): string[] {
  return [
    ...(proxy === undefined ? [] : ['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY']),
    ...(githubServerTls === undefined ? [] : ['NODE_EXTRA_CA_CERTS', 'RUNNER_UPDATE_CA_CERTS']),
  ];
}
