import { Duration } from 'cdk8s';
import type { Resources } from '../kubernetes';
import type { BuildConfig, BuildService as ConfiguredService } from './build-config';
import type { BuildService, ContainerBuildProps } from './container-build-props';
import { literal } from './literal';

/** The props of a build that its configuration sets. */
export type ConfiguredProps = Pick<
  ContainerBuildProps,
  'command' | 'env' | 'resources' | 'timeout' | 'network' | 'customCaches' | 'cachePaths' | 'services' | 'artifacts'
>;

/** Translates a configuration to props. */
export function propsOf(config: BuildConfig, event: 'build' | 'release'): ConfiguredProps {
  const { command, releaseCommand = command, output, mounts, memory, cpus } = config;
  return {
    command: event === 'release' ? releaseCommand : command,
    env: literals(config.env),
    resources: limits(memory, cpus),
    timeout: Duration.seconds(config.timeoutSeconds),
    network: config.network,
    customCaches: config.caches.map(({ name, path }) => ({ name, path })),
    cachePaths: mounts.map(({ source, target, readOnly }) => ({
      source,
      target,
      sharing: readOnly ? 'readOnly' : 'shared',
    })),
    services: config.services.map(serviceOf),
    artifacts: [...config.artifacts, ...(output === undefined ? [] : [{ name: 'output', path: output }])],
  };
}

/** Values of a file are text, and Kubernetes replaces nothing in them. */
function literals(env: BuildConfig['env']): Record<string, string> {
  return Object.fromEntries(Object.entries(env).map(([name, value]) => [name, literal(value)]));
}

function limits(memory: number | undefined, cpus: number | undefined): Resources | undefined {
  if (memory === undefined && cpus === undefined) return undefined;
  return {
    limits: {
      ...(memory !== undefined && { memory: bytes(memory) }),
      ...(cpus !== undefined && { cpu: `${cpus}m` }),
    },
  };
}

/** The largest binary unit that keeps the number whole. */
function bytes(count: number): string {
  const units = ['', 'Ki', 'Mi', 'Gi', 'Ti'];
  let amount = count;
  let unit = 0;
  while (amount % 1024 === 0 && unit < units.length - 1 && amount > 0) {
    amount /= 1024;
    unit++;
  }
  return `${amount}${units[unit] as string}`;
}

function serviceOf(service: ConfiguredService): BuildService {
  const { name, image, command, env, ports, healthcheck, memory, cpus, shmSize } = service;
  return {
    name,
    image,
    command,
    env: literals(env),
    ports,
    healthCheck: healthcheck && {
      command: healthcheck.command,
      interval: Duration.seconds(healthcheck.intervalSeconds),
      timeout: Duration.seconds(healthcheck.timeoutSeconds),
      retries: healthcheck.retries,
    },
    resources: limits(memory, cpus),
    shmSize: shmSize === undefined ? undefined : bytes(shmSize),
  };
}
