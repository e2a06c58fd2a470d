import { resolve } from 'node:path';
import { addAbortSignal } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { decodeText, readText } from '../../config-file/read-text';
import type { Io } from '../command';
import { InterruptedError } from '../interrupted-error';
import { UsageError } from '../usage-error';
import { CredentialError } from './credential';
import { askSecretly } from './prompt';

/** The options that give a credential. */
export interface SourceOptions {
  readonly 'auth-file'?: string;
  readonly 'auth-env'?: string;
  readonly 'auth-stdin'?: boolean;
  readonly 'auth-value'?: string;
  readonly 'private-key-file'?: string;
}

const SOURCES = ['auth-file', 'auth-env', 'auth-stdin', 'auth-value', 'private-key-file'] as const;

/** The option that gives the credential, or undefined. @throws UsageError when there are several */
export function sourceOf(options: SourceOptions): (typeof SOURCES)[number] | undefined {
  const given = SOURCES.filter(source => options[source] !== undefined);
  if (given.length > 1)
    throw new UsageError(`${given.map(source => `--${source}`).join(' and ')} exclude each other; keep one`);
  return given[0];
}

/** Reads the text of a credential from the source of the options, or asks for it on the terminal. */
export async function readSource(options: SourceOptions, question: string, io: Io): Promise<string> {
  const source = sourceOf(options);
  switch (source) {
    case 'auth-file':
    case 'private-key-file':
      return readText(resolve(io.cwd, options[source] as string), `--${source}: ${options[source] as string}`);
    case 'auth-env':
      return fromEnvironment(options['auth-env'] as string, io);
    case 'auth-stdin':
      return fromStdin(io);
    case 'auth-value':
      io.stderr.write(
        'warning: --auth-value exposes the credential in the process list and the shell history; ' +
          'use --auth-file, --auth-env or --auth-stdin\n',
      );
      return options['auth-value'] as string;
    case undefined:
      return askSecretly(question, io);
  }
}

function fromEnvironment(name: string, io: Io): string {
  const value = io.env[name];
  if (value === undefined || value === '')
    throw new CredentialError(`--auth-env: the environment variable ${name} is not set or empty`);
  return value;
}

async function fromStdin({ stdin, signal }: Io): Promise<string> {
  try {
    return decodeText(await buffer(addAbortSignal(signal, stdin)), '--auth-stdin');
  } catch (error) {
    if (signal.aborted) throw new InterruptedError('interrupted; nothing was written');
    throw error;
  }
}
