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

test('every diagnosis of pods is reproduced on a real node', () => {
  const tests = readFileSync(join(__dirname, '../../node/doctor.test.ts'), 'utf8');
  const met = [...tests.matchAll(/\bfound\('([a-z-]+)'/g)].map(([, id]) => id);
  expect(met).toEqual(expect.arrayContaining(podDiagnoses.map(({ id }) => id)));
});
