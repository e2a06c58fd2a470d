import * as fc from 'fast-check';
import { stringify } from 'yaml';
import { ConfigFileError } from '../../../src';
import { readCinchFile } from '../../../src/builds/cinch-file/read';
import { anyCinchFile } from '../../support/arbitrary-cinch-files';
import { positionProblems } from '../../support/refusals';
import { fileOf, SAMPLES } from '../../support/cinch-samples';

test('any text is read, or refused with a position for every finding', () => {
  fc.assert(
    fc.property(anyCinchFile, text => {
      try {
        const { source, notices } = readCinchFile(text, '.cinch.yaml');
        expect(source.lines(notices)).toHaveLength(notices.length);
      } catch (error) {
        if (!(error instanceof ConfigFileError)) throw error;
        expect(positionProblems(text, error.message, '.cinch.yaml')).toEqual([]);
      }
    }),
    { numRuns: 3000 },
  );
});

test('a file is read the same twice, and in any order of its keys', () => {
  const samples = (['nested', 'flat'] as const).flatMap(form =>
    Object.entries(SAMPLES[form]).map(([key, sample]) => fileOf(form, key, sample)),
  );
  fc.assert(
    fc.property(fc.constantFrom(...samples), text => {
      const file = JSON.parse(text) as object;
      const reversed = Object.fromEntries(Object.entries(file).reverse());
      const [once, twice, other] = [text, text, stringify(reversed)].map(each => readCinchFile(each, 'a').config);
      expect(twice).toEqual(once);
      expect(other).toEqual(once);
    }),
  );
});
