import { MODE_CAPABILITIES } from '../modes/capabilities';
import { RUNNER_COMMAND } from '../runners/plan';
import { RUNNER_IMAGE } from '../runners/runner-image';
import { isBlank } from './chart-values';
import { importContainer, inTemplate, type ContainerImport } from './container';
import type { Draft } from './draft';
import { entries, REQUIRE_JOB_CONTAINER } from './handwritten-pod';
import type { ImportedMode } from './mode';
import { listOf, named } from './mode-pod';
import { within } from './values-file';

/** GitHub's runner image. Its default command does not start the runner. */
const OFFICIAL_IMAGE = /^ghcr\.io\/actions\/actions-runner([:@]|$)/;

/** Imports the runner container, and reports what the values leave open. */
export function importRunner(draft: Draft, runner: ContainerImport, mode: ImportedMode): void {
  const { container, place } = runner;
  const given: ContainerImport = {
    ...runner,
    base: runner.forWindows ? runner.base : { ...runner.base, command: RUNNER_COMMAND },
    configKeys: { image: ['runnerImage'], resources: ['resources'], env: ['env'] },
    otherVariables: egressVariables(draft),
    chartAddsMounts: !mode.handwritten,
  };
  importContainer(draft, given);
  if (isBlank(container.image)) {
    draft.omissions.push({
      place,
      value: undefined,
      reason: `image is required: the API server refuses the set that the chart renders; set to ${RUNNER_IMAGE}`,
    });
  }
  if (isBlank(container.command) && isBlank(container.args) && runner.forWindows !== true)
    importNoCommand(draft, given);
  // Without the variable, a handwritten pod lets steps run in the runner container.
  if (
    mode.handwritten &&
    MODE_CAPABILITIES[mode.type].hook !== undefined &&
    named(entries(container.env), REQUIRE_JOB_CONTAINER) === undefined
  ) {
    draft.omissions.push({
      place,
      value: undefined,
      reason:
        `lacks ${REQUIRE_JOB_CONTAINER}: steps of jobs without container: would run in the runner, ` +
        'whose ServiceAccount can read every Secret of the namespace; set to true, so every job needs container:',
    });
  }
  reportDefaultMounts(draft, given);
}

/** Keeps the command of the image if the values have none. The command of GitHub's image does not start the runner. */
function importNoCommand(draft: Draft, given: ContainerImport): void {
  const { image } = given.container;
  if (typeof image === 'string' && image !== '' && !OFFICIAL_IMAGE.test(image)) {
    draft.set([...inTemplate(draft, given), 'command'], [], within(given.place, 'image'));
    return;
  }
  draft.omissions.push({
    place: given.place,
    value: undefined,
    reason: `command is required: the image does not start the runner by default; set to ${RUNNER_COMMAND.join()}`,
  });
}

/** Reports mounts that replace the default mount of a volume in the chart. The imported pod has both mounts. */
function reportDefaultMounts(draft: Draft, { container, base, place }: ContainerImport): void {
  const mounts = entries(container.volumeMounts);
  const certificate = draft.config.githubServerTls ? [{ name: 'github-server-tls-cert', mountPath: undefined }] : [];
  for (const { name, mountPath } of [...listOf(base, 'volumeMounts'), ...certificate]) {
    const index = mounts.findIndex(mount => mount.name === name);
    if (index < 0 || mounts.some(mount => mount.name === name && mount.mountPath === mountPath)) continue;
    const at = typeof mountPath === 'string' ? ` at ${mountPath}` : '';
    draft.omit(
      within(place, 'volumeMounts', index),
      `is imported, but does not replace the default mount of ${String(name)}${at}, as it does with the chart`,
    );
  }
}

/** Returns the names of the variables that the proxy and the private CA set in the runner. */
function egressVariables({ config: { proxy, githubServerTls } }: Draft): string[] {
  return [
    ...(proxy === undefined ? [] : ['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY']),
    ...(githubServerTls === undefined ? [] : ['NODE_EXTRA_CA_CERTS', 'RUNNER_UPDATE_CA_CERTS']),
  ];
}
