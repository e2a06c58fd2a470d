import { MODE_CAPABILITIES, type ContainerModeType } from '../modes/capabilities';
import { nearest } from '../schema/nearest';
import { isEmpty, type ChartValues } from './chart-values';
import type { Draft } from './draft';
import { handWrittenMode } from './hand-written';
import { carryClaim } from './work-claim';

const CHART_MODES: readonly ContainerModeType[] = ['dind', 'kubernetes', 'kubernetes-novolume'];

/** How the runners run their jobs, and whether a pod was written by hand that does what a mode does. */
export interface ImportedMode {
  readonly type: ContainerModeType;
  readonly byHand: boolean;
}

/** The mode of a set, or undefined where neither the values nor the caller tell it; its options with it. */
export function carryMode(
  draft: Draft,
  values: ChartValues,
  told: ContainerModeType | undefined,
): ImportedMode | undefined {
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
  const type = known ?? told ?? byHand;
  if (type === undefined) {
    draft.left.push({
      place,
      value: written,
      reason:
        'no mode: these runners have neither Docker nor pods for their jobs, or a pod written by hand that is none of the modes; the set is left out rather than guessed',
      remedy: `say which mode it is to have: ${Object.keys(MODE_CAPABILITIES).join(', ')}`,
    });
    return undefined;
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
