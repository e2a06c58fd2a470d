import * as fc from 'fast-check';
import { stringify } from 'yaml';
import { valuesToConfig } from '../../src';
import { combinedFeatures, withPodFields } from '../import/arbitrary-values';
import { compare, unintendedDifferences } from '../import/helm-comparison';
import { NAMESPACE, releaseOf } from '../import/releases';
import { helmTemplate, type ChartRelease } from '../support/helm';
import { objectsIn } from './rendered';

test('values that are imported without a report give the same objects in helm', () => {
  fc.assert(
    fc.property(fc.oneof(combinedFeatures, withPodFields), values => {
      const text = stringify(values, { version: '1.1', aliasDuplicateObjects: false });
      const release: ChartRelease = { chart: 'gha-runner-scale-set', name: 'docs', namespace: NAMESPACE, values: text };
      fc.pre(valuesToConfig({ runnerSets: [releaseOf(text)] }).notCarried.length === 0);
      const { manifests, refusal } = helmTemplate(release);
      expect(refusal).toBeUndefined();
      expect(unintendedDifferences(compare(release, objectsIn(String(manifests))).differences)).toEqual([]);
    }),
    { numRuns: 100 },
  );
});
