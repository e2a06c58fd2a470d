import { isImage, noImage } from '../image';
import { checkEnv } from './env';
import { checkMounts } from './mounts';
import { checkHostPorts, checkPorts } from './ports';
import { checkLifecycle, checkProbes } from './probes';
import { below, given, objectsOf, wordOf, type Plain, type Report } from './report';
import { checkResources } from './resources';
import { checkContainerSecurity } from './security';
import { LABEL } from './syntax';

/** What all containers of a pod are checked against. */
export interface Surroundings {
  readonly spec: Plain;
  readonly volumes: ReadonlyMap<unknown, Plain>;
  readonly claims: readonly unknown[];
  readonly kubernetesMinor: number;
}

const ONLY_OF_RUNNING = ['lifecycle', 'livenessProbe', 'readinessProbe', 'startupProbe'];

/** All containers of a pod. */
export function checkContainers(around: Surroundings, report: Report): void {
  const { spec, kubernetesMinor } = around;
  const containers = objectsOf(spec.containers);
  const initContainers = objectsOf(spec.initContainers);
  const hostNetwork = spec.hostNetwork === true;
  if (containers.length === 0) report(['containers'], 'must have at least one container');
  if (objectsOf(spec.ephemeralContainers).length > 0)
    report(['ephemeralContainers'], 'are added to running pods only; leave them out, or write containers');

  const names = new Set<unknown>();
  for (const [list, entries] of [
    ['containers', containers],
    ['initContainers', initContainers],
  ] as const)
    entries.forEach((container, index) => {
      const inContainer = below(report, list, index);
      checkName(container, names, inContainer);
      checkContainer(container, around, inContainer);
      if (list === 'initContainers') checkInitContainer(container, inContainer, kubernetesMinor);
      else checkRestart(container, inContainer, kubernetesMinor);
    });
  checkHostPorts(containers, below(report, 'containers'), hostNetwork);
  // Those of init containers are taken one after the other.
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
    report(['name'], `${JSON.stringify(name)} cannot name a container: at most 63 lower-case letters, digits and -`);
  if (names.has(name)) report(['name'], `duplicate container ${JSON.stringify(name)}; rename one`);
  names.add(name);
}

function checkContainer(container: Plain, around: Surroundings, report: Report): void {
  const { spec, volumes, claims, kubernetesMinor } = around;
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
      `container ${String(name)} has no image; add one, or use the name of a container that the pod has already`,
    );
  else if (typeof image === 'string' && !isImage(image)) report(['image'], noImage(image));
}

/** From 1.35 on any container may be restarted by rules of its own; before, init containers only, as sidecars. */
const RESTART_RULES_MINOR = 35;

function checkRestart({ restartPolicy, restartPolicyRules }: Plain, report: Report, kubernetesMinor: number): void {
  if (restartPolicy !== undefined && kubernetesMinor < RESTART_RULES_MINOR)
    report(['restartPolicy'], `is for init containers only before Kubernetes 1.${RESTART_RULES_MINOR}; leave it out`);
  if (objectsOf(restartPolicyRules).length > 0 && restartPolicy === undefined)
    report(['restartPolicy'], 'is required with restartPolicyRules');
}

function checkInitContainer(container: Plain, report: Report, kubernetesMinor: number): void {
  const { restartPolicy, restartPolicyRules } = container;
  if (restartPolicy === 'Always') return;
  if (restartPolicy !== undefined && kubernetesMinor < RESTART_RULES_MINOR)
    report(
      ['restartPolicy'],
      `must be Always before Kubernetes 1.${RESTART_RULES_MINOR}, got ${wordOf(restartPolicy)}; leave it out`,
    );
  if (objectsOf(restartPolicyRules).length > 0 && restartPolicy === undefined)
    report(['restartPolicy'], 'is required with restartPolicyRules');
  for (const field of given(container, ONLY_OF_RUNNING))
    report([field], 'is not for init containers, which end; leave it out, or set restartPolicy: Always');
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
