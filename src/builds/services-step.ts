import { Duration } from 'cdk8s';
import { toResourceRequirements, type k8s } from '../kubernetes';
import type { BuildService } from './container-build-props';
import { literal } from './literal';
import type { BuildContext, Step } from './step';

/** Runs the services as sidecars. They share the network of the command, so their names stand for the loopback. */
export function servicesStep({ props: { services = [] } }: BuildContext): Step {
  return {
    contributions: [
      ...services.map((service, index) => ({
        owner: ['services', index],
        template: { spec: { initContainers: [sidecar(service)] } },
      })),
      ...(services.length === 0
        ? []
        : [
            {
              owner: ['services'],
              template: {
                spec: { hostAliases: [{ ip: '127.0.0.1', hostnames: services.map(({ name }) => name) }] },
              },
            },
          ]),
    ],
  };
}

/** Name of the container of a service. */
export function serviceContainer(name: string): string {
  return `service-${name}`;
}

/** The kubelet starts the next container when the startup probe has succeeded. */
function sidecar({ name, image, command, env, healthCheck, ports, resources }: BuildService): k8s.Container {
  return {
    name: serviceContainer(name),
    image,
    command: command === undefined ? undefined : ['sh', '-c', literal(command)],
    env: env && Object.entries(env).map(([variable, value]) => ({ name: variable, value })),
    ports: ports?.map(containerPort => ({ containerPort })),
    resources: resources && toResourceRequirements(resources),
    restartPolicy: 'Always',
    startupProbe: healthCheck && startupProbe(healthCheck),
  };
}

function startupProbe({ command, interval, timeout }: NonNullable<BuildService['healthCheck']>): k8s.Probe {
  const periodSeconds = (interval ?? Duration.seconds(2)).toSeconds();
  const seconds = (timeout ?? Duration.seconds(60)).toSeconds();
  return {
    exec: { command: ['sh', '-c', command] },
    periodSeconds,
    timeoutSeconds: 10,
    failureThreshold: Math.ceil(seconds / periodSeconds),
  };
}
