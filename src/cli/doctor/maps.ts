export interface StringMap {
  readonly [name: string]: string | undefined;
}

/** Quantities by resource name. Custom resources keep a number that was written without quotes. */
export interface Quantities {
  readonly [resource: string]: string | number | undefined;
}
