import { novolume, reasonsOf, runnerOf } from './releases';

const kubernetes = (claim: string, lines = '') =>
  novolume(lines).replace('kubernetes-novolume', `kubernetes${claim && `, kubernetesModeWorkVolumeClaim: ${claim}`}`);
const CLAIM =
  '{ accessModes: [ReadWriteOnce], storageClassName: local-path, resources: { requests: { storage: 5Gi } } }';

test('a claim with the usual fields becomes workVolumeClaim', () => {
  expect(runnerOf(kubernetes(CLAIM)).workVolumeClaim).toEqual({
    storageClassName: 'local-path',
    storage: '5Gi',
    accessModes: ['ReadWriteOnce'],
  });
});

test('a claim with more fields goes to the template unchanged', () => {
  const { template, workVolumeClaim } = runnerOf(
    kubernetes(CLAIM.replace('accessModes', 'volumeMode: Filesystem, accessModes')),
  );
  expect(workVolumeClaim).toBeUndefined();
  expect(template.spec.volumes[0].ephemeral.volumeClaimTemplate.spec).toMatchObject({
    volumeMode: 'Filesystem',
    storageClassName: 'local-path',
  });
});

test('an empty storageClassName is not replaced by the default StorageClass', () => {
  expect(
    runnerOf(kubernetes(CLAIM.replace('local-path', '""'))).template.spec.volumes[0].ephemeral.volumeClaimTemplate.spec
      .storageClassName,
  ).toBe('');
});

test('a missing claim is reported, because the API server refuses the set that the chart renders', () => {
  expect(reasonsOf(kubernetes(''))).toEqual([
    'containerMode.kubernetesModeWorkVolumeClaim: is required: ' +
      'the API server refuses the set that the chart renders; set to 1Gi of the default StorageClass',
  ]);
});

describe('a volume named work', () => {
  const workVolume = (template: string) =>
    `template: { spec: { volumes: [{ name: work, ephemeral: { volumeClaimTemplate: ${template} } }] } }`;

  it('replaces the claim', () => {
    const text = kubernetes(CLAIM, workVolume(`{ spec: ${CLAIM.replace('5Gi', '9Gi')} }`));
    expect(reasonsOf(text)).toEqual([
      'containerMode.kubernetesModeWorkVolumeClaim: the volume work in template.spec.volumes replaces it',
    ]);
    expect(runnerOf(text).workVolumeClaim.storage).toBe('9Gi');
  });

  it('keeps its metadata', () => {
    const text = kubernetes('', workVolume(`{ metadata: { labels: { a: b } }, spec: ${CLAIM} }`));
    expect(runnerOf(text).template.spec.volumes[0].ephemeral.volumeClaimTemplate.metadata).toEqual({
      labels: { a: 'b' },
    });
  });

  it('must be ephemeral, because otherwise every job fails', () => {
    expect(
      reasonsOf(
        kubernetes(
          '',
          'template: { spec: { volumes: [{ name: tools, emptyDir: {} }, { name: work, emptyDir: {} }] } }',
        ),
      ),
    ).toEqual([
      'template.spec.volumes[1]: must be ephemeral in mode kubernetes: ' +
        'job pods mount the PersistentVolumeClaim of the ephemeral volume; without it every job fails',
    ]);
  });
});
