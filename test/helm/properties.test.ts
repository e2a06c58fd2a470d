import * as fc from 'fast-check';
import { stringify } from 'yaml';
import { valuesToConfig } from '../../src';
import { combined, podded } from '../import/arbitrary-values';
import { compare, unintended } from '../import/judge';
import { NAMESPACE, releaseOf } from '../import/releases';
import { helmTemplate, type ChartRelease } from '../support/helm';
import { objectsIn } from './rendered';

test('values that are carried without a word are taken by helm, which makes the same of them', () => {
  fc.assert(
    fc.property(fc.oneof(combined, podded), values => {
      const text = stringify(values, { version: '1.1', aliasDuplicateObjects: false });
      const release: ChartRelease = { chart: 'gha-runner-scale-set', name: 'docs', namespace: NAMESPACE, values: text };
      fc.pre(valuesToConfig({ runnerSets: [releaseOf(text)] }).notCarried.length === 0);
      const { manifests, refusal } = helmTemplate(release);
      expect(refusal).toBeUndefined();
      expect(unintended(compare(release, objectsIn(String(manifests))).differences)).toEqual([]);
    }),
    { numRuns: 100 },
  );
});
