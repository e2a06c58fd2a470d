import { yamlSerializer } from './golden';

// A module with these two functions can be listed in snapshotSerializers in the configuration of Jest.

/** Reports whether {@link yamlSerializer} handles a value. */
export const test = yamlSerializer.test;

/** Writes a snapshot as {@link yamlSerializer} does. */
export const serialize = yamlSerializer.serialize;
