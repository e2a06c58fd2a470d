import { yamlSerializer } from './golden';

// For snapshotSerializers in the configuration of Jest, which takes a module with these two functions.

/** Reports whether a value is written by {@link yamlSerializer}. */
export const test = yamlSerializer.test;

/** Returns the text of a snapshot, as {@link yamlSerializer} does. */
export const serialize = yamlSerializer.serialize;
