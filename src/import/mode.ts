import { MODE_CAPABILITIES, type ContainerModeType } from '../modes/capabilities';
import { RUNNER_CONTAINER } from '../modes/mode';
import { nearest } from '../schema/nearest';
import { isEmpty, type ChartValues } from './chart-values';
import type { Draft } from './draft';
import { entries, modeOfHandwrittenPod, differencesFromDind } from './handwritten-pod';
import { named } from './mode-pod';
import { importClaim } from './work-claim';

const CHART_MODES: readonly ContainerModeType[] = ['dind', 'kubernetes', 'kubernetes-novolume'];

/** The mode of an imported set. */
export interface ImportedMode {
  readonly type: ContainerModeType;

  /** Whether the mode was recognized in a handwritten pod. */
  readonly handwritten: boolean;
}

/**
 * Imports the mode of a set and its options. If the values set no mode, uses `fallback`, else the mode recognized in a
 * handwritten pod, else `runner`, which is the chart's default and leaves the pod as it is written.
 */
export function importMode(draft: Draft, values: ChartValues, fallback: ContainerModeType | undefined): ImportedMode {
  const place = values.file.place('containerMode', 'type');
  const written = values.given('containerMode', 'type');
  const known = CHART_MODES.find(type => type === written);
  const handwritten = known === undefined ? modeOfHandwrittenPod(values.get('template', 'spec')) : undefined;
  if (written !== undefined && known === undefined) {
    const meant = nearest(typeof written === 'string' ? written : '', CHART_MODES);
    draft.omit(
      place,
      `must be one of ${CHART_MODES.join(', ')}; the chart ignores any other mode` +
        (meant === undefined ? '' : `; did you mean ${meant}?`),
    );
  }
  const type = known ?? fallback ?? handwritten ?? 'runner';
  if (type === 'runner') {
    noteDaemon(draft, values.get('template', 'spec'));
    omitHooksWithoutAccount(draft, values);
  }
  draft.set(
    ['containerMode'],
    type,
    known || handwritten === undefined ? place : values.file.place('template', 'spec'),
  );
  importOptions(draft, values, known);
  if (
    known === undefined &&
    MODE_CAPABILITIES[type].hook !== undefined &&
    values.given('template', 'spec', 'serviceAccountName') === undefined
  ) {
    const reason =
      'is missing: the chart gives these runners no permissions, and the container hooks fail every job; ' +
      'set to a ServiceAccount with the permissions';
    draft.omissions.push({
      place: values.file.place('template', 'spec', 'serviceAccountName'),
      value: undefined,
      reason,
    });
  }
  return { type, handwritten: known === undefined && type === handwritten };
}

/** Adds a comment that explains why a handwritten Docker daemon was not imported as mode `dind`. */
function noteDaemon(draft: Draft, spec: unknown): void {
  const differences = differencesFromDind(spec);
  if (differences.length > 0)
    draft.comment(
      ['containerMode'],
      'The pod is imported as written. It has a Docker daemon but differs from containerMode dind: ' +
        `${differences.join('; ')}.`,
    );
}

function omitHooksWithoutAccount(draft: Draft, values: ChartValues): void {
  const account = ['template', 'spec', 'serviceAccountName'];
  const runner = named(entries(values.get('template', 'spec', 'containers')), RUNNER_CONTAINER);
  const hooks = named(entries(runner?.env), 'ACTIONS_RUNNER_CONTAINER_HOOKS');
  if (hooks === undefined || values.given(...account) !== undefined) return;
  draft.omissions.push({
    place: values.file.place(...account),
    value: undefined,
    reason:
      'is missing: neither the chart nor this set gives these runners permissions, ' +
      'and the container hooks fail every job',
    remedy: 'name a ServiceAccount with the permissions',
  });
}

function importOptions(draft: Draft, values: ChartValues, mode: ContainerModeType | undefined): void {
  const rules = ['containerMode', 'kubernetesModeAdditionalRoleRules'];
  const usesHooks = mode === 'kubernetes' || mode === 'kubernetes-novolume';
  if (!isEmpty(values.get(...rules))) {
    if (usesHooks) draft.set(['additionalRoleRules'], values.get(...rules), values.file.place(...rules));
    else draft.omit(values.file.place(...rules), 'the chart reads it only in modes kubernetes and kubernetes-novolume');
  }
  const claim = ['containerMode', 'kubernetesModeWorkVolumeClaim'];
  const written = values.given(...claim);
  if (mode === 'kubernetes')
    importClaim(draft, written, values.file.place(...claim), values.get('template', 'spec', 'volumes'));
  else if (written !== undefined) draft.omit(values.file.place(...claim), 'the chart reads it only in mode kubernetes');
}
