import type { Readable, Writable } from 'node:stream';

/** The environment of a command. Code in `cli/` uses this instead of `process`, so that tests can replace it. */
export interface Io {
  readonly stdin: Readable & { readonly isTTY?: boolean };
  /** Data only, for scripts to parse. */
  readonly stdout: Writable & { readonly isTTY?: boolean; readonly columns?: number; readonly rows?: number };
  /** Progress, warnings and errors. */
  readonly stderr: Writable & { readonly isTTY?: boolean; readonly columns?: number };
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string;
  /** Aborted by the first Ctrl-C or SIGTERM. A command then stops its child processes and reports what was done. */
  readonly signal: AbortSignal;
}

/** 0: success. 1: failure. 2: invalid command line. 3: `diff` found changes. */
export type ExitCode = 0 | 1 | 2 | 3;

/** An option as `parseArgs` of `node:util` takes it, with its texts for help and completion. */
export interface Option {
  readonly type: 'string' | 'boolean';
  readonly short?: string;
  readonly multiple?: boolean;
  /** The placeholder of the value in help: `<n>`, `<path>`. */
  readonly value?: string;
  readonly summary: string;
  /** The allowed values, for help, completion and validation. */
  readonly choices?: readonly string[];
  /** The default that help shows. */
  readonly default?: string;
}

/** Name, arguments and options of a command, for help, completion and the parser. They do not load its code. */
export interface CommandSpec {
  /** As the user types it: `add`, `cluster create`. */
  readonly name: string;
  readonly summary: string;
  /** Positional arguments: `<name>` is required, `[name]` is optional. The last may end with `...` and be repeated. */
  readonly positionals?: readonly string[];
  /** Completions of the first positional argument: these words, or the runner sets of the configuration. */
  readonly completes?: readonly string[] | 'runner set';
  readonly options?: { readonly [name: string]: Option };
  readonly examples: readonly string[];
}

/** A parsed and valid command line. */
export interface Call {
  readonly positionals: readonly string[];
  readonly options: { readonly [name: string]: string | boolean | readonly (string | boolean)[] | undefined };
}

/**
 * The function that a command's module exports as `run`. It throws a `DeskrunError` for errors that the user can fix.
 */
export type Run = (call: Call, io: Io) => Promise<ExitCode>;
