import { DeskrunError } from '../errors';

/** A command line that asks for something that does not exist, or leaves out what is needed: exit code 2. */
export class UsageError extends DeskrunError {}
