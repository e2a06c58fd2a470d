import * as fc from 'fast-check';
import { checkExtension } from '../../src/hooks/check';
import { baseJobPod, type JobPod, type JobRequest } from '../../src/hooks/job-pod';
import { effectiveJobPod, type HookExtension } from '../../src/hooks/merge';
import type { HookVersion } from '../../src/hooks/versions';
import { anyExtension, hookVersion, jobRequest } from '../support/arbitrary-extensions';
import { deepFreeze } from '../support/deep-freeze';

const containersOf = ({ spec }: JobPod) => [...spec.containers, ...(spec.initContainers ?? [])];
const isUnique = (values: readonly unknown[]) => new Set(values).size === values.length;

test('merging the empty extension changes nothing', () => {
  fc.assert(
    fc.property(hookVersion, jobRequest, (hook, request) => {
      for (const empty of [{}, { metadata: {} }, { spec: {} }])
        expect(effectiveJobPod(hook, request, empty)).toEqual(baseJobPod(hook, request));
    }),
  );
});

test('the simulator and the check accept any extension and do not change it', () => {
  fc.assert(
    fc.property(hookVersion, jobRequest, anyExtension(true), (hook, request, given) => {
      const before = JSON.stringify(given);
      deepFreeze(given);
      effectiveJobPod(hook, request, given);
      checkExtension(hook, request, given, 36);
      expect(JSON.stringify(given)).toBe(before);
    }),
  );
});

test('the same extension gives the same pod and the same findings', () => {
  fc.assert(
    fc.property(hookVersion, jobRequest, anyExtension(true), (hook, request, given) => {
      expect(effectiveJobPod(hook, request, given)).toEqual(effectiveJobPod(hook, request, given));
      expect(checkExtension(hook, request, given, 36)).toEqual(checkExtension(hook, request, given, 36));
    }),
  );
});

test('every finding has a remedy, in lower case and without a final period', () => {
  fc.assert(
    fc.property(hookVersion, jobRequest, anyExtension(true), (hook, request, given) => {
      for (const { message } of checkExtension(hook, request, given, 36))
        expect(message).toMatch(/^[^A-Z].*[;:,] .*[^.]$/s);
    }),
  );
});

describe('an extension without findings', () => {
  /** Skips extensions with findings. */
  function check(holds: (pod: JobPod, hook: HookVersion, request: JobRequest, given: HookExtension) => void): void {
    let seen = 0;
    fc.assert(
      fc.property(
        hookVersion,
        jobRequest,
        fc.oneof(anyExtension(false), anyExtension(true)),
        (hook, request, given) => {
          fc.pre(checkExtension(hook, request, given, 36).length === 0);
          seen += given.spec?.containers?.length ?? 0;
          holds(effectiveJobPod(hook, request, given), hook, request, given);
        },
      ),
    );
    expect(seen).toBeGreaterThan(10);
  }

  test('gives a pod whose volumes have different names', () => {
    check(({ spec }) => expect(isUnique(spec.volumes.map(({ name }) => name))).toBe(true));
  });

  test('gives a pod whose containers have different names', () => {
    check(pod => expect(isUnique(containersOf(pod).map(({ name }) => name))).toBe(true));
  });

  test('gives containers with at most one mount at a path', () => {
    check(pod => {
      for (const { volumeMounts = [] } of containersOf(pod))
        expect(isUnique(volumeMounts.map(({ mountPath }) => mountPath))).toBe(true);
    });
  });

  test('gives containers that have an image', () => {
    check(pod => {
      for (const container of containersOf(pod)) expect(container.image).toEqual(expect.any(String));
    });
  });

  test('gives containers that mount only volumes of the pod', () => {
    check(pod => {
      const volumes = pod.spec.volumes.map(({ name }) => name);
      for (const { volumeMounts = [] } of containersOf(pod))
        expect(volumes).toEqual(expect.arrayContaining(volumeMounts.map(({ name }) => name)));
    });
  });

  test("has an init container that mounts the volume for the runner's externals", () => {
    check((pod, hook) => {
      if (hook === '0.8.1')
        expect(
          pod.spec.initContainers?.some(({ volumeMounts }) => volumeMounts?.some(({ name }) => name === 'externals')),
        ).toBe(true);
    });
  });

  test("keeps the job container's image and command", () => {
    check((pod, _hook, { image }) =>
      expect(pod.spec.containers[0]).toMatchObject({
        name: 'job',
        image,
        command: ['tail'],
        args: ['-f', '/dev/null'],
      }),
    );
  });

  test('keeps every mount of the hook', () => {
    check((pod, hook, request) =>
      baseJobPod(hook, request).spec.containers.forEach(({ volumeMounts = [] }, index) => {
        expect(pod.spec.containers[index]?.volumeMounts).toEqual(expect.arrayContaining(volumeMounts));
      }),
    );
  });

  test('keeps the label by which the hook finds the pod', () => {
    check((pod, _hook, { runnerPod }) => expect(pod.metadata.labels['runner-pod']).toBe(runnerPod));
  });

  test('adds every variable of $job to the job container', () => {
    check((pod, _hook, _request, given) => {
      const variables = given.spec?.containers?.find(({ name }) => name === '$job')?.env ?? [];
      expect(pod.spec.containers[0]?.env).toEqual(expect.arrayContaining(variables));
    });
  });
});
