import { isDeepStrictEqual } from 'node:util';
import { importContainer, type ContainerImport } from './container';
import type { Draft } from './draft';
import { commandLine, DAEMON } from './handwritten-pod';
import { within } from './values-file';

/** Imports a container of mode `dind` other than the runner, from a handwritten pod: what differs from the mode. */
export function importDaemon(draft: Draft, given: ContainerImport): void {
  const { container, base, place } = given;
  const isDaemon = container.name === DAEMON;
  const line = commandLine(container);
  const extraArgs = line.slice(commandLine(base).length);
  // dind.daemonArgs takes only arguments that start with a dash. For others, the whole command goes to the template.
  const plain = isDaemon && extraArgs.every(arg => typeof arg === 'string' && arg.startsWith('-'));
  const { command, args, ...rest } = container;
  if (plain && extraArgs.length > 0) {
    const list = args === undefined ? 'command' : 'args';
    const first = (container[list] as unknown[]).length - extraArgs.length;
    extraArgs.forEach((arg, index) => draft.add(['dind', 'daemonArgs'], arg, within(place, list, first + index)));
  }
  importContainer(draft, {
    ...given,
    container: plain || isDeepStrictEqual(line, commandLine(base)) ? rest : container,
    list: 'initContainers',
    configKeys: isDaemon
      ? {
          image: ['dind', 'image'],
          resources: ['dind', 'resources'],
          env: ['dind', 'env'],
          volumeMounts: ['dind', 'volumeMounts'],
        }
      : {},
  });
}
