import { formatPath } from '../../../src/errors';
import { podFindings } from '../../../src/pod/check';
import type { Plain } from '../../../src/pod/rules/report';

/** The Kubernetes that pods are checked for unless a row says otherwise. */
const NEWEST = 36;

/** A part that is accepted, its neighbour that is refused, and the finding about that: `path: message`. */
export type Row<Part = Plain> = readonly [rule: string, accepted: Part, refused: Part, finding: RegExp, minor?: number];

/** Tries each row in a pod that is right but for the part. */
export function rows<Part>(podWith: (part: Part) => Plain, table: readonly Row<Part>[]): void {
  for (const [rule, accepted, refused, finding, minor = NEWEST] of table)
    test(rule, () => {
      expect(read(podWith(accepted), minor)).toEqual([]);
      expect(read(podWith(refused), minor)).toEqual([expect.stringMatching(finding)]);
    });
}

/** Every finding about a pod, as `path: message`. */
export function read(pod: Plain, minor = NEWEST): string[] {
  return podFindings(pod, minor).map(({ path, message }) => `${formatPath(path)}: ${message}`);
}

export const runner: Plain = { name: 'runner', image: 'runner:1' };

/** A pod with these fields. */
export const pod = (spec: Plain): Plain => ({ spec: { containers: [runner], ...spec } });

/** A pod whose only container has these fields, besides what it may mount. */
export const container = (fields: Plain): Plain =>
  pod({
    containers: [{ ...runner, ...fields }],
    volumes: [
      { name: 'v', emptyDir: {} },
      { name: 'claim', persistentVolumeClaim: { claimName: 'c' } },
    ],
  });

/** A pod with one init container that has these fields. */
export const initContainer = (fields: Plain): Plain =>
  pod({ initContainers: [{ ...runner, name: 'init', ...fields }] });

/** A pod with one volume of that source. */
export const volume = (source: Plain): Plain => pod({ volumes: [{ name: 'v', ...source }] });

export const metadata = (fields: Plain): Plain => ({ ...pod({}), metadata: fields });
