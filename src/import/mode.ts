import { MODE_CAPABILITIES, type ContainerModeType } from '../modes/capabilities';
import { RUNNER_CONTAINER } from '../modes/mode';
import { nearest } from '../schema/nearest';
import { isEmpty, type ChartValues } from './chart-values';
import type { Draft } from './draft';
import { entries, handWrittenMode, unlikeDind } from './hand-written';
import { named } from './mode-pod';
import { carryClaim } from './work-claim';

const CHART_MODES: readonly ContainerModeType[] = ['dind', 'kubernetes', 'kubernetes-novolume'];

/** How the runners run their jobs, and whether a pod was written by hand that does what a mode does. */
export interface ImportedMode {
  readonly type: ContainerModeType;
  readonly byHand: boolean;
}

/**
 * The mode of a set and its options. Without a mode in the values: the one that the caller tells, the one that a pod written by hand
 * has every part of, or the chart's own default, `runner`, which takes any pod as it is written.
 */
export function carryMode(draft: Draft, values: ChartValues, told: ContainerModeType | undefined): ImportedMode {
  const place = values.file.place('containerMode', 'type');
  const written = values.given('containerMode', 'type');
  const known = CHART_MODES.find(type => type === written);
  const byHand = known === undefined ? handWrittenMode(values.get('template', 'spec')) : undefined;
  if (written !== undefined && known === undefined) {
    const meant = nearest(typeof written === 'string' ? written : '', CHART_MODES);
    draft.leave(
      place,
      `is none of the chart's modes (${CHART_MODES.join(', ')}), and it goes on without one${meant === undefined ? '' : `; did you mean ${meant}?`}`,
    );
  }
  const type = known ?? told ?? byHand ?? 'runner';
  if (type === 'runner') {
    remarkDaemon(draft, values.get('template', 'spec'));
    leaveHooksWithoutRights(draft, values);
  }
  draft.set(['containerMode'], type, known || byHand === undefined ? place : values.file.place('template', 'spec'));
  carryOptions(draft, values, known);
  if (
    known === undefined &&
    MODE_CAPABILITIES[type].hook !== undefined &&
    values.given('template', 'spec', 'serviceAccountName') === undefined
  ) {
    const reason =
      'is missing, and the chart gives these runners no rights, without which the hooks refuse every job; here they have an account with those';
    draft.left.push({ place: values.file.place('template', 'spec', 'serviceAccountName'), value: undefined, reason });
  }
  return { type, byHand: known === undefined && type === byHand };
}

/** Says why a Docker daemon written by hand is not that of the mode `dind`. */
function remarkDaemon(draft: Draft, spec: unknown): void {
  const unlike = unlikeDind(spec);
  if (unlike.length > 0)
    draft.remark(
      ['containerMode'],
      `The pod is carried as written. It has a Docker daemon, but is not the pod of containerMode dind: ${unlike.join('; ')}.`,
    );
}

function leaveHooksWithoutRights(draft: Draft, values: ChartValues): void {
  const account = ['template', 'spec', 'serviceAccountName'];
  const runner = named(entries(values.get('template', 'spec', 'containers')), RUNNER_CONTAINER);
  const hooks = named(entries(runner?.env), 'ACTIONS_RUNNER_CONTAINER_HOOKS');
  if (hooks === undefined || values.given(...account) !== undefined) return;
  draft.left.push({
    place: values.file.place(...account),
    value: undefined,
    reason:
      'is missing, and neither the chart nor this set gives these runners the rights without which the hooks refuse every job',
    remedy: 'name a ServiceAccount that has them',
  });
}

function carryOptions(draft: Draft, values: ChartValues, mode: ContainerModeType | undefined): void {
  const rules = ['containerMode', 'kubernetesModeAdditionalRoleRules'];
  const usesHooks = mode === 'kubernetes' || mode === 'kubernetes-novolume';
  if (!isEmpty(values.get(...rules))) {
    if (usesHooks) draft.set(['additionalRoleRules'], values.get(...rules), values.file.place(...rules));
    else
      draft.leave(
        values.file.place(...rules),
        'the chart reads it only in the modes kubernetes and kubernetes-novolume',
      );
  }
  const claim = ['containerMode', 'kubernetesModeWorkVolumeClaim'];
  const written = values.given(...claim);
  if (mode === 'kubernetes')
    carryClaim(draft, written, values.file.place(...claim), values.get('template', 'spec', 'volumes'));
  else if (written !== undefined)
    draft.leave(values.file.place(...claim), 'the chart reads it only in the mode kubernetes');
}
