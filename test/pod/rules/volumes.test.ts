import { NETWORK_SOURCES } from '../../../src/pod/rules/network-volumes';
import { pod, read, rows, volume } from './table';

const claim = (spec: object, metadata: object = {}) => ({
  ephemeral: {
    volumeClaimTemplate: {
      metadata,
      spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } }, ...spec },
    },
  },
});
const projected = (...sources: object[]) => ({ projected: { sources } });

describe('volumes', () => {
  rows(pod, [
    [
      'a name with an upper-case letter is refused',
      { volumes: [{ name: 'a', emptyDir: {} }] },
      { volumes: [{ name: 'A', emptyDir: {} }] },
      /^spec\.volumes\[0\]\.name: must be a volume name of at most 63 lower-case letters, digits and -, got "A"$/,
    ],
    [
      'two volumes with the same name are refused',
      { volumes: [{ name: 'a', emptyDir: {} }] },
      {
        volumes: [
          { name: 'a', emptyDir: {} },
          { name: 'a', emptyDir: {} },
        ],
      },
      /^spec\.volumes\[1\]\.name: duplicate volume "a"; rename one$/,
    ],
  ]);
  rows(volume, [
    [
      'a volume without a source is refused',
      { emptyDir: {} },
      {},
      /^spec\.volumes\[0\]: has no source; add one, such as emptyDir, hostPath/,
    ],
    [
      'a volume with two sources is refused',
      { hostPath: { path: '/a' } },
      { emptyDir: {}, hostPath: { path: '/a' } },
      /^spec\.volumes\[0\]\.hostPath: cannot be combined with emptyDir, because only one source is allowed; /,
    ],
    [
      'an unknown medium of an emptyDir is refused',
      { emptyDir: { medium: 'Memory' } },
      { emptyDir: { medium: 'memory' } },
      /\.emptyDir\.medium: must be Memory, HugePages or HugePages-SIZE, got "memory"/,
    ],
    [
      'an empty hostPath is refused',
      { hostPath: { path: '/a/..b' } },
      { hostPath: { path: '' } },
      /\.hostPath\.path: is required/,
    ],
    [
      'a hostPath with .. is refused',
      { hostPath: { path: 'a' } },
      { hostPath: { path: '/a/../b' } },
      /\.hostPath\.path: must not contain \.\./,
    ],
    [
      'a persistentVolumeClaim without a name is refused',
      { persistentVolumeClaim: { claimName: 'a' } },
      { persistentVolumeClaim: { claimName: '' } },
      /\.claimName: is required/,
    ],
    [
      'a configMap without a name is refused',
      { configMap: { name: 'a' } },
      { configMap: {} },
      /\.configMap\.name: is required/,
    ],
    [
      'a secret without a name is refused',
      { secret: { secretName: 'a' } },
      { secret: { optional: true } },
      /\.secret\.secretName: is required/,
    ],
    [
      'a defaultMode that is not octal is refused',
      { secret: { secretName: 'a', defaultMode: 0o777 } },
      { secret: { secretName: 'a', defaultMode: 777 } },
      /\.defaultMode: must be from 0 to 0777 \(511 in decimal\), got 777$/,
    ],
    [
      'an absolute path of a file is refused',
      { configMap: { name: 'a', items: [{ key: 'k', path: 'a/b' }] } },
      { configMap: { name: 'a', items: [{ key: 'k', path: '/a' }] } },
      /\.items\[0\]\.path: must be a relative path without \.\./,
    ],
    [
      'a path of a file that starts with two dots is refused',
      { configMap: { name: 'a', items: [{ key: 'k', path: '.a' }] } },
      { configMap: { name: 'a', items: [{ key: 'k', path: '..a' }] } },
      /\.items\[0\]\.path: must be a relative path .* that does not start with \.\., got "\.\.a"$/,
    ],
    [
      'a negative mode of a file is refused',
      { configMap: { name: 'a', items: [{ key: 'k', path: 'p', mode: 0 }] } },
      { configMap: { name: 'a', items: [{ key: 'k', path: 'p', mode: -1 }] } },
      /\.items\[0\]\.mode: must be from 0 to 0777/,
    ],
    [
      'a fieldPath that files do not support is refused',
      { downwardAPI: { items: [{ path: 'a', fieldRef: { fieldPath: 'metadata.labels' } }] } },
      { downwardAPI: { items: [{ path: 'a', fieldRef: { fieldPath: 'status.podIP' } }] } },
      /\.fieldPath: must be one of metadata\.name, .* got "status\.podIP"$/,
    ],
    [
      'a downwardAPI file without a source is refused',
      { downwardAPI: { items: [{ path: 'a', resourceFieldRef: { containerName: 'c', resource: 'limits.cpu' } }] } },
      { downwardAPI: { items: [{ path: 'a' }] } },
      /\.items\[0\]: has no source/,
    ],
    [
      'a resourceFieldRef without containerName is refused in a file',
      { downwardAPI: { items: [] } },
      { downwardAPI: { items: [{ path: 'a', resourceFieldRef: { resource: 'limits.cpu' } }] } },
      /\.resourceFieldRef\.containerName: is required/,
    ],
    [
      'a CSI driver with a space in its name is refused',
      { csi: { driver: 'Nfs.csi.k8s.io' } },
      { csi: { driver: 'a b' } },
      /\.csi\.driver: must be at most 63 letters/,
    ],
    [
      'a CSI volume whose Secret has no name is refused',
      { csi: { driver: 'a', nodePublishSecretRef: { name: 's' } } },
      { csi: { driver: 'a', nodePublishSecretRef: {} } },
      /\.nodePublishSecretRef\.name: is required/,
    ],
    [
      'an image volume without a reference is refused',
      { image: { reference: 'a' } },
      { image: {} },
      /\.image\.reference: is required/,
    ],
    [
      'a gitRepo volume is refused from Kubernetes 1.33 on',
      { emptyDir: {} },
      { gitRepo: { repository: 'a' } },
      /\.gitRepo: is not supported from Kubernetes 1\.33 on; clone the repository in an init container$/,
    ],
    [
      'a gitRepo directory with .. is refused',
      { gitRepo: { repository: 'a' } },
      { gitRepo: { repository: 'a', directory: '../a' } },
      /\.gitRepo\.directory: must be a relative path/,
      32,
    ],
  ]);
});

