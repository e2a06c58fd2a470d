import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DIAGNOSES } from '../../../src/cli/doctor/diagnoses';
import { podDiagnoses } from '../../../src/cli/doctor/diagnoses/pods';

test('ids of diagnoses are unique, and titles are phrases', () => {
  const ids = DIAGNOSES.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
});

test.each(DIAGNOSES.map(diagnosis => [diagnosis.id, diagnosis] as const))(
  '%s has a title of one line',
  (id, { title, upstream }) => {
    expect(id).toMatch(/^[a-z]+(-[a-z]+)*$/);
    expect(title).toMatch(/^[a-z]\S*( \S+)+[^.\s]$/i);
    if (upstream !== undefined) expect(upstream).toMatch(/^https:\/\/github\.com\/[\w-]+\/[\w-]+\/(issues|pull)\/\d+$/);
  },
);

/** Diagnoses of pods that no test has reproduced on a real node, with the reason. */
const NEVER_SEEN_ON_A_NODE: Readonly<Record<string, string>> = {
  'pod-on-lost-node': 'the test cluster has one node, and its tests need it',
};

test('every diagnosis of pods is reproduced on a real node, or listed as an exception', () => {
  const tests = readFileSync(join(__dirname, '../../node/doctor.test.ts'), 'utf8');
  const met = [...tests.matchAll(/\bfound\('([a-z-]+)'/g)].map(([, id]) => id);
  expect([...met, ...Object.keys(NEVER_SEEN_ON_A_NODE)].sort()).toEqual(podDiagnoses.map(({ id }) => id).sort());
});
