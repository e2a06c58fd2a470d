import { isDeepStrictEqual } from 'node:util';
import { carryContainer, type ContainerImport } from './container';
import type { Draft } from './draft';
import { commandLine, DAEMON } from './hand-written';
import { within } from './values-file';

/** What a pod written by hand changes of a container that the mode `dind` has beside the runner. */
export function carryDaemon(draft: Draft, given: ContainerImport): void {
  const { container, base, place } = given;
  const isDaemon = container.name === DAEMON;
  const line = commandLine(container);
  const further = line.slice(commandLine(base).length);
  // One argument a word, as dind.daemonArgs has them; else the command line as a whole goes to the template.
  const plain = isDaemon && further.every(arg => typeof arg === 'string' && arg.startsWith('-'));
  const { command, args, ...rest } = container;
  if (plain && further.length > 0) {
    const list = args === undefined ? 'command' : 'args';
    const first = (container[list] as unknown[]).length - further.length;
    further.forEach((arg, index) => draft.add(['dind', 'daemonArgs'], arg, within(place, list, first + index)));
  }
  carryContainer(draft, {
    ...given,
    container: plain || isDeepStrictEqual(line, commandLine(base)) ? rest : container,
    list: 'initContainers',
    plainly: isDaemon
      ? {
          image: ['dind', 'image'],
          resources: ['dind', 'resources'],
          env: ['dind', 'env'],
          volumeMounts: ['dind', 'volumeMounts'],
        }
      : {},
  });
}
