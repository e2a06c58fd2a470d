import type { ArcVersion } from '../../src';
import { valuesToConfig } from '../../src';
import { novolume, release, releaseOf } from './releases';

test.each(['everything', 'by-hand-dind'])('a file as people read it: %s', feature => {
  expect(valuesToConfig({ runnerSets: [release(feature)] }).config).toMatchSnapshot();
});

test('the files that it was made of are named', () => {
  const { config } = valuesToConfig({
    runnerSets: [releaseOf(novolume())],
    controller: { text: '', file: 'controller.yaml' },
  });
  expect(config).toMatch(/^# What helm made of values\.yaml, controller\.yaml\.\n/);
});

describe('the version of the charts', () => {
  it("is the file's, when the caller says it", () => {
    expect(valuesToConfig({ runnerSets: [releaseOf(novolume())], arcVersion: '0.13.1' }).config).toContain(
      'arcVersion: 0.13.1\n',
    );
  });

  it('decides what can be carried', () => {
    const { notCarried } = valuesToConfig({
      runnerSets: [releaseOf(novolume('scaleSetLabels: [nvme]'))],
      arcVersion: '0.13.1',
    });
    expect(notCarried).toMatchObject([
      { path: 'scaleSetLabels', reason: 'needs ARC 0.14.0, and arcVersion is 0.13.1; the controller would drop it' },
    ]);
  });

  it('must be one', () => {
    expect(() => valuesToConfig({ runnerSets: [], arcVersion: '1.0.0' as ArcVersion })).toThrow(
      'arcVersion: must be one of 0.12.1, 0.13.0, 0.13.1, 0.14.0, 0.14.1, 0.14.2, got "1.0.0"',
    );
  });
});

test('a text is not broken into lines, whatever its length', () => {
  const long = 'word '.repeat(60).trim();
  expect(valuesToConfig({ runnerSets: [releaseOf(novolume(`annotations: { note: ${long} }`))] }).config).toContain(
    `      note: ${long}\n`,
  );
});

test('what stands under two names is written twice', () => {
  expect(
    valuesToConfig({ runnerSets: [releaseOf(novolume('labels: &same { a: b }\nannotations: *same'))] }).config,
  ).not.toMatch(/[&*]/);
});
