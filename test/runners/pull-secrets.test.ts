import { NvmeCacheVolume, type ContainerMode, type RunnerSetProps } from '../../src';
import { noticesOf } from '../../src/app/notices';
import type { k8s } from '../../src/kubernetes';
import { everyMode } from '../support/modes';
import { synthSet } from '../support/sets';

const PRIVATE = 'registry.example/runner:1';
const secrets = [{ name: 'registry' }];
const withSecrets = (podSpec: Partial<k8s.PodSpec> = {}): k8s.PodTemplateSpec => ({
  spec: { containers: [], imagePullSecrets: secrets, ...podSpec },
});

function pullSecretsOf(containerMode: ContainerMode, props: Partial<RunnerSetProps>): unknown {
  return synthSet({ containerMode, ...props }).jobPod.spec.imagePullSecrets;
}

describe('pull secrets of the runner pod', () => {
  test.each(['kubernetes-novolume', 'cached-privileged-kubernetes'] as const)(
    'are set on job pods of mode %s, which have the same private image',
    type => {
      expect(pullSecretsOf(everyMode[type], { runnerImage: PRIVATE, template: withSecrets() })).toEqual(secrets);
    },
  );

  test('are set on job pods of mode kubernetes if an init container uses the runner image', () => {
    const props = { runnerImage: PRIVATE, template: withSecrets() };
    expect(pullSecretsOf(everyMode.kubernetes, props)).toBeUndefined();
    expect(pullSecretsOf(everyMode.kubernetes, { ...props, caches: [NvmeCacheVolume.named('npm')] })).toEqual(secrets);
  });

  test.each([undefined, 'ghcr.io/actions/actions-runner:2.337.0', 'ghcr.io/actions/actions-runner@sha256:0'])(
    'are not needed for the official image (%s)',
    runnerImage => {
      const image = runnerImage?.replace('sha256:0', `sha256:${'0'.repeat(64)}`);
      expect(
        pullSecretsOf(everyMode['kubernetes-novolume'], { runnerImage: image, template: withSecrets() }),
      ).toBeUndefined();
    },
  );

  test('are replaced by those of jobPod.template', () => {
    const own = [{ name: 'own' }];
    const props = {
      runnerImage: PRIVATE,
      template: withSecrets(),
      jobPod: { template: withSecrets({ imagePullSecrets: own }) },
    };
    expect(pullSecretsOf(everyMode['kubernetes-novolume'], props)).toEqual(own);
  });

  test('give one notice about the credentials of workflows', () => {
    const noticesFor = (props: Partial<RunnerSetProps>) =>
      noticesOf(
        synthSet({ containerMode: everyMode['kubernetes-novolume'], runnerImage: PRIVATE, ...props }).set,
      ).filter(notice => notice.includes('imagePullSecrets'));
    expect(noticesFor({ template: withSecrets(), instances: 2 })).toEqual([
      expect.stringContaining('the hook then ignores credentials: of container: and services: in workflows'),
    ]);
    expect(noticesFor({})).toEqual([]);
  });
});
