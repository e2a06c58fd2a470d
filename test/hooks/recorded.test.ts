import type { JobPod } from '../../src/hooks/job-pod';
import { effectiveJobPod, type HookExtension } from '../../src/hooks/merge';
import type { HookVersion } from '../../src/hooks/versions';
import recorded from './recorded-job-pods.json';

/**
 * A pod that the real hook, built from its public repository, sent to an API server for `prepare_job`. Empty lists of
 * ports are left out, and the node of the runner pod is the placeholder that the library writes.
 */
interface RecordedJobPod {
  readonly name: string;
  readonly hook: HookVersion;
  readonly image: string;
  readonly services: readonly string[];
  readonly extension: HookExtension;
  readonly pod: JobPod;
}

describe.each(['0.7.0', '0.8.1'] as const)('the simulated job pod is equal to the one that hook %s sent', version => {
  const pods = (recorded as unknown as RecordedJobPod[]).filter(({ hook }) => hook === version);

  test.each(pods)('$name', ({ image, services, extension, pod }) => {
    const job = {
      runnerPod: 'docs-abcde-runner-fghij',
      runnerImage: 'runner:1',
      workspace: 'docs/docs',
      image,
      services,
    };
    expect(effectiveJobPod(version, job, extension)).toEqual(pod);
  });
});
