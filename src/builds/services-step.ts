import { Duration } from 'cdk8s';
import { amountText, k8s, toResourceRequirements } from '../kubernetes';
import type { BuildService } from './container-build-props';
import { literal } from './literal';
import type { BuildContext, Step } from './step';

/** Runs the services as sidecars. They share the network of the command, so their names stand for the loopback. */
export function servicesStep({ props: { services = [] } }: BuildContext): Step {
  return {
    contributions: [
      ...services.map((service, index) => ({
        owner: ['services', index],
        template: {
          spec: {
            initContainers: [sidecar(service)],
            volumes:
              service.shmSize === undefined
                ? []
                : [
                    {
                      name: sharedMemory(service),
                      emptyDir: { medium: 'Memory', sizeLimit: k8s.Quantity.fromString(amountText(service.shmSize)) },
                    },
                  ],
          },
        },
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
function sidecar(service: BuildService): k8s.Container {
  const { name, image, command, env, healthCheck, ports, resources, shmSize } = service;
  return {
    name: serviceContainer(name),
    image,
    command: command === undefined ? undefined : ['sh', '-c', literal(command)],
    env: env && Object.entries(env).map(([variable, value]) => ({ name: variable, value })),
    ports: ports?.map(containerPort => ({ containerPort })),
    resources: resources && toResourceRequirements(resources),
    restartPolicy: 'Always',
    startupProbe: healthCheck && {
      exec: { command: ['sh', '-c', healthCheck.command] },
      periodSeconds: (healthCheck.interval ?? Duration.seconds(2)).toSeconds(),
      timeoutSeconds: (healthCheck.timeout ?? Duration.seconds(10)).toSeconds(),
      failureThreshold: healthCheck.retries ?? 30,
    },
    volumeMounts: shmSize === undefined ? undefined : [{ name: sharedMemory(service), mountPath: '/dev/shm' }],
  };
}

function sharedMemory({ name }: BuildService): string {
  return `shm-${name}`;
}
