import { DeskrunError } from '../errors';

/** The user pressed Ctrl-C before anything was changed, for example at a prompt. */
export class InterruptedError extends DeskrunError {}
