import type { RunnerSetProps } from '../../src';
import { synthSet, type Surroundings } from './sets';

/** A valid value for every property: a new one without an entry does not compile. */
export type ValueOfEach<Props> = { readonly [Name in keyof Required<Props>]: NonNullable<Props[Name]> };

/** What has to be said beside a property, with it and without. */
export type Beside<Props> = { readonly [Name in keyof Props]?: Partial<RunnerSetProps> };

/** All that a set leads to: its manifests and the job pods that the hook will make. */
export function written(props: Partial<RunnerSetProps>, around?: Surroundings): string {
  const { set, manifests } = synthSet(props, around);
  return JSON.stringify([manifests, set.scaleSets.map(scaleSet => scaleSet.effectiveJobPod())]);
}

/** One test for each property: what is written with it is not what is written without. */
export function eachChanges<Props extends object>(
  values: ValueOfEach<Props>,
  propsOf: (option: Partial<Props>) => Partial<RunnerSetProps>,
  beside: Beside<Props> = {},
): void {
  test.each(Object.keys(values) as (keyof Props & string)[])('%s', name => {
    const both = beside[name] ?? {};
    const option = { [name]: values[name] } as unknown as Partial<Props>;
    expect(written({ ...both, ...propsOf(option) })).not.toBe(written({ ...both, ...propsOf({}) }));
  });
}
