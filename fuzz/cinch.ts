import * as fc from 'fast-check';
import { ConfigFileError } from '../src';
import { readCinchFile } from '../src/builds/cinch-file/read';
import { anyCinchFile } from '../test/support/arbitrary-cinch-files';
import { positionProblems } from '../test/support/refusals';
import type { Target } from './target';
import { refuse } from './target';

/** A text becomes the configuration of a build, or is refused with a place for each mistake. */
export const cinch: Target = fc.property(anyCinchFile, text => {
  try {
    readCinchFile(text, '.cinch.yaml');
  } catch (error) {
    if (!(error instanceof ConfigFileError)) throw error;
    refuse('places', positionProblems(text, error.message, '.cinch.yaml'));
  }
});
