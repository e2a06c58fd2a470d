import file from '../../../src/builds/cinch-file/cinch.schema.json';
import { checkSchema, type JsonSchema } from '../../../src/schema/check';
import { configOf, refusalOf } from './files';
import { fileOf, keysOf, SAMPLES, type Sample } from '../../support/cinch-samples';

describe.each(['nested', 'flat'] as const)('%s', form => {
  const samples = Object.entries<Sample>(SAMPLES[form]);

  test('every key has a sample', () => {
    expect(keysOf(form).length).toBeGreaterThan(20);
    expect(Object.keys(SAMPLES[form]).sort()).toEqual(keysOf(form).sort());
  });

  test.each(samples.filter(([key]) => key !== 'container.auto'))('%s changes the configuration', (key, sample) => {
    expect(configOf(fileOf(form, key, sample, sample.value))).not.toEqual(configOf(fileOf(form, key, sample)));
  });

  test.each(samples.filter(([key]) => key !== 'container.auto'))('an editor accepts %s', (key, sample) => {
    const written: unknown = JSON.parse(fileOf(form, key, sample, sample.value));
    expect(checkSchema(file as JsonSchema, written)).toEqual([]);
  });

  test.each(samples)('%s is refused without a value', (key, sample) => {
    expect(refusalOf(fileOf(form, key, sample, null))).toContain(': is empty; give ');
  });
});

test('container.auto: true is the default, and contradicts another source of the image', () => {
  expect(configOf('command: x\ncontainer: { auto: true }')).toEqual(configOf('command: x'));
  expect(refusalOf('command: x\ncontainer: { image: node:20, auto: true }')).toBe(
    'container.auto: cannot be used together with image; remove one of the two',
  );
});
