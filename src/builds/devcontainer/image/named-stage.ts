import { instructionsOf } from './dockerfile';

/** A Dockerfile whose built stage has a name. */
export interface NamedStage {
  readonly text: string;
  readonly name: string;
}

/** Gives a stage of a Dockerfile a name, if it has none, so that another stage can start from it. */
export function withNamedStage(text: string, target: string | undefined): NamedStage {
  const stages = instructionsOf(text).filter(({ word }) => word === 'FROM');
  const named = stages.map(({ rest }) => /\sAS\s+(\S+)\s*$/i.exec(rest)?.[1]);
  const byName = named.map(name => name?.toLowerCase()).lastIndexOf(target?.toLowerCase());
  const index = target === undefined ? stages.length - 1 : byName < 0 ? Number(target) : byName;
  const name = named[index];
  if (name !== undefined) return { text, name };
  const added = 'dev_container_auto_added_stage_label';
  const { end } = stages[index] as { readonly end: number };
  return { text: `${text.slice(0, end)} AS ${added}${text.slice(end)}`, name: added };
}
