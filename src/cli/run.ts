import { DeskrunError } from '../errors';
import { isSystemError, reasonOf } from '../file-error';
import type { ExitCode, Io } from './command';
import { COMMANDS, type Command } from './commands';
import { commandHelp, overview } from './help';
import { parseCall, unknown } from './parse';
import { UsageError } from './usage-error';

/**
 * Runs a command line; `argv` has the arguments after `deskrun`. Prints errors that the user can fix, throws others.
 */
export async function run(argv: readonly string[], io: Io): Promise<ExitCode> {
  try {
    return await dispatch(argv, io);
  } catch (error) {
    const message = messageOf(error);
    if (message === undefined) throw error;
    io.stderr.write(`${message}\n`);
    return error instanceof UsageError ? 2 : 1;
  }
}

/** The message of a `DeskrunError` or an error of the operating system. Undefined for any other error: it is a bug. */
function messageOf(error: unknown): string | undefined {
  if (error instanceof DeskrunError) return error.message;
  return isSystemError(error) ? `${error.path ?? error.syscall}: ${reasonOf(error)}` : undefined;
}

async function dispatch(argv: readonly string[], io: Io): Promise<ExitCode> {
  const [first] = argv;
  if (first === undefined || first === '--help' || first === '-h') return help(argv.slice(1), io);
  if (first === 'help') return help(argv.slice(1), io);
  if (first === '--version') return dispatch(['version', ...argv.slice(1)], io);
  if (first.startsWith('-'))
    throw new UsageError(
      `${unknown('option', first, ['--help', '--version'])}\noptions come after the command: see deskrun --help`,
    );

  const command = commandOf(argv);
  if (!command) return group(argv, io);
  const call = parseCall(command.spec, argv.slice(words(command).length));
  if (call === 'help') return print(commandHelp(command.spec), io);
  const { run: act } = await command.load();
  return act(call, io);
}

function words({ spec }: Command): string[] {
  return spec.name.split(' ');
}

function commandOf(argv: readonly string[]): Command | undefined {
  return COMMANDS.find(command => words(command).every((word, index) => argv[index] === word));
}

/** Answers the first word of several commands, such as `cluster`, when no command follows. */
function group(argv: readonly string[], io: Io): ExitCode {
  const [first = '', second] = argv;
  const members = COMMANDS.filter(command => command.spec.name.startsWith(`${first} `));
  const names = COMMANDS.map(({ spec }) => spec.name);
  if (members.length === 0)
    throw new UsageError(`${unknown('command', first, [...names, ...names.map(firstWord)])}\nsee deskrun --help`);
  if (second === '--help' || second === '-h') return print(overview(members.map(({ spec }) => spec)), io);
  const choices = members.map(({ spec }) => spec.name);
  throw new UsageError(
    second === undefined
      ? `${first} needs a subcommand: ${choices.map(name => `deskrun ${name}`).join(', ')}`
      : `${unknown('command', `${first} ${second}`, choices)}\nsee deskrun ${first} --help`,
  );
}

function firstWord(name: string): string {
  return name.split(' ')[0] as string;
}

function help(topic: readonly string[], io: Io): ExitCode {
  if (topic.length === 0) return print(overview(COMMANDS.map(({ spec }) => spec)), io);
  const command = commandOf(topic);
  return command ? print(commandHelp(command.spec), io) : group([...topic.slice(0, 1), '--help'], io);
}

function print(text: string, io: Io): ExitCode {
  io.stdout.write(`${text}\n`);
  return 0;
}
