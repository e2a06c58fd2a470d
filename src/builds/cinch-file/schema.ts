import { isImage, invalidImage } from '../../pod/image';
import type { JsonSchema } from '../../schema/check';
import { checkoutPathProblem } from '../checkout-path';
import { cpusProblem } from '../cpus';
import { cronProblem } from '../cron';
import { durationProblem, unitMissing } from '../duration';
import { artifactNameProblem, cacheNameProblem } from '../names';
import { sizeProblem } from '../size';
import file from './cinch.schema.json';
import { bareMetalProblem, containerWordProblem, devcontainerProblem } from './container-words';
import { mountProblem } from './mount';
import { cachePathProblem, filePathProblem } from './paths';
import { portProblem } from './port';
import { shellProblem, shellRemedy } from './shell';

/** Rules of definitions in code. Their messages say more than a pattern can. */
const RULES: Readonly<Record<string, Pick<JsonSchema, 'problem' | 'remedy'>>> = {
  shell: { problem: shellProblem, remedy: shellRemedy },
  duration: {
    problem: durationProblem,
    remedy: value => (typeof value === 'number' ? unitMissing(value) : undefined),
  },
  size: { problem: sizeProblem },
  cpus: { problem: cpusProblem },
  image: { problem: (image: string) => (isImage(image) ? undefined : invalidImage(image)) },
  path: { problem: checkoutPathProblem },
  file: { problem: filePathProblem },
  cachePath: { problem: cachePathProblem },
  cacheName: { problem: cacheNameProblem },
  artifactName: { problem: artifactNameProblem },
  mount: { problem: mountProblem },
  devcontainer: { problem: devcontainerProblem },
  containerWord: { problem: containerWordProblem },
  bareMetal: { problem: bareMetalProblem },
  cron: { problem: cronProblem },
  port: { problem: portProblem },
};

const { $defs = {} } = file as JsonSchema;

const definitions: Readonly<Record<string, JsonSchema>> = Object.fromEntries(
  Object.entries($defs).map(([name, definition]) => [name, { ...definition, ...RULES[name] }]),
);

/** The schema of the form with `command`. */
export const NESTED: JsonSchema = { ...definitions.nested, $defs: definitions };

/** The schema of the form with `build`. */
export const FLAT: JsonSchema = { ...definitions.flat, $defs: definitions };

/** The schema of a file that mixes both forms, for the values of its keys. */
export const MIXED: JsonSchema = {
  type: 'object',
  properties: { ...FLAT.properties, ...NESTED.properties },
  additionalProperties: false,
  $defs: definitions,
};
