import type { RunnerSetProps } from '../../src';
import type { k8s } from '../../src/kubernetes';
import { manifestProblems } from '../support/manifests';
import { findingsOf, synthSet } from '../support/sets';

/** A template without containers, as JavaScript callers may write it. */
function withSpec(spec: Partial<k8s.PodSpec>): Partial<RunnerSetProps> {
  return { listenerTemplate: { spec: spec as k8s.PodSpec } };
}

test('without listenerTemplate, no template is written', () => {
  expect(synthSet().runnerSet.spec).not.toHaveProperty('listenerTemplate');
});

test.each<[string, Partial<RunnerSetProps>, object[]]>([
  ['only metadata', { listenerTemplate: { metadata: { labels: { team: 'web' } } } }, [{ name: 'listener' }]],
  ['no container', withSpec({ nodeSelector: { disk: 'nvme' } }), [{ name: 'listener' }]],
  [
    'a second container',
    withSpec({ containers: [{ name: 'proxy', image: 'proxy:1' }] }),
    [{ name: 'listener' }, { name: 'proxy', image: 'proxy:1' }],
  ],
  [
    'the listener container',
    withSpec({ containers: [{ name: 'listener', tty: true }] }),
    [{ name: 'listener', tty: true }],
  ],
])(
  'with %s in the template, the grace period of 60 seconds and the listener container of ARC are kept',
  (_, props, containers) => {
    const set = synthSet(props);
    expect(set.runnerSet.spec.listenerTemplate.spec).toMatchObject({ terminationGracePeriodSeconds: 60, containers });
    expect(manifestProblems(set.manifests)).toEqual([]);
  },
);

test('the grace period of the template is kept', () => {
  expect(
    synthSet(withSpec({ containers: [], terminationGracePeriodSeconds: 5 })).runnerSet.spec.listenerTemplate.spec
      .terminationGracePeriodSeconds,
  ).toBe(5);
});

const ignored = 'is ignored: the controller creates a ServiceAccount for every listener; remove it';

test.each<[Partial<k8s.PodSpec>, string]>([
  [{ serviceAccountName: 'mine' }, `serviceAccountName: ${ignored}`],
  [{ automountServiceAccountToken: false }, `automountServiceAccountToken: ${ignored}`],
  [
    { restartPolicy: 'Always' },
    'restartPolicy: must be Never: the controller replaces a listener that has ended; remove it',
  ],
  [
    { containers: [{ name: 'listener', restartPolicy: 'OnFailure' }] },
    'containers[0].restartPolicy: must be Never: the controller replaces a listener that has ended; remove it',
  ],
  [
    { containers: [{ name: 'listener', command: ['sh'] }] },
    'containers[0].command: would keep the listener of the controller image from starting; remove it, or set ' +
      'an image too',
  ],
  [
    { containers: [{ name: 'listener' }, { name: 'proxy' }] },
    'containers[1].image: container proxy has no image; add one, or use the name of a container that the pod ' +
      'already has',
  ],
  [
    { nodeSelectr: { disk: 'nvme' } } as Partial<k8s.PodSpec>,
    'nodeSelectr: is not a field of spec in the typed API (Kubernetes 1.28), or has the wrong type, and would ' +
      'be lost; correct it, or patch the resource of the set',
  ],
])('a template with %j is refused', (spec, finding) => {
  expect(findingsOf(() => synthSet(withSpec(spec)))).toEqual([`listenerTemplate.spec.${finding}`]);
});

test('a listener with another image may have another command', () => {
  const listener = { name: 'listener', image: 'registry.example/listener:1', command: ['/listener'] };
  expect(synthSet(withSpec({ containers: [listener] })).runnerSet.spec.listenerTemplate.spec.containers).toEqual([
    listener,
  ]);
});

test('a mount of a volume that the listener does not have is refused', () => {
  expect(
    findingsOf(() =>
      synthSet(
        withSpec({ containers: [{ name: 'listener', volumeMounts: [{ name: 'certs', mountPath: '/certs' }] }] }),
      ),
    ),
  ).toEqual([expect.stringMatching(/^listenerTemplate\.spec\.containers\[0\].*certs/)]);
});