describe('claim templates of ephemeral volumes', () => {
  rows(volume, [
    [
      'an ephemeral volume without a template is refused',
      claim({}),
      { ephemeral: {} },
      /\.ephemeral\.volumeClaimTemplate: is required$/,
    ],
    [
      'a label value with a space is refused',
      claim({}, { labels: { a: 'b' } }),
      claim({}, { labels: { a: 'b c' } }),
      /\.metadata\.labels\.a: must have at most 63/,
    ],
    [
      'a name in the metadata is refused',
      claim({}, { annotations: {} }),
      claim({}, { name: 'a' }),
      /\.metadata\.name: cannot be set: a claim gets only labels and annotations from its template; leave it out$/,
    ],
    [
      'an empty list of access modes is refused',
      claim({}),
      claim({ accessModes: [] }),
      /\.spec\.accessModes: must name at least one access mode/,
    ],
    [
      'ReadWriteOncePod with another access mode is refused',
      claim({ accessModes: ['ReadWriteOncePod'] }),
      claim({ accessModes: ['ReadWriteOncePod', 'ReadWriteMany'] }),
      /\.accessModes: cannot combine ReadWriteOncePod with other access modes; remove one$/,
    ],
    [
      'a claim without a size is refused',
      claim({}),
      claim({ resources: {} }),
      /\.requests\.storage: is required; give the size of the volume, such as 20Gi$/,
    ],
    [
      'size 0 is refused',
      claim({}),
      claim({ resources: { requests: { storage: '0' } } }),
      /\.requests\.storage: must be greater than 0$/,
    ],
    [
      'a size without a unit is refused',
      claim({}),
      claim({ resources: { requests: { storage: '20' } } }),
      /\.requests\.storage: is 20 bytes; did you mean 20Gi\?$/,
    ],
    [
      'a storageClassName with a space is refused',
      claim({ storageClassName: '' }),
      claim({ storageClassName: 'My class' }),
      /\.storageClassName: must be a name of lower-case/,
    ],
    [
      'a selector with a space in a label name is refused',
      claim({ selector: { matchLabels: { a: 'b' } } }),
      claim({ selector: { matchLabels: { 'a b': '' } } }),
      /\.selector\.matchLabels\["a b"\]: must be a name/,
    ],
    [
      'a dataSource of another kind without an apiGroup is refused',
      claim({ dataSource: { kind: 'PersistentVolumeClaim', name: 'a' } }),
      claim({ dataSource: { kind: 'VolumeSnapshot', name: 'a' } }),
      /\.dataSource\.kind: must be PersistentVolumeClaim without an apiGroup/,
    ],
    [
      'a dataSource that differs from dataSourceRef is refused',
      claim({
        dataSource: { kind: 'PersistentVolumeClaim', name: 'a' },
        dataSourceRef: { kind: 'PersistentVolumeClaim', name: 'a' },
      }),
      claim({
        dataSource: { kind: 'PersistentVolumeClaim', name: 'a' },
        dataSourceRef: { kind: 'PersistentVolumeClaim', name: 'b' },
      }),
      /\.dataSource: must refer to the same object as dataSourceRef; leave it out$/,
    ],
  ]);
});

