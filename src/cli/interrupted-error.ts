import { DeskrunError } from '../errors';

/** Somebody pressed Ctrl-C while there was nothing to stop but a question. */
export class InterruptedError extends DeskrunError {}
