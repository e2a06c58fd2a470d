import { withoutUndefined } from '../../plain-object';
import { serviceContainer } from '../services-step';
import type { ServiceCheck } from './compose/healthcheck';
import type { ComposeService } from './compose/services';
import { literal } from '../literal';
import { containerFields } from './container-fields';
import { filled, type Manifest } from './manifest';
import type { PodVolumes } from './pod-volumes';

/** The sidecar of a service. */
export function sidecar(service: ComposeService, image: string, volumes: PodVolumes, gpuResource: string): Manifest {
  const { name, settings, entrypoint, command, ports, check } = service;
  return withoutUndefined({
    name: serviceContainer(name),
    image,
    restartPolicy: 'Always',
    command: entrypoint?.map(literal),
    args: command?.map(literal),
    workingDir: settings.workingDir,
    ports: filled(ports.map(containerPort => ({ containerPort }))),
    startupProbe: check && startupProbe(check),
    ...containerFields(service, volumes, gpuResource),
  });
}

/** Checks more often than Docker, for as long as Docker would. */
function startupProbe({
  command,
  intervalSeconds,
  timeoutSeconds,
  retries,
  startPeriodSeconds,
}: ServiceCheck): Manifest {
  const periodSeconds = Math.min(2, intervalSeconds);
  const seconds = startPeriodSeconds + retries * intervalSeconds;
  return { exec: { command }, periodSeconds, timeoutSeconds, failureThreshold: Math.ceil(seconds / periodSeconds) };
}
