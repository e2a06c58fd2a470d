import { k8s, toResourceRequirements } from '../kubernetes';
import { controllerEgress } from '../network/egress';
import { placementFields } from '../runners/placement';
import { metricsAddresses, portOf } from './addresses';
import type { ArcControllerProps } from './arc-controller-props';
import { managerArguments } from './arguments';
import { controllerImage } from './image';
import { POD_ANNOTATIONS, podLabels, selectorLabels } from './labels';
import type { ControllerNames } from './names';

/** Environment variables that the controller requires: the image of its listeners, and their namespace. */
export const MANAGER_ENV = ['CONTROLLER_MANAGER_CONTAINER_IMAGE', 'CONTROLLER_MANAGER_POD_NAMESPACE'] as const;

/** A writable directory, for a container with a read-only root file system. */
export const SCRATCH = { volume: 'tmp', mountPath: '/tmp' } as const;

/**
 * The spec of the Deployment of a controller.
 *
 * @see https://github.com/actions/actions-runner-controller/blob/gha-runner-scale-set-0.14.2/charts/gha-runner-scale-set-controller/templates/deployment.yaml
 */
export function deploymentSpec(
  props: ArcControllerProps,
  names: ControllerNames,
  namespace: string,
  version: string,
): k8s.DeploymentSpec {
  return {
    replicas: props.replicas ?? 1,
    selector: { matchLabels: selectorLabels(names, namespace) },
    template: {
      metadata: {
        annotations: { ...props.podAnnotations, ...POD_ANNOTATIONS },
        labels: { ...props.podLabels, ...podLabels(names, namespace, version) },
      },
      spec: {
        serviceAccountName: names.serviceAccount,
        terminationGracePeriodSeconds: 10,
        imagePullSecrets: props.imagePullSecrets && [...props.imagePullSecrets],
        securityContext: props.podSecurityContext,
        ...placementFields(props),
        containers: [managerContainer(props, names, version)],
        volumes: [{ name: SCRATCH.volume, emptyDir: {} }, ...controllerEgress(props).volumes, ...(props.volumes ?? [])],
      },
    },
  };
}

function managerContainer(props: ArcControllerProps, names: ControllerNames, version: string): k8s.Container {
  const image = controllerImage(props.image, version);
  const [imageVariable, namespaceVariable] = MANAGER_ENV;
  const egress = controllerEgress(props);
  const ports = [
    ...port('metrics', metricsAddresses(props.metrics).controllerManagerAddr),
    ...port('pprof', props.pprofAddr),
  ];
  return {
    name: 'manager',
    image,
    imagePullPolicy: props.imagePullPolicy ?? 'IfNotPresent',
    command: ['/manager'],
    args: managerArguments(props, names.full),
    env: [
      { name: imageVariable, value: image },
      { name: namespaceVariable, valueFrom: { fieldRef: { fieldPath: 'metadata.namespace' } } },
      ...egress.env,
      ...(props.env ?? []),
    ],
    ports: ports.length === 0 ? undefined : ports,
    ...probes(props.healthProbeBindAddress),
    resources: props.resources && toResourceRequirements(props.resources),
    securityContext: props.securityContext,
    volumeMounts: [
      { name: SCRATCH.volume, mountPath: SCRATCH.mountPath },
      ...egress.volumeMounts,
      ...(props.volumeMounts ?? []),
    ],
  };
}

function port(name: string, address: string | undefined): k8s.ContainerPort[] {
  const containerPort = address === undefined ? undefined : portOf(address);
  return containerPort === undefined ? [] : [{ name, containerPort, protocol: 'TCP' }];
}

function probes(address: string | undefined): Pick<k8s.Container, 'livenessProbe' | 'readinessProbe'> {
  const number = address === undefined ? undefined : portOf(address);
  if (number === undefined) return {};
  const probe = (path: string, initialDelaySeconds: number, periodSeconds: number): k8s.Probe => ({
    httpGet: { path, port: k8s.IntOrString.fromNumber(number) },
    initialDelaySeconds,
    periodSeconds,
  });
  return { livenessProbe: probe('/healthz', 15, 20), readinessProbe: probe('/readyz', 5, 10) };
}
