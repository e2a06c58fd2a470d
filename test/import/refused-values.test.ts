import { valuesToConfig } from '../../src';
import { REFUSED, REFUSED_OF_CONTROLLER } from './refused-values';
import { novolume, reasonsOf, releaseOf } from './releases';

describe('values that a chart refuses are reported', () => {
  test.each(REFUSED)('gha-runner-scale-set: $helm', ({ values, ours }) => {
    expect(reasonsOf(values)[0]).toContain(ours);
  });

  test.each(REFUSED_OF_CONTROLLER)('gha-runner-scale-set-controller: $values', ({ values, ours }) => {
    const { notCarried } = valuesToConfig({
      runnerSets: [releaseOf(novolume())],
      controller: { text: values, file: 'controller.yaml' },
    });
    expect(notCarried.map(({ path, reason }) => `${path}: ${reason}`)).toEqual([expect.stringContaining(ours)]);
  });
});
