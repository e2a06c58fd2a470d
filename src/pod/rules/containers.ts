import { invalidImage, isImage } from '../image';
import { checkEnv } from './env';
import { checkMounts } from './mounts';
import { checkHostPorts, checkPorts } from './ports';
import { checkLifecycle, checkProbes } from './probes';
import { below, objectsOf, presentFields, textOf, type Plain, type Report } from './report';
import { checkResources } from './resources';
import { checkContainerSecurity } from './security';
import { LABEL } from './syntax';

/** The parts of the pod that its containers refer to. */
export interface PodContext {
  readonly spec: Plain;
  readonly volumes: ReadonlyMap<unknown, Plain>;
  readonly claims: readonly unknown[];
  readonly kubernetesMinor: number;
}

const NOT_IN_INIT_CONTAINERS = ['lifecycle', 'livenessProbe', 'readinessProbe', 'startupProbe'];

/** Checks all containers of a pod. */
export function checkContainers(context: PodContext, report: Report): void {
  const { spec, kubernetesMinor } = context;
  const containers = objectsOf(spec.containers);
  const initContainers = objectsOf(spec.initContainers);
  const hostNetwork = spec.hostNetwork === true;
  if (containers.length === 0) report(['containers'], 'must have at least one container');
  if (objectsOf(spec.ephemeralContainers).length > 0)
    report(['ephemeralContainers'], 'can only be added to a running pod; leave them out, or use containers');

  const names = new Set<unknown>();
  for (const [list, entries] of [
    ['containers', containers],
    ['initContainers', initContainers],
  ] as const)
    entries.forEach((container, index) => {
      const inContainer = below(report, list, index);
      checkName(container, names, inContainer);
      checkContainer(container, context, inContainer);
      if (list === 'initContainers') checkInitContainer(container, inContainer, kubernetesMinor);
      else checkRestart(container, inContainer, kubernetesMinor);
    });
  checkHostPorts(containers, below(report, 'containers'), hostNetwork);
  // Init containers run one after the other, so their host ports do not conflict.
  initContainers.forEach((container, index) =>
    checkHostPorts(
      [container],
      ([, ...path], ...rest) => report(['initContainers', index, ...path], ...rest),
      hostNetwork,
    ),
  );
}

function checkName({ name }: Plain, names: Set<unknown>, report: Report): void {
  if (typeof name !== 'string') return;
  if (!LABEL.fits(name))
    report(
      ['name'],
      `must be a container name of at most 63 lower-case letters, digits and -, got ${JSON.stringify(name)}`,
    );
  if (names.has(name)) report(['name'], `duplicate container ${JSON.stringify(name)}; rename one`);
  names.add(name);
}

function checkContainer(container: Plain, context: PodContext, report: Report): void {
  const { spec, volumes, claims, kubernetesMinor } = context;
  checkImage(container, report);
  checkPorts(container, report, spec.hostNetwork === true);
  checkEnv(container, report, volumes, kubernetesMinor);
  checkMounts(container, report, volumes);
  if (container.resources !== undefined) checkResources(container.resources, below(report, 'resources'), claims);
  if (container.resizePolicy !== undefined) checkResizePolicy(container, report, spec);
  checkProbes(container, report);
  if (container.lifecycle !== undefined) checkLifecycle(container, report, spec, kubernetesMinor);
  checkContainerSecurity(container, report, spec);
}

function checkImage({ name, image }: Plain, report: Report): void {
  if (image === undefined)
    report(
      ['image'],
      `container ${String(name)} has no image; add one, or use the name of a container that the pod already has`,
    );
  else if (typeof image === 'string' && !isImage(image)) report(['image'], invalidImage(image));
}

/** From Kubernetes 1.35 on, every container can have a restartPolicy. Earlier, only sidecars can. */
const RESTART_RULES_MINOR = 35;

function checkRestart({ restartPolicy, restartPolicyRules }: Plain, report: Report, kubernetesMinor: number): void {
  if (restartPolicy !== undefined && kubernetesMinor < RESTART_RULES_MINOR)
    report(['restartPolicy'], `requires Kubernetes 1.${RESTART_RULES_MINOR} in a container; leave it out`);
  if (objectsOf(restartPolicyRules).length > 0 && restartPolicy === undefined)
    report(['restartPolicy'], 'is required with restartPolicyRules');
}

function checkInitContainer(container: Plain, report: Report, kubernetesMinor: number): void {
  const { restartPolicy, restartPolicyRules } = container;
  if (restartPolicy === 'Always') return;
  if (restartPolicy !== undefined && kubernetesMinor < RESTART_RULES_MINOR)
    report(
      ['restartPolicy'],
      `must be Always before Kubernetes 1.${RESTART_RULES_MINOR}, got ${textOf(restartPolicy)}; leave it out`,
    );
  if (objectsOf(restartPolicyRules).length > 0 && restartPolicy === undefined)
    report(['restartPolicy'], 'is required with restartPolicyRules');
  for (const field of presentFields(container, NOT_IN_INIT_CONTAINERS))
    report([field], 'is not allowed in an init container; leave it out, or make it a sidecar: restartPolicy: Always');
}

function checkResizePolicy({ resizePolicy }: Plain, report: Report, { restartPolicy }: Plain): void {
  const names = new Set<unknown>();
  objectsOf(resizePolicy).forEach(({ resourceName, restartPolicy: policy }, index) => {
    const path = ['resizePolicy', index];
    if (resourceName !== 'cpu' && resourceName !== 'memory')
      report([...path, 'resourceName'], `must be cpu or memory, got ${JSON.stringify(resourceName)}`);
    if (names.has(resourceName)) report(path, `duplicate resourceName ${JSON.stringify(resourceName)}; remove one`);
    names.add(resourceName);
    if (restartPolicy === 'Never' && policy === 'RestartContainer')
      report([...path, 'restartPolicy'], 'must be NotRequired in a pod whose restartPolicy is Never; leave it out');
  });
}
