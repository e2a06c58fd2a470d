import { DEFAULT_TIMEOUT_SECONDS, type BuildConfig, type BuildTrigger } from '../build-config';
import { withoutUndefined } from '../../plain-object';
import { cpuThousandths } from '../cpus';
import { durationSeconds } from '../duration';
import { sizeBytes } from '../size';
import { readContainer } from './container';
import { readEnv } from './env';
import type { Dialect } from './form';
import type { Reading } from './reading';
import { readServices } from './services';
import { runsCinch } from './shell';
import { readStorage } from './storage';
import type { WrittenContainer, WrittenFile, WrittenTrigger } from './written';

/** Reads the keys of a file whose values have the right form, and refuses those that contradict each other. */
export function readConfig(file: WrittenFile, dialect: Dialect, reading: Reading): BuildConfig {
  const settings = typeof file.container === 'object' ? file.container : {};
  const isBareMetal = file.container === 'none';
  const { memory, cpus, network = 'host' } = settings;
  if (isBareMetal) refuseInBareMetal(file, reading);
  const services = readServices(file.services ?? {}, reading);
  if (network === 'none' && services.length > 0)
    reading.note(
      ['container', 'network'],
      'is none: the command reaches the services, by their names and on localhost, and nothing else',
    );
  return {
    ...readCommands(file, reading),
    container:
      dialect === 'flat'
        ? readContainer(file, [], isBareMetal, reading)
        : readContainer(settings, ['container'], isBareMetal, reading),
    ...(memory !== undefined && { memory: sizeBytes(memory) }),
    ...(cpus !== undefined && { cpus: cpuThousandths(cpus) }),
    timeoutSeconds: readTimeout(file, settings, reading),
    network,
    ...readStorage(file, settings, reading),
    services,
    env: readEnv(file.env ?? {}, ['env'], reading),
    workers: readWorkers(file, reading),
    ...readTrigger(file.trigger),
  };
}

function readCommands(file: WrittenFile, reading: Reading): Pick<BuildConfig, 'command' | 'releaseCommand'> {
  const read = (key: 'command' | 'build' | 'release'): string => {
    const command = reading.text(file[key] ?? '', [key]);
    if (runsCinch(command))
      reading.note([key], 'runs the cinch command, which is not in the image; add it to the image of the build');
    return command;
  };
  const command = read(file.command === undefined ? 'build' : 'command');
  return { command, ...(file.release !== undefined && { releaseCommand: read('release') }) };
}

/** Keys without a meaning for a command that runs on the node itself. */
function refuseInBareMetal({ cache = [], services = {} }: WrittenFile, reading: Reading): void {
  const given = { cache: cache.length > 0, services: Object.keys(services).length > 0 };
  for (const key of ['cache', 'services'] as const) {
    if (given[key]) reading.refuse([key], 'cannot be used together with container: none; remove one of the two', 'key');
  }
}

function readTimeout({ timeout }: WrittenFile, container: WrittenContainer, reading: Reading): number {
  const [outer, inner] = [timeout, container.timeout].map(text =>
    text === undefined ? undefined : durationSeconds(text),
  );
  if (outer !== undefined && inner !== undefined && outer !== inner)
    reading.refuse(
      ['container', 'timeout'],
      `is ${container.timeout}, and timeout at the top is ${timeout}; remove one of the two`,
    );
  return outer ?? inner ?? DEFAULT_TIMEOUT_SECONDS;
}

function readWorkers({ workers = [], runner }: WrittenFile, reading: Reading): BuildConfig['workers'] {
  if (runner && workers.length > 0)
    reading.refuse(
      ['runner'],
      'cannot be used together with workers: runner is the node of one build, workers are nodes of one build each; ' +
        'remove one of the two',
      'key',
    );
  const labels = runner?.labels ?? [];
  return labels.length > 0 ? [labels] : workers.map(label => [label]);
}

function readTrigger(written: WrittenTrigger = {}): Pick<BuildConfig, 'schedule' | 'trigger'> {
  const { schedule, branches, pull_requests: pullRequests, paths, paths_ignore: pathsIgnore, manual } = written;
  const trigger: BuildTrigger = withoutUndefined({ branches, pullRequests, paths, pathsIgnore, manual });
  return {
    ...(schedule !== undefined && { schedule }),
    ...(Object.keys(trigger).length > 0 && { trigger }),
  };
}
