import type { RunnerSetProps } from '../../src';
import { synthSet, type Surroundings } from './sets';

/** A valid value for every property. A new property without an entry does not compile. */
export type ValueOfEach<Props> = { readonly [Name in keyof Required<Props>]: NonNullable<Props[Name]> };

/** Other properties that a property requires. They are set with and without it. */
export type RequiredWith<Props> = { readonly [Name in keyof Props]?: Partial<RunnerSetProps> };

/** Returns the manifests of a set and the job pods that the hook will create. */
export function outputOf(props: Partial<RunnerSetProps>, around?: Surroundings): string {
  const { set, manifests } = synthSet(props, around);
  return JSON.stringify([manifests, set.scaleSets.map(scaleSet => scaleSet.effectiveJobPod())]);
}

/** Tests for each property that it changes the output. */
export function testEachChanges<Props extends object>(
  values: ValueOfEach<Props>,
  propsOf: (option: Partial<Props>) => Partial<RunnerSetProps>,
  beside: RequiredWith<Props> = {},
): void {
  test.each(Object.keys(values) as (keyof Props & string)[])('%s', name => {
    const both = beside[name] ?? {};
    const option = { [name]: values[name] } as unknown as Partial<Props>;
    expect(outputOf({ ...both, ...propsOf(option) })).not.toBe(outputOf({ ...both, ...propsOf({}) }));
  });
}