describe('projected volumes', () => {
  rows(volume, [
    [
      'an empty source is refused',
      projected({ secret: { name: 'a' } }),
      projected({}),
      /\.sources\[0\]: has no source/,
    ],
    [
      'two kinds in one source are refused',
      projected({ secret: { name: 'a' } }, { configMap: { name: 'a' } }),
      projected({ secret: { name: 'a' }, configMap: { name: 'a' } }),
      /\.sources\[0\]\.configMap: cannot be combined with secret, because only one source is allowed; remove one$/,
    ],
    [
      'a configMap without a name is refused',
      projected({ configMap: { name: 'a' } }),
      projected({ configMap: {} }),
      /\.configMap\.name: is required/,
    ],
    [
      'two files with the same path are refused',
      projected(
        { secret: { name: 'a', items: [{ key: 'k', path: 'a' }] } },
        { configMap: { name: 'a', items: [{ key: 'k', path: 'b' }] } },
      ),
      projected(
        { secret: { name: 'a', items: [{ key: 'k', path: 'a' }] } },
        { configMap: { name: 'a', items: [{ key: 'k', path: 'a' }] } },
      ),
      /\.sources\[1\]\.configMap\.items\[0\]\.path: duplicate path "a" in the volume; change one$/,
    ],
    [
      'a token that expires in less than ten minutes is refused',
      projected({ serviceAccountToken: { path: 't', expirationSeconds: 600 } }),
      projected({ serviceAccountToken: { path: 't', expirationSeconds: 599 } }),
      /\.expirationSeconds: must be from 600 to 4294967296, got 599$/,
    ],
    [
      'a token with an empty path is refused',
      projected({ serviceAccountToken: { path: 't' } }),
      projected({ serviceAccountToken: { path: '' } }),
      /\.serviceAccountToken\.path: is required/,
    ],
    [
      'a clusterTrustBundle with neither a name nor a signer is refused',
      projected({ clusterTrustBundle: { name: 'a', path: 'p' } }),
      projected({ clusterTrustBundle: { path: 'p' } }),
      /\.clusterTrustBundle: has no source/,
    ],
  ]);
});

