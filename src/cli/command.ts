import type { Readable, Writable } from 'node:stream';

/** What a command finds around it. Nothing in `cli/` looks at the process itself: tests and callers hand this in. */
export interface Io {
  readonly stdin: Readable & { readonly isTTY?: boolean };
  /** Data only: what a script would parse. */
  readonly stdout: Writable & { readonly isTTY?: boolean; readonly columns?: number; readonly rows?: number };
  /** Progress, warnings and errors. */
  readonly stderr: Writable & { readonly isTTY?: boolean; readonly columns?: number };
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string;
  /** Aborted by the first Ctrl-C or SIGTERM: stop children, then say what was done and what was not. */
  readonly signal: AbortSignal;
}

/** 0: done. 1: failed. 2: the command line is wrong. 3: drift was found, for commands that look for it. */
export type ExitCode = 0 | 1 | 2 | 3;

/** An option as `node:util`'s `parseArgs` takes it, and what help and completion say of it. */
export interface Option {
  readonly type: 'string' | 'boolean';
  readonly short?: string;
  readonly multiple?: boolean;
  /** What stands for the value in help: `<n>`, `<path>`. */
  readonly value?: string;
  readonly summary: string;
  /** The values that are allowed, for help, completion and the check. */
  readonly choices?: readonly string[];
  /** What holds when it is left out, as help says it. */
  readonly default?: string;
}

/** What help, completion and the parser know of a command, without loading what it does. */
export interface CommandSpec {
  /** As it is typed: `add`, `cluster create`. */
  readonly name: string;
  readonly summary: string;
  /** Positional arguments: `<name>` is required, `[name]` is not; the last may end with `...` and be repeated. */
  readonly positionals?: readonly string[];
  /** What the first of them may be, for completion: these words, or a runner set of the configuration. */
  readonly completes?: readonly string[] | 'runner set';
  readonly options?: { readonly [name: string]: Option };
  readonly examples: readonly string[];
}

/** A command line that was taken apart and found to be well-formed. */
export interface Call {
  readonly positionals: readonly string[];
  readonly options: { readonly [name: string]: string | boolean | readonly (string | boolean)[] | undefined };
}

/** What a command's module exports as `run`. It throws a `DeskrunError` for what the user can mend. */
export type Run = (call: Call, io: Io) => Promise<ExitCode>;
