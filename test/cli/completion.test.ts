import { execFileSync } from 'node:child_process';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bash } from '../../src/cli/completion/bash';
import { fish } from '../../src/cli/completion/fish';
import { zsh } from '../../src/cli/completion/zsh';
import { COMMANDS } from '../../src/cli/commands';
import type { CommandSpec } from '../../src/cli/command';
import { temporaryFolder } from '../support/folders';
import { call } from './io';

const specs: CommandSpec[] = [
  ...COMMANDS.map(({ spec }) => spec).filter(({ name }) => !name.includes(' ')),
  {
    name: 'farm create',
    summary: "it's made: [here]",
    options: { size: { type: 'string', summary: 'how big', choices: ['small', 'large'] } },
    examples: [],
  },
  { name: 'farm delete', summary: 'gone', examples: [] },
];

/** The completions that bash offers after these words. */
function completed(...words: string[]): string[] {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'completion.bash'), bash(specs));
  writeFileSync(join(folder, 'deskrun'), '#!/bin/sh\nprintf "NAME  MODE\\ndocs  dind\\nmore  dind\\n"\n');
  chmodSync(join(folder, 'deskrun'), 0o755);
  writeFileSync(join(folder, 'a token.txt'), '');
  const script =
    'source ./completion.bash; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _deskrun; printf "%s\\n" "${COMPREPLY[@]}"';
  const output = execFileSync('bash', ['--norc', '-c', script, 'bash', 'deskrun', ...words], {
    cwd: folder,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { PATH: `${folder}:${process.env.PATH}` },
  });
  return output.split('\n').filter(line => line !== '');
}

describe('bash completes', () => {
  test.each<[string[], string[]]>([
    [['re'], ['remove']],
    [['fa'], ['farm']],
    [
      ['farm', ''],
      ['create', 'delete'],
    ],
    [['farm', 'create', '--size', 's'], ['small']],
    [
      ['add', 'x', '--mode', 'k'],
      ['kubernetes', 'kubernetes-novolume'],
    ],
    [['add', 'x', '-m', 'd'], ['dind']],
    [['add', 'x', '--auth-s'], ['--auth-stdin']],
    [['add', '--auth-file', 'a'], ['a token.txt']],
    [['add', 'x', '--instances', ''], []],
    [
      ['remove', ''],
      ['docs', 'more'],
    ],
    [
      ['completion', ''],
      ['bash', 'zsh', 'fish'],
    ],
    [['list', '-o', 'y'], ['yaml']],
  ])('%j', (words, offered) => {
    expect(completed(...words).sort()).toEqual([...offered].sort());
  });

  test('after the script was loaded', () => {
    const registered = execFileSync('bash', ['--norc', '-c', `${bash(specs)}\ncomplete -p deskrun`], {
      encoding: 'utf8',
    });
    expect(registered).toBe('complete -F _deskrun deskrun\n');
  });

  test('every command and every option', () => {
    for (const { spec } of COMMANDS.filter(({ spec: { name } }) => !name.includes(' '))) {
      expect(completed(spec.name, '--').sort()).toEqual(
        [...Object.keys(spec.options ?? {}), 'help'].map(name => `--${name}`).sort(),
      );
    }
  });
});

describe('the script for another shell has', () => {
  test.each([
    ['zsh', zsh],
    ['fish', fish],
  ])('%s: every command and every option', (_, script) => {
    const text = script(specs);
    for (const { name, options = {} } of specs) {
      for (const word of [...name.split(' '), ...Object.keys(options)]) expect(text).toContain(word);
    }
  });

  test('zsh: summaries with all quotes and brackets escaped', () => {
    expect(
      zsh([{ name: 'a', summary: "it's", options: { b: { type: 'boolean', summary: 'c [d]: e' } }, examples: [] }]),
    ).toContain("--b'[c \\[d\\]\\: e]'");
  });

  test('fish: summaries with all quotes escaped', () => {
    expect(fish(specs)).toContain("-d 'it'\\''s made: [here]'");
  });
});

test.each(['bash', 'zsh', 'fish'])('deskrun completion %s prints a script', async shell => {
  const { code, stdout } = await call(temporaryFolder(), ['completion', shell]);
  expect({
    code,
    names: COMMANDS.every(({ spec: { name } }) => stdout.includes(name.split(' ')[0] as string)),
  }).toEqual({ code: 0, names: true });
});
