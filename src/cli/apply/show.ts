import { redact } from '../../credential-text';
import { describe } from './controller';
import type { FieldChange } from './changes';
import type { Plan } from './plan';
import type { ObjectChange, SetPlan } from './set-plan';

const SIGNS = { create: '+', update: '~', delete: '-', recreate: '!', unchanged: '=', refused: 'x' } as const;

/** Formats a plan: the controller, the runner sets, other objects, problems, and flags that are needed. */
export function planText(plan: Plan): string {
  return [
    ...controllerLines(plan),
    ...plan.sets.map(setLine),
    ...plan.others.map(({ object, action }) => `${SIGNS[action]} ${object}`),
    ...(plan.leftToFlux ?? []).map(object => `= ${object}  not applied: the cluster has no Flux`),
    ...plan.problems
      .filter(({ subject }) => !plan.sets.some(({ set }) => set === subject))
      .map(({ subject, message }) => `x ${subject}: ${message}`),
    ...plan.stops.map(({ message, flag }) => `stop: ${message}; to continue, add --${flag}`),
  ]
    .map(line => `${line}\n`)
    .join('');
}

function controllerLines({ controller: verdict, controllerChanges }: Plan): string[] {
  switch (verdict?.type) {
    case 'use':
      return [`= ${describe(verdict.controller)}, ${verdict.controller.version}  not managed by deskrun, unchanged`];
    case 'install':
      return ['+ controller, with the CRDs of ARC'];
    case 'update':
      return controllerChanges.length === 0
        ? [`= ${describe(verdict.controller)}  unchanged`]
        : [`~ ${describe(verdict.controller)}  update: ${summary(controllerChanges)}`];
    case 'upgrade':
      return [`! ${describe(verdict.controller)}  upgrade from ${verdict.controller.version}`];
    default:
      return [];
  }
}

function setLine({ set, action, reason, changes }: SetPlan): string {
  const words = {
    create: 'create',
    update: `update: ${summary(changes)}`,
    delete: 'delete',
    recreate: `recreate: ${reason ?? ''}`,
    unchanged: 'unchanged',
    refused: `refused: ${reason ?? ''}`,
  };
  return `${SIGNS[action]} ${set}  ${words[action]}`;
}

const MAX_CHANGES = 3;

/** The first changes: fields of updated objects, and created or deleted objects. */
function summary(changes: readonly ObjectChange[]): string {
  const all = changes.flatMap(({ object, action, fields }) =>
    action === 'update' ? fields.map(fieldText) : [`${SIGNS[action]} ${object}`],
  );
  return all.length <= MAX_CHANGES
    ? all.join(', ')
    : `${all.slice(0, MAX_CHANGES).join(', ')} and ${all.length - MAX_CHANGES} more`;
}

/** `spec.maxRunners: 5 -> 3`. */
export function fieldText({ path, before, after }: FieldChange): string {
  if (before === undefined) return `${path}: ${short(after)} is added`;
  if (after === undefined) return `${path}: ${short(before)} is removed`;
  return `${path}: ${short(before)} -> ${short(after)}`;
}

/** Formats the changes of each object, field by field. */
export function changesText(changes: readonly ObjectChange[]): string {
  return changes
    .flatMap(({ object, action, fields }) => [
      `${SIGNS[action]} ${object}`,
      ...fields.map(field => `    ${fieldText(field)}`),
    ])
    .map(line => `${line}\n`)
    .join('');
}

const MAX_VALUE_LENGTH = 100;

function short(value: unknown): string {
  const text = redact(JSON.stringify(value));
  return text.length <= MAX_VALUE_LENGTH ? text : `${text.slice(0, MAX_VALUE_LENGTH)}…`;
}
