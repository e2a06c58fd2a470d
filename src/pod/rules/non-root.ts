import { isOfficialRunnerImage, isRootDaemonImage } from '../image';
import { objectOf, objectsOf, type Plain, type Report } from './report';

interface Refused {
  readonly name: string;
  readonly why: string;
}

/**
 * Checks for containers with runAsNonRoot that the kubelet does not start: the image runs as root, or sets its user by
 * name, and the kubelet can only verify a number. The fields of a container override those of its pod.
 *
 * @see https://github.com/kubernetes/kubernetes/blob/v1.36.3/pkg/kubelet/kuberuntime/security_context.go
 */
export function checkNonRootImages(spec: Plain, report: Report): void {
  const ofPod = objectOf(spec.securityContext);
  const inPod: Refused[] = [];
  for (const list of ['initContainers', 'containers'])
    objectsOf(spec[list]).forEach((container, index) => {
      const own = objectOf(container.securityContext);
      const why = reasonOf(container.image);
      const hasUser = (own.runAsUser ?? ofPod.runAsUser) !== undefined;
      if (why === undefined || hasUser || (own.runAsNonRoot ?? ofPod.runAsNonRoot) !== true) return;
      const refused = { name: String(container.name), why };
      if (own.runAsNonRoot === undefined) inPod.push(refused);
      else report([list, index, 'securityContext', 'runAsNonRoot'], message([refused.name], why));
    });
  for (const why of new Set(inPod.map(refused => refused.why)))
    report(
      ['securityContext', 'runAsNonRoot'],
      message(
        inPod.filter(refused => refused.why === why).map(({ name }) => name),
        why,
      ),
    );
}

function reasonOf(image: unknown): string | undefined {
  if (typeof image !== 'string') return undefined;
  if (isOfficialRunnerImage(image))
    return 'the image sets its user by name, so the kubelet cannot verify that it is not root; set runAsUser: 1001 too';
  return isRootDaemonImage(image)
    ? 'the image runs as root; set runAsNonRoot: false in the securityContext of the container'
    : undefined;
}

function message(names: readonly string[], why: string): string {
  return `prevents the start of ${names.length === 1 ? 'container' : 'containers'} ${names.join(', ')}: ${why}`;
}