describe('volumes of servers and clouds', () => {
  const iscsi = (fields: object) => ({
    iscsi: { targetPortal: 'a:3260', iqn: 'iqn.2001-04.com.example:disk', lun: 0, ...fields },
  });
  rows(volume, [
    [
      'a relative path of nfs is refused',
      { nfs: { server: 's', path: '/a' } },
      { nfs: { server: 's', path: 'a' } },
      /\.nfs\.path: must be an absolute path, got "a"$/,
    ],
    [
      'an invalid iqn of iscsi is refused',
      iscsi({}),
      iscsi({ iqn: 'iqn.example' }),
      /\.iscsi\.iqn: must be a name such as iqn/,
    ],
    [
      'a lun of iscsi greater than 255 is refused',
      iscsi({ lun: 255 }),
      iscsi({ lun: 256 }),
      /\.iscsi\.lun: must be from 0 to 255, got 256$/,
    ],
    [
      'CHAP of iscsi without a Secret is refused',
      iscsi({ chapAuthSession: true, secretRef: { name: 's' } }),
      iscsi({ chapAuthSession: true }),
      /\.iscsi\.secretRef: is required with chapAuthDiscovery/,
    ],
    [
      'targetWWNs of fc without a lun are refused',
      { fc: { targetWWNs: ['a'], lun: 0 } },
      { fc: { targetWWNs: ['a'] } },
      /\.fc\.lun: is required with targetWWNs$/,
    ],
    [
      'targetWWNs of fc together with wwids are refused',
      { fc: { wwids: ['a'] } },
      { fc: { wwids: ['a'], targetWWNs: ['a'], lun: 0 } },
      /\.fc\.targetWWNs: cannot be combined with wwids; remove one$/,
    ],
    [
      'flocker without a dataset is refused',
      { flocker: { datasetName: 'a' } },
      { flocker: {} },
      /\.flocker\.datasetName: is required/,
    ],
    [
      'an option of flexVolume in a reserved namespace is refused',
      { flexVolume: { driver: 'a', options: { a: 'b' } } },
      { flexVolume: { driver: 'a', options: { 'a.k8s.io/b': '' } } },
      /is in a namespace that is reserved for Kubernetes; use another name$/,
    ],
    [
      'a registry of quobyte without a port is refused',
      { quobyte: { registry: 'a:1,b:2', volume: 'v' } },
      { quobyte: { registry: 'a', volume: 'v' } },
      /\.quobyte\.registry: must be HOST:PORT, or several of them separated by commas, got "a"$/,
    ],
    [
      'a diskURI of azureDisk that does not match its kind is refused',
      { azureDisk: { diskName: 'a', diskURI: 'https://a', kind: 'Shared' } },
      { azureDisk: { diskName: 'a', diskURI: 'https://a', kind: 'Managed' } },
      /\.azureDisk\.diskURI: must start with \/subscriptions\//,
    ],
    [
      'a partition of awsElasticBlockStore greater than 255 is refused',
      { awsElasticBlockStore: { volumeID: 'a', partition: 0 } },
      { awsElasticBlockStore: { volumeID: 'a', partition: 256 } },
      /\.partition: must be from 0 to 255/,
    ],
    [
      'a Secret of cinder without a name is refused',
      { cinder: { volumeID: 'a' } },
      { cinder: { volumeID: 'a', secretRef: {} } },
      /\.cinder\.secretRef\.name: is required/,
    ],
    [
      'a volumeName of storageos with an upper-case letter is refused',
      { storageos: { volumeName: 'a' } },
      { storageos: { volumeName: 'A' } },
      /\.storageos\.volumeName: must have at most 63 lower-case/,
    ],
  ]);

  test.each(NETWORK_SOURCES)('an empty %s volume is refused', source => {
    expect(read(volume({ [source]: {} }))[0]).toMatch(
      new RegExp(`^spec\\.volumes\\[0\\]\\.${source}\\.\\w+: is required`),
    );
  });
});
