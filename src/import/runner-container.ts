import { MODE_CAPABILITIES } from '../modes/capabilities';
import { RUNNER_COMMAND, RUNNER_IMAGE } from '../runners/plan';
import { isBlank } from './chart-values';
import { carryContainer, setVariable, type ContainerImport } from './container';
import type { Draft } from './draft';
import { entries } from './hand-written';
import type { ImportedMode } from './mode';
import { listOf, named } from './mode-pod';
import { within } from './values-file';

const INSIST = 'ACTIONS_RUNNER_REQUIRE_JOB_CONTAINER';

/** The container in which the runner is, and what its values leave to chance. */
export function carryRunner(draft: Draft, runner: ContainerImport, mode: ImportedMode): void {
  const { container, place } = runner;
  const given: ContainerImport = {
    ...runner,
    base: { ...runner.base, command: RUNNER_COMMAND },
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
  if (isBlank(container.command)) {
    draft.left.push({
      place,
      value: undefined,
      reason: `has no command, so the image's own would run; here it is ${RUNNER_COMMAND.join()}`,
      remedy: 'write the command of the image in template, if it is another',
    });
  }
  // By hand, leaving it out says that steps may run in the runner too.
  if (
    mode.byHand &&
    MODE_CAPABILITIES[mode.type].hook !== undefined &&
    named(entries(container.env), INSIST) === undefined
  ) {
    setVariable(draft, given, { name: INSIST, value: 'false' });
  }
  leaveDefaultMounts(draft, given);
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
