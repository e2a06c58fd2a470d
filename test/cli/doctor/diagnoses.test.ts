import { DIAGNOSES } from '../../../src/cli/doctor/diagnoses';

test('ids of diagnoses are unique, and titles are phrases', () => {
  const ids = DIAGNOSES.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
});

test.each(DIAGNOSES.map(diagnosis => [diagnosis.id, diagnosis] as const))(
  '%s says in one line what it looks for',
  (id, { title, upstream }) => {
    expect(id).toMatch(/^[a-z]+(-[a-z]+)*$/);
    expect(title).toMatch(/^[a-z]\S*( \S+)+[^.\s]$/i);
    if (upstream !== undefined) expect(upstream).toMatch(/^https:\/\/github\.com\/[\w-]+\/[\w-]+\/(issues|pull)\/\d+$/);
  },
);
