import type { ArcVersion } from '../../src';
import { valuesToConfig } from '../../src';
import { novolume, release, releaseOf } from './releases';

test.each(['everything', 'handwritten-dind'])('a complete file: %s', feature => {
  expect(valuesToConfig({ runnerSets: [release(feature)] }).config).toMatchSnapshot();
});

test('the first comment names the imported files', () => {
  const { config } = valuesToConfig({
    runnerSets: [releaseOf(novolume())],
    controller: { text: '', file: 'controller.yaml' },
  });
  expect(config).toMatch(/^# Imported from values\.yaml, controller\.yaml\.\n/);
});

describe('the version of the charts', () => {
  it('is in the file if the caller passes it', () => {
    expect(valuesToConfig({ runnerSets: [releaseOf(novolume())], arcVersion: '0.13.1' }).config).toContain(
      'arcVersion: 0.13.1\n',
    );
  });

  it('limits which values are imported', () => {
    const { notCarried } = valuesToConfig({
      runnerSets: [releaseOf(novolume('scaleSetLabels: [nvme]'))],
      arcVersion: '0.13.1',
    });
    expect(notCarried).toMatchObject([
      { path: 'scaleSetLabels', reason: 'needs ARC 0.14.0, and arcVersion is 0.13.1; the controller would drop it' },
    ]);
  });

  it('must be a supported one', () => {
    expect(() => valuesToConfig({ runnerSets: [], arcVersion: '1.0.0' as ArcVersion })).toThrow(
      'arcVersion: must be one of 0.12.1, 0.13.0, 0.13.1, 0.14.0, 0.14.1, 0.14.2, got "1.0.0"',
    );
  });
});

test('a long string stays on one line', () => {
  const long = 'word '.repeat(60).trim();
  expect(valuesToConfig({ runnerSets: [releaseOf(novolume(`annotations: { note: ${long} }`))] }).config).toContain(
    `      note: ${long}\n`,
  );
});

test('an aliased value is written twice', () => {
  expect(
    valuesToConfig({ runnerSets: [releaseOf(novolume('labels: &same { a: b }\nannotations: *same'))] }).config,
  ).not.toMatch(/[&*]/);
});
