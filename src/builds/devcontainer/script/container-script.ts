import { becomeUser } from './become-user';
import type { HookCommand } from '../lifecycle';
import { CONTAINER_ENV, type RemoteEnv } from '../remote-env';
import { quoted } from './shell';

/** What the script of a build container does. */
export interface ContainerScriptProps {
  /** Lines for a shell that run before everything else, as the user that the container starts as. */
  readonly entrypoints: readonly string[];

  /** Commands that run first, in this order. The first that fails ends the build. */
  readonly hooks: readonly HookCommand[];

  /** Shell command of the build. */
  readonly command: string;

  /** Folder in which commands run. */
  readonly workspaceFolder: string;

  /** Variables of all commands. Only those that the environment of the container does not give are set here. */
  readonly remoteEnv: RemoteEnv;

  /** Name or number of the user that commands run as. @default - the user that the container starts as */
  readonly user?: string;

  /** Folders that are given to `user` if they belong to another user. */
  readonly ownedFolders: readonly string[];

  /** File that the exit code is written to. @default - none, and the command replaces the shell */
  readonly exitCodeFile?: string;
}

/**
 * Returns the POSIX shell script that a build container runs. It ends with the exit code of the lifecycle command that
 * failed, or of the command of the build. What the script itself says is on stderr.
 */
export function containerScript(props: ContainerScriptProps): string {
  const { entrypoints, hooks, command, workspaceFolder, remoteEnv, user, ownedFolders, exitCodeFile } = props;
  const recording = exitCodeFile === undefined ? [] : [`trap 'echo "$?" >'${quoted(quoted(exitCodeFile))} EXIT`];
  const script = [
    ...recording,
    FUNCTIONS,
    ...setVariables(remoteEnv),
    `cd ${quoted(workspaceFolder)} || exit`,
    ...hooks.flatMap(({ hook, command: hooked }) => hookLines(hook, hooked)),
    `${exitCodeFile === undefined ? 'exec ' : ''}/bin/sh -c ${quoted(command)}`,
    '',
  ].join('\n');
  return [
    '#!/bin/sh',
    ...entrypoints,
    ...(user === undefined ? [script] : [...recording, becomeUser(user, ownedFolders, script)]),
  ].join('\n');
}

// The subshells replace themselves, so that the words of a command never name a builtin or a function of this script.
const FUNCTIONS = `
check() {
  [ "$2" -eq 0 ] && return
  echo "$1 failed with exit code $2" >&2
  exit "$2"
}
run() {
  name=$1
  shift
  echo "$name" >&2
  (exec "$@")
  check "$name" "$?"
}
`;

function hookLines(hook: string, command: HookCommand['command']): string[] {
  if (typeof command === 'string' || Array.isArray(command)) return [`run ${hook} ${words(command as string)}`];
  const commands = Object.entries(command).filter(([, inner]) => inner.length > 0);
  const named = commands.map(([name]) => quoted(`${hook} ${JSON.stringify(name)}`));
  return [
    ...commands.flatMap(([, inner], index) => [
      `echo ${named[index]} >&2`,
      `(exec ${words(inner)}) &`,
      `process_${index}=$!`,
    ]),
    ...commands.flatMap((_, index) => [`wait "$process_${index}"`, `code_${index}=$?`]),
    ...commands.map((_, index) => `check ${named[index]} "$code_${index}"`),
  ];
}

function words(command: string | readonly string[]): string {
  return typeof command === 'string' ? `/bin/sh -c ${quoted(command)}` : command.map(quoted).join(' ');
}

/** Reads all variables before it sets the first one: they are those of the container. */
function setVariables(remoteEnv: RemoteEnv): string[] {
  const reads: string[] = [];
  const sets = Object.entries(remoteEnv).flatMap(([name, value]) => {
    if (value === null) return [`unset ${name}`];
    if (!dependsOnContainer(value)) return [];
    const text = replaceReferences(value, (other, fallback) => {
      const read = `value_${reads.length}`;
      reads.push(`if [ -n "\${${other}+set}" ]; then ${read}=$${other}; else ${read}=${quoted(fallback)}; fi`);
      return `"$${read}"`;
    });
    return [`export ${name}=${text}`];
  });
  return [...reads, ...sets];
}

/** Reports whether the value of a variable is known only in the container. */
export function dependsOnContainer(value: RemoteEnv[string]): value is string {
  return typeof value === 'string' && new RegExp(CONTAINER_ENV.source).test(value);
}

function replaceReferences(value: string, replace: (name: string, fallback: string) => string): string {
  const parts: string[] = [];
  let end = 0;
  for (const { 0: reference, 1: name = '', 2: fallback = '', index } of value.matchAll(CONTAINER_ENV)) {
    parts.push(quoted(value.slice(end, index)), replace(name, fallback));
    end = index + reference.length;
  }
  return [...parts, quoted(value.slice(end))].filter(part => part !== "''").join('');
}
