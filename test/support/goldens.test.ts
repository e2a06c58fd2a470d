import { readFileSync } from 'node:fs';
import { goldenFiles, goldens } from './goldens';

test('every golden file has fewer than 300 lines, so that its diff can be read', () => {
  const files = goldenFiles();
  expect(files.length).toBeGreaterThan(10);
  expect(files.filter(file => readFileSync(file, 'utf8').trimEnd().split('\n').length >= 300)).toEqual([]);
});

test('the goldens that an API server is asked about have every runner set and the controller', () => {
  const kinds = goldens().flatMap(([, manifests]) => manifests.map(({ kind }) => kind as string));
  expect(kinds.filter(kind => kind === 'AutoscalingRunnerSet').length).toBeGreaterThanOrEqual(10);
  expect(kinds).toContain('Deployment');
});
