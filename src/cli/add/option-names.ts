import schema from '../../config/deskrun.schema.json';
import { formatPath, type Finding } from '../../errors';
import type { JsonSchema } from '../../schema/json-schema';
import type { Location } from '../configuration/locate';
import type { AskedRunner } from './request';

/** The option that sets a key of a runner set. */
const OPTIONS: Readonly<Record<string, string>> = {
  repository: '--repository',
  githubConfigUrl: '--repository',
  containerMode: '--mode',
  instances: '--instances',
  minRunners: '--min-runners',
  maxRunners: '--max-runners',
  auth: '--secret',
};

/** Keys in messages, and their options. */
const WORDS: readonly (readonly [RegExp, string])[] = [
  [/\bgithubConfigUrl\b/g, '--repository'],
  [/\bcontainerMode(?::)?\b/g, '--mode'],
  [/\bminRunners(?::(?= \d))?/g, '--min-runners'],
  [/\bmaxRunners(?::(?= \d))?/g, '--max-runners'],
  [/\binstances:(?= \d)/g, '--instances'],
  [/(?<=\b(?:set|raise|lower) )instances\b/g, '--instances'],
  [/\bcachePaths\b/g, '--mount'],
];

/** Keys in camelCase that have no option. */
const WITHOUT_OPTION: ReadonlySet<string> = new Set(
  [schema, ...Object.values(schema.$defs as Record<string, JsonSchema>)]
    .flatMap(({ properties = {} }) => Object.keys(properties))
    .filter(key => /[a-z][A-Z]/.test(key) && OPTIONS[key] === undefined && key !== 'cachePaths'),
);

/** A finding of a runner set as a message with the names of options. */
export function toOptionNames(finding: Finding, asked: AskedRunner, location: Location): string {
  return `${subject(finding, asked, location)}: ${messageInOptions(finding.message, location)}`;
}

/** A message with the names of options in place of keys. It explains how to set keys that have no option. */
export function messageInOptions(message: string, location: Location): string {
  const translated = WORDS.reduce((text, [word, option]) => text.replace(word, option), message);
  const keys = [...new Set(translated.match(/\b[a-z]+[A-Z]\w*/g))].filter(key => WITHOUT_OPTION.has(key));
  if (keys.length === 0) return translated;
  const verb = keys.length === 1 ? 'has' : 'have';
  return `${translated}\n${keys.join(' and ')} ${verb} no option: ${alternative(location)}`;
}

function alternative({ form, shown }: Location): string {
  return form === 'config.json' ? `${shown} cannot hold it; use a deskrun.yaml (deskrun init)` : `edit ${shown}`;
}

/** The option that a finding is about, or the key in the file when there is no option. */
function subject(
  { path }: Finding,
  { command, cachePathOptions, cacheOptions, volumeOptions }: AskedRunner,
  { shown }: Location,
): string {
  const [key = '', index] = path;
  const listed = key === 'cachePaths' ? cachePathOptions : key === 'caches' ? cacheOptions : [];
  if (listed.length > 0) return listed[index as number] ?? listed.join(', ');
  if ((key === 'template' || key === 'jobPod') && volumeOptions.length > 0) return volumeOptions.join(', ');
  if (key === '' || key === 'name') return command === 'init' ? '--name' : '<name>';
  return OPTIONS[key] ?? `${formatPath(path)} in ${shown}`;
}
