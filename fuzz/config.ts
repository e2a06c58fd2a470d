import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { parse, stringify } from 'yaml';
import { ConfigFileError } from '../src';
import { appFromText } from '../src/config/build';
import { anyConfig, textOf } from '../test/support/arbitrary-configs';
import { changed, changes, pieces, values } from '../test/support/arbitrary-mistakes';
import { positionProblems } from '../test/support/refusals';
import type { Target } from './target';
import { refuse } from './target';

const TOKEN = `ghp_${'FAKE'.repeat(9)}`;
const root = join(__dirname, '..');
const files = [
  'deskrun.yaml',
  ...['everything', 'everything-installed', 'readme'].map(name => `test/config/fixtures/${name}.yaml`),
].map(file => readFileSync(join(root, file), 'utf8'));
const asText = (value: unknown) => stringify(value, { lineWidth: 0, aliasDuplicateObjects: false });

/** A text with parts of it cut, doubled, or replaced by something else. */
const torn = fc
  .tuple(
    fc.constantFrom(...files),
    fc.array(fc.tuple(fc.nat(), fc.nat(40), fc.oneof(pieces, fc.constant(TOKEN))), { minLength: 1, maxLength: 4 }),
  )
  .map(([text, cuts]) =>
    cuts.reduce(
      (whole, [at, length, piece]) =>
        whole.slice(0, at % whole.length) + piece + whole.slice((at % whole.length) + length),
      text,
    ),
  );

const mistaken = fc
  .tuple(
    fc.oneof(
      anyConfig,
      fc.constantFrom(...files).map(text => parse(text) as unknown),
    ),
    fc.array(changes, { minLength: 1, maxLength: 3 }),
  )
  .map(([config, list]) => asText(list.reduce(changed, config)));

const text = fc.oneof(
  { weight: 4, arbitrary: torn },
  { weight: 4, arbitrary: mistaken },
  { weight: 1, arbitrary: anyConfig.map(textOf) },
  { weight: 3, arbitrary: fc.array(pieces).map(parts => parts.join('')) },
  { weight: 1, arbitrary: values.map(asText) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 60 }) },
);

/** A text becomes an app, or is refused with a place for each mistake. */
export const config: Target = fc.property(text, given => {
  try {
    appFromText(given, 'deskrun.yaml');
  } catch (error) {
    if (!(error instanceof ConfigFileError)) throw error;
    refuse('places', positionProblems(given, error.message));
    // Cut in pieces it is none any more.
    if (!given.replaceAll(TOKEN, '').includes('FAKEFAKE') && error.message.includes('FAKEFAKE'))
      throw new Error('shows a credential', { cause: error });
    return;
  }
  if (JSON.stringify(parse(given)).includes(TOKEN)) throw new Error('takes a credential');
});
