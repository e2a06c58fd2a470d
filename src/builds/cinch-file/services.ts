import type { BuildService, Healthcheck } from '../build-config';
import { cpuThousandths } from '../cpus';
import { durationSeconds } from '../duration';
import { serviceNameProblem } from '../names';
import { portClashes, wellKnownPort } from '../service-ports';
import { sizeBytes } from '../size';
import { readEnv } from './env';
import { readPort } from './port';
import type { Reading } from './reading';
import type { WrittenService } from './written';

const DEFAULT_INTERVAL = '2s';
const DEFAULT_TIMEOUT = '60s';

/** Seconds that one check of a service may take. */
const CHECK_SECONDS = 10;

/** Reads the services, and refuses those that cannot run in one pod. */
export function readServices(written: { readonly [name: string]: WrittenService }, reading: Reading): BuildService[] {
  const services = Object.entries(written).map(([name, service]) => readService(name, service, reading));
  for (const { service, earlier, port } of portClashes(services))
    reading.refuse(
      ['services', service.name],
      `listens on port ${port}, as ${earlier.name} does, and all services share the ports of one pod; ` +
        'set another port with command and ports',
      'key',
    );
  return services;
}

function readService(name: string, written: WrittenService, reading: Reading): BuildService {
  const path = ['services', name];
  const { image, env = {}, command, healthcheck, ports, resources = {} } = written;
  const { memory, cpus, shm_size: shmSize } = resources;
  const problem = serviceNameProblem(name);
  if (problem !== undefined) reading.refuse(path, problem, 'key');
  const knownPort = command === undefined ? wellKnownPort(image) : undefined;
  return {
    name,
    image,
    env: readEnv(env, [...path, 'env'], reading),
    ...(command !== undefined && { command: reading.text(command, [...path, 'command']) }),
    ports: ports ? [...new Set(ports.map(readPort))] : knownPort === undefined ? [] : [knownPort],
    ...(healthcheck && { healthcheck: readHealthcheck(healthcheck, name, reading) }),
    ...(memory !== undefined && { memory: sizeBytes(memory) }),
    ...(cpus !== undefined && { cpus: cpuThousandths(cpus) }),
    ...(shmSize !== undefined && { shmSize: sizeBytes(shmSize) }),
  };
}

function readHealthcheck(
  { cmd, interval = DEFAULT_INTERVAL, timeout = DEFAULT_TIMEOUT }: NonNullable<WrittenService['healthcheck']>,
  name: string,
  reading: Reading,
): Healthcheck {
  const path = ['services', name, 'healthcheck'];
  const [intervalSeconds, totalSeconds] = [durationSeconds(interval), durationSeconds(timeout)];
  if (intervalSeconds > totalSeconds)
    reading.refuse(path, `interval (${interval}) must not be longer than timeout (${timeout})`);
  return {
    command: reading.text(cmd, [...path, 'cmd']),
    intervalSeconds,
    timeoutSeconds: CHECK_SECONDS,
    retries: Math.ceil(totalSeconds / intervalSeconds),
  };
}
