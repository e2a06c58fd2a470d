import { valuesToConfig } from '../../src';
import { novolume, release, releaseOf } from './releases';

test.each(['everything', 'by-hand-dind'])('a file as people read it: %s', feature => {
  expect(valuesToConfig({ runnerSets: [release(feature)] }).config).toMatchSnapshot();
});

test('the files that it was made of are named', () => {
  const { config } = valuesToConfig({ runnerSets: [releaseOf(novolume())], controller: { text: '', file: 'controller.yaml' } });
  expect(config).toMatch(/^# What helm made of values\.yaml, controller\.yaml\.\n/);
});

test('a text is not broken into lines, whatever its length', () => {
  const long = 'word '.repeat(60).trim();
  expect(valuesToConfig({ runnerSets: [releaseOf(novolume(`annotations: { note: ${long} }`))] }).config).toContain(`      note: ${long}\n`);
});

test('what stands under two names is written twice', () => {
  expect(valuesToConfig({ runnerSets: [releaseOf(novolume('labels: &same { a: b }\nannotations: *same'))] }).config).not.toMatch(/[&*]/);
});
