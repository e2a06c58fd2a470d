import { isDeepStrictEqual } from 'node:util';
import { carryContainer } from './container';
import type { Draft } from './draft';
import { commandLine, DAEMON } from './hand-written';
import type { Entry } from './mode-pod';
import type { Place } from './values-file';

/** What a pod written by hand changes of the containers that the mode `dind` has beside the runner. */
export function carryDaemon(draft: Draft, container: Entry, base: Entry, place: Place, volumes: readonly unknown[]): void {
  const ownArgs = base.args as readonly unknown[];
  const line = commandLine(container);
  const further = line.slice(ownArgs.length);
  // One argument a word, as dind.daemonArgs has them; else the command line as a whole goes to the template.
  const plain = container.name === DAEMON && further.every(arg => typeof arg === 'string' && arg.startsWith('-'));
  const same = plain || isDeepStrictEqual(line, commandLine(base));
  const { command, args, ...rest } = container;
  if (plain && further.length > 0) {
    const list = args === undefined ? 'command' : 'args';
    const first = ((container[list] ?? []) as unknown[]).length - further.length;
    further.forEach((arg, index) => draft.add(['dind', 'daemonArgs'], arg, { ...place, path: [...place.path, list, first + index] }));
  }
  carryContainer(draft, {
    container: same ? rest : container,
    place,
    base,
    list: 'initContainers',
    plainly: container.name === DAEMON ? { image: ['dind', 'image'], resources: ['dind', 'resources'], env: ['dind', 'env'], volumeMounts: ['dind', 'volumeMounts'] } : {},
    taken: [],
    volumes,
  });
}
