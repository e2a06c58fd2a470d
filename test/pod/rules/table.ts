import { formatPath } from '../../../src/errors';
import { podFindings } from '../../../src/pod/check';
import type { Plain } from '../../../src/pod/rules/report';

/** Kubernetes minor version for which pods are checked by default. */
const NEWEST = 36;

/** A part that is accepted, a similar part that is refused, and the finding about it: `path: message`. */
export type Row<Part = Plain> = readonly [rule: string, accepted: Part, refused: Part, finding: RegExp, minor?: number];

/** Adds a test for each row. It checks both parts in a pod that is otherwise valid. */
export function rows<Part>(podWith: (part: Part) => Plain, table: readonly Row<Part>[]): void {
  for (const [rule, accepted, refused, finding, minor = NEWEST] of table)
    test(rule, () => {
      expect(read(podWith(accepted), minor)).toEqual([]);
      expect(read(podWith(refused), minor)).toEqual([expect.stringMatching(finding)]);
    });
}

/** Returns the findings about a pod as `path: message`. */
export function read(pod: Plain, minor = NEWEST): string[] {
  return podFindings(pod, minor).map(({ path, message }) => `${formatPath(path)}: ${message}`);
}

export const runner: Plain = { name: 'runner', image: 'runner:1' };

/** Returns a pod with these fields of its spec. */
export const pod = (spec: Plain): Plain => ({ spec: { containers: [runner], ...spec } });

/** Returns a pod with two volumes, whose only container has these fields. */
export const container = (fields: Plain): Plain =>
  pod({
    containers: [{ ...runner, ...fields }],
    volumes: [
      { name: 'v', emptyDir: {} },
      { name: 'claim', persistentVolumeClaim: { claimName: 'c' } },
    ],
  });

/** Returns a pod with an init container that has these fields. */
export const initContainer = (fields: Plain): Plain =>
  pod({ initContainers: [{ ...runner, name: 'init', ...fields }] });

/** Returns a pod with one volume of this source. */
export const volume = (source: Plain): Plain => pod({ volumes: [{ name: 'v', ...source }] });

export const metadata = (fields: Plain): Plain => ({ ...pod({}), metadata: fields });
