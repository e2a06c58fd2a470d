import type { CommandSpec } from '../command';
import { optionsOf, quoted, SET_NAMES, type OptionWords } from './words';

/** The completion script for zsh, for a file `_deskrun` in a folder of `fpath`. */
export function zsh(specs: readonly CommandSpec[]): string {
  return `${[
    '#compdef deskrun',
    '_deskrun() {',
    '  local -a commands sets',
    '  local typed="${words[2]} ${words[3]}"',
    '  case $typed in',
    ...specs.filter(({ name }) => name.includes(' ')).map(caseOf),
    '  esac',
    '  case ${words[2]} in',
    ...specs.filter(({ name }) => !name.includes(' ')).map(caseOf),
    '  esac',
    `  commands=(${specs.map(({ name, summary }) => quoted(`${name.replace(' ', '\\ ')}:${summary}`)).join(' ')})`,
    '  _describe command commands',
    '}',
    'if [[ $funcstack[1] == _deskrun ]]; then _deskrun; else compdef _deskrun deskrun; fi',
  ].join('\n')}\n`;
}

function caseOf(spec: CommandSpec): string {
  const depth = spec.name.split(' ').length;
  const sets = spec.completes === 'runner set' ? ` sets=(\${(f)"$(${SET_NAMES})"});` : '';
  const specsOf = [...optionsOf(spec).map(argument), positional(spec)].filter(text => text !== '').join(' ');
  return (
    `    ${quoted(spec.name)}) if (( CURRENT > ${depth + 1} )); then ` +
    `shift ${depth} words; (( CURRENT -= ${depth} ));${sets} _arguments ${specsOf}; return; fi;;`
  );
}

/** `'(-m --mode)'{-m,--mode}'[how jobs run]:value:(dind kubernetes)'` */
function argument({ long, short, summary, takes, choices }: OptionWords): string {
  const value =
    takes === 'nothing'
      ? ''
      : takes === 'a file'
        ? ':file:_files'
        : `:value:${choices.length > 0 ? `(${choices.join(' ')})` : ''}`;
  const text = quoted(`[${summary.replace(/[[\]:\\]/g, '\\$&')}]${value}`);
  return short ? `'(-${short} --${long})'{-${short},--${long}}${text}` : `--${long}${text}`;
}

function positional({ completes = [] }: CommandSpec): string {
  if (completes === 'runner set') return '"1:runner set:(${sets})"';
  return completes.length > 0 ? quoted(`1:word:(${completes.join(' ')})`) : '';
}
