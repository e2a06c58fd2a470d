import { novolume, reasonsOf, runnerOf } from './releases';

const kubernetes = (claim: string, lines = '') =>
  novolume(lines).replace('kubernetes-novolume', `kubernetes${claim && `, kubernetesModeWorkVolumeClaim: ${claim}`}`);
const CLAIM =
  '{ accessModes: [ReadWriteOnce], storageClassName: local-path, resources: { requests: { storage: 5Gi } } }';

test('a claim in the usual words becomes workVolumeClaim', () => {
  expect(runnerOf(kubernetes(CLAIM)).workVolumeClaim).toEqual({
    storageClassName: 'local-path',
    storage: '5Gi',
    accessModes: ['ReadWriteOnce'],
  });
});

test('a claim that says more goes to the template as it is', () => {
  const { template, workVolumeClaim } = runnerOf(
    kubernetes(CLAIM.replace('accessModes', 'volumeMode: Filesystem, accessModes')),
  );
  expect(workVolumeClaim).toBeUndefined();
  expect(template.spec.volumes[0].ephemeral.volumeClaimTemplate.spec).toMatchObject({
    volumeMode: 'Filesystem',
    storageClassName: 'local-path',
  });
});

test('no storage class is another thing than the default one', () => {
  expect(
    runnerOf(kubernetes(CLAIM.replace('local-path', '""'))).template.spec.volumes[0].ephemeral.volumeClaimTemplate.spec
      .storageClassName,
  ).toBe('');
});

test('a claim that is missing is told, since the chart then writes what the API server refuses', () => {
  expect(reasonsOf(kubernetes(''))).toEqual([
    'containerMode.kubernetesModeWorkVolumeClaim: is missing, and the API server refuses the set that the chart writes; here it is 1Gi of the default storage class',
  ]);
});

describe('a volume called work', () => {
  it('takes the place of the claim', () => {
    const text = kubernetes(
      CLAIM,
      `template: { spec: { volumes: [{ name: work, ephemeral: { volumeClaimTemplate: { spec: ${CLAIM.replace('5Gi', '9Gi')} } } }] } }`,
    );
    expect(reasonsOf(text)).toEqual([
      'containerMode.kubernetesModeWorkVolumeClaim: the volume work in template.spec.volumes takes its place',
    ]);
    expect(runnerOf(text).workVolumeClaim.storage).toBe('9Gi');
  });

  it('keeps its metadata', () => {
    const text = kubernetes(
      '',
      `template: { spec: { volumes: [{ name: work, ephemeral: { volumeClaimTemplate: { metadata: { labels: { a: b } }, spec: ${CLAIM} } } }] } }`,
    );
    expect(runnerOf(text).template.spec.volumes[0].ephemeral.volumeClaimTemplate.metadata).toEqual({
      labels: { a: 'b' },
    });
  });

  it('must be ephemeral, or every job fails', () => {
    expect(
      reasonsOf(
        kubernetes(
          '',
          'template: { spec: { volumes: [{ name: tools, emptyDir: {} }, { name: work, emptyDir: {} }] } }',
        ),
      ),
    ).toEqual([
      'template.spec.volumes[1]: must be ephemeral in the mode kubernetes: job pods look for the claim that such a volume makes for each runner, and every job fails',
    ]);
  });
});
