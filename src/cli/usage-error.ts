import { DeskrunError } from '../errors';

/** An invalid command line. The exit code is 2. */
export class UsageError extends DeskrunError {}
