/** What can be told from a Dockerfile without building it. */
export interface DockerfileFacts {
  /** The image that the built stage starts from, unless it depends on what only the builder knows. */
  readonly baseImage?: string;

  /** User of the image, if the built stage or those below it set one. */
  readonly user?: string;

  /** Name of the built stage. @default - it has none */
  readonly stage?: string;

  /** Why nothing can be built. */
  readonly problem?: string;
}

interface Stage {
  readonly image: string;
  readonly name?: string;
  user?: string;
}

/** Reads which image and user a stage of a Dockerfile has. */
export function dockerfileFacts(
  text: string,
  buildArgs: Readonly<Record<string, string>>,
  target: string | undefined,
): DockerfileFacts {
  const { stages, args } = stagesOf(text, buildArgs);
  if (stages.length === 0) return { problem: 'has no FROM, so it builds nothing' };
  let index = target === undefined ? stages.length - 1 : indexOf(stages, target);
  if (index < 0) return { problem: `has no stage ${JSON.stringify(target)}` };
  const stage = (stages[index] as Stage).name;
  let user: string | undefined;
  for (;;) {
    const current = stages[index] as Stage;
    user ??= current.user;
    const image = expand(current.image, args);
    const below = indexOf(stages.slice(0, index), image);
    if (below < 0)
      return {
        stage,
        user: user?.includes('$') ? undefined : user,
        baseImage: image.includes('$') ? undefined : image,
      };
    index = below;
  }
}

type Variables = Record<string, string>;

function stagesOf(text: string, buildArgs: Readonly<Variables>) {
  const stages: Stage[] = [];
  const args: Variables = {};
  let inStage: Variables = {};
  for (const { word, rest } of instructionsOf(text)) {
    const last = stages.at(-1);
    if (word === 'FROM') {
      const [, image = '', name] = /^(?:--\S+\s+)*(\S+)(?:\s+AS\s+(\S+))?/i.exec(rest) ?? [];
      stages.push({ image, name: name?.toLowerCase() });
      inStage = {};
    } else if (word === 'ARG') {
      const [name, value] = assignment(rest);
      const known = buildArgs[name] ?? (value === undefined && last ? args[name] : value);
      const scope = last ? inStage : args;
      if (known !== undefined) scope[name] = expand(known, scope);
    } else if (word === 'ENV') {
      const [name, value = ''] = assignment(rest);
      inStage[name] = expand(value, inStage);
    } else if (word === 'USER' && last) {
      last.user = expand(rest.split(/\s+/)[0] as string, inStage);
    }
  }
  return { stages, args };
}

/** The first variable of an ARG or ENV instruction: `NAME=value`, `NAME="value"` or `NAME value`. */
function assignment(text: string): [string, string | undefined] {
  const groups = /^([\w.-]+)(?:[= ](?:"([^"]*)"|'([^']*)'|(\S*)))?/.exec(text) as string[] | null;
  return [groups?.[1] ?? '', groups?.slice(2).find((value: string | undefined) => value !== undefined)];
}

/** An instruction of a Dockerfile. */
export interface Instruction {
  /** In upper case. */
  readonly word: string;

  /** The arguments on one line, without comments. */
  readonly rest: string;

  /** Offset of the end of the last line, without spaces. */
  readonly end: number;
}

/** The instructions of a Dockerfile, without here-documents. */
export function instructionsOf(text: string): Instruction[] {
  const found: Instruction[] = [];
  let start = '';
  let ends: string[] = [];
  let offset = 0;
  for (const line of text.split('\n')) {
    const written = line.trimEnd();
    const end = offset + written.length;
    offset += line.length + 1;
    if (ends.length > 0) {
      if (written.trim() === ends[0]) ends = ends.slice(1);
      continue;
    }
    if (/^\s*#/.test(written) || (start !== '' && written === '')) continue;
    const continues = written.endsWith('\\');
    const whole = `${start}${continues ? `${written.slice(0, -1)} ` : written}`;
    start = continues ? whole : '';
    const [, word, rest] = /^\s*([a-z]+)\s+(.*?)\s*$/i.exec(whole) ?? [];
    if (continues || word === undefined || rest === undefined) continue;
    found.push({ word: word.toUpperCase(), rest, end });
    if (/^(RUN|COPY|ADD)$/i.test(word))
      ends = [...rest.matchAll(/(?:^|\s)\d*<<-?(["']?)([A-Za-z_]\w*)\1/g)].map(
        ([, , delimiter]) => delimiter as string,
      );
  }
  return found;
}

function indexOf(stages: readonly Stage[], name: string): number {
  const named = stages.map(stage => stage.name).lastIndexOf(name.toLowerCase());
  return named < 0 && /^\d+$/.test(name) && Number(name) < stages.length ? Number(name) : named;
}

/** Replaces the variables that have a value. */
function expand(text: string, args: Readonly<Record<string, string>>): string {
  return text
    .replace(/^["']|["']$/g, '')
    .replace(/\$(?:\{(\w+)(?::?([-+])([^}]*))?\}|(\w+))/g, (written, braced, operator, word, bare) => {
      const value = args[(braced ?? bare) as string];
      if (operator === '-') return value || (word as string);
      if (operator === '+') return value ? (word as string) : '';
      return value ?? written;
    });
}
