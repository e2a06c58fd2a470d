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
      'are called as labels',
      { volumes: [{ name: 'a', emptyDir: {} }] },
      { volumes: [{ name: 'A', emptyDir: {} }] },
      /^spec\.volumes\[0\]\.name: "A" cannot name a volume/,
    ],
    [
      'have names of their own',
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
    ['have a source', { emptyDir: {} }, {}, /^spec\.volumes\[0\]: has no source; give one, such as emptyDir, hostPath/],
    [
      'have one source',
      { hostPath: { path: '/a' } },
      { emptyDir: {}, hostPath: { path: '/a' } },
      /^spec\.volumes\[0\]\.hostPath: is a second source beside emptyDir; remove one$/,
    ],
    [
      'are on disk or in memory',
      { emptyDir: { medium: 'Memory' } },
      { emptyDir: { medium: 'memory' } },
      /\.emptyDir\.medium: must be Memory, HugePages or HugePages-SIZE, got "memory"/,
    ],
    [
      'of the node have a path',
      { hostPath: { path: '/a/..b' } },
      { hostPath: { path: '' } },
      /\.hostPath\.path: is required/,
    ],
    [
      'of the node have a path without ..',
      { hostPath: { path: 'a' } },
      { hostPath: { path: '/a/../b' } },
      /\.hostPath\.path: must not have \.\./,
    ],
    [
      'of claims name one',
      { persistentVolumeClaim: { claimName: 'a' } },
      { persistentVolumeClaim: { claimName: '' } },
      /\.claimName: is required/,
    ],
    ['of ConfigMaps name one', { configMap: { name: 'a' } }, { configMap: {} }, /\.configMap\.name: is required/],
    [
      'of Secrets name one',
      { secret: { secretName: 'a' } },
      { secret: { optional: true } },
      /\.secret\.secretName: is required/,
    ],
    [
      'have modes of files',
      { secret: { secretName: 'a', defaultMode: 0o777 } },
      { secret: { secretName: 'a', defaultMode: 777 } },
      /\.defaultMode: must be from 0 to 0777 \(511 in decimal\), got 777$/,
    ],
    [
      'have files of relative paths',
      { configMap: { name: 'a', items: [{ key: 'k', path: 'a/b' }] } },
      { configMap: { name: 'a', items: [{ key: 'k', path: '/a' }] } },
      /\.items\[0\]\.path: must be a relative path without \.\./,
    ],
    [
      'have files that no writer hides',
      { configMap: { name: 'a', items: [{ key: 'k', path: '.a' }] } },
      { configMap: { name: 'a', items: [{ key: 'k', path: '..a' }] } },
      /\.items\[0\]\.path: must be a relative path .* that does not start with \.\., got "\.\.a"$/,
    ],
    [
      'have files with a mode',
      { configMap: { name: 'a', items: [{ key: 'k', path: 'p', mode: 0 }] } },
      { configMap: { name: 'a', items: [{ key: 'k', path: 'p', mode: -1 }] } },
      /\.items\[0\]\.mode: must be from 0 to 0777/,
    ],
    [
      'tell of their pod',
      { downwardAPI: { items: [{ path: 'a', fieldRef: { fieldPath: 'metadata.labels' } }] } },
      { downwardAPI: { items: [{ path: 'a', fieldRef: { fieldPath: 'status.podIP' } }] } },
      /\.fieldPath: must be one of metadata\.name, .* got "status\.podIP"$/,
    ],
    [
      'tell of their pod or of a container',
      { downwardAPI: { items: [{ path: 'a', resourceFieldRef: { containerName: 'c', resource: 'limits.cpu' } }] } },
      { downwardAPI: { items: [{ path: 'a' }] } },
      /\.items\[0\]: has no source/,
    ],
    [
      'tell of a container by name',
      { downwardAPI: { items: [] } },
      { downwardAPI: { items: [{ path: 'a', resourceFieldRef: { resource: 'limits.cpu' } }] } },
      /\.resourceFieldRef\.containerName: is required/,
    ],
    [
      'of drivers name one',
      { csi: { driver: 'Nfs.csi.k8s.io' } },
      { csi: { driver: 'a b' } },
      /\.csi\.driver: must be at most 63 letters/,
    ],
    [
      'of drivers name a Secret',
      { csi: { driver: 'a', nodePublishSecretRef: { name: 's' } } },
      { csi: { driver: 'a', nodePublishSecretRef: {} } },
      /\.nodePublishSecretRef\.name: is required/,
    ],
    ['of images name one', { image: { reference: 'a' } }, { image: {} }, /\.image\.reference: is required/],
    [
      'of Git are not known from 1.33 on',
      { emptyDir: {} },
      { gitRepo: { repository: 'a' } },
      /\.gitRepo: is mounted by no kubelet from Kubernetes 1\.33 on/,
    ],
    [
      'of Git name a repository',
      { gitRepo: { repository: 'a' } },
      { gitRepo: { repository: 'a', directory: '../a' } },
      /\.gitRepo\.directory: must be a relative path/,
      32,
    ],
  ]);
});

describe('claims that are made with a pod', () => {
  rows(volume, [
    ['have a template', claim({}), { ephemeral: {} }, /\.ephemeral\.volumeClaimTemplate: is required$/],
    [
      'have labels',
      claim({}, { labels: { a: 'b' } }),
      claim({}, { labels: { a: 'b c' } }),
      /\.metadata\.labels\.a: must have at most 63/,
    ],
    [
      'have the name of their pod',
      claim({}, { annotations: {} }),
      claim({}, { name: 'a' }),
      /\.metadata\.name: cannot be set/,
    ],
    ['have a mode of access', claim({}), claim({ accessModes: [] }), /\.spec\.accessModes: must name at least one/],
    [
      'are of one pod or of several',
      claim({ accessModes: ['ReadWriteOncePod'] }),
      claim({ accessModes: ['ReadWriteOncePod', 'ReadWriteMany'] }),
      /\.accessModes: cannot have other access modes beside ReadWriteOncePod$/,
    ],
    ['ask for space', claim({}), claim({ resources: {} }), /\.requests\.storage: is required/],
    [
      'ask for more than nothing',
      claim({}),
      claim({ resources: { requests: { storage: '0' } } }),
      /\.requests\.storage: must be greater than 0$/,
    ],
    [
      'ask for space in a unit',
      claim({}),
      claim({ resources: { requests: { storage: '20' } } }),
      /\.requests\.storage: is 20 bytes; did you mean 20Gi\?$/,
    ],
    [
      'are of a class',
      claim({ storageClassName: '' }),
      claim({ storageClassName: 'My class' }),
      /\.storageClassName: must be a name of lower-case/,
    ],
    [
      'choose volumes by labels',
      claim({ selector: { matchLabels: { a: 'b' } } }),
      claim({ selector: { matchLabels: { 'a b': '' } } }),
      /\.selector\.matchLabels\["a b"\]: must be a name/,
    ],
    [
      'are filled from a claim',
      claim({ dataSource: { kind: 'PersistentVolumeClaim', name: 'a' } }),
      claim({ dataSource: { kind: 'VolumeSnapshot', name: 'a' } }),
      /\.dataSource\.kind: must be PersistentVolumeClaim without an apiGroup/,
    ],
    [
      'are filled from one thing',
      claim({
        dataSource: { kind: 'PersistentVolumeClaim', name: 'a' },
        dataSourceRef: { kind: 'PersistentVolumeClaim', name: 'a' },
      }),
      claim({
        dataSource: { kind: 'PersistentVolumeClaim', name: 'a' },
        dataSourceRef: { kind: 'PersistentVolumeClaim', name: 'b' },
      }),
      /\.dataSource: must name the same as dataSourceRef; leave it out$/,
    ],
  ]);
});

describe('projected volumes', () => {
  rows(volume, [
    [
      'have a kind for each source',
      projected({ secret: { name: 'a' } }),
      projected({}),
      /\.sources\[0\]: has no source/,
    ],
    [
      'have one kind for each source',
      projected({ secret: { name: 'a' } }, { configMap: { name: 'a' } }),
      projected({ secret: { name: 'a' }, configMap: { name: 'a' } }),
      /\.sources\[0\]\.configMap: is a second source beside secret; remove one$/,
    ],
    [
      'name objects',
      projected({ configMap: { name: 'a' } }),
      projected({ configMap: {} }),
      /\.configMap\.name: is required/,
    ],
    [
      'have a file for each path',
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
      'have tokens of ten minutes at least',
      projected({ serviceAccountToken: { path: 't', expirationSeconds: 600 } }),
      projected({ serviceAccountToken: { path: 't', expirationSeconds: 599 } }),
      /\.expirationSeconds: must be from 600 to 4294967296, got 599$/,
    ],
    [
      'have tokens in a file',
      projected({ serviceAccountToken: { path: 't' } }),
      projected({ serviceAccountToken: { path: '' } }),
      /\.serviceAccountToken\.path: is required/,
    ],
    [
      'trust a bundle or a signer',
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
      'nfs has a path',
      { nfs: { server: 's', path: '/a' } },
      { nfs: { server: 's', path: 'a' } },
      /\.nfs\.path: must be an absolute path, got "a"$/,
    ],
    ['iscsi has a name', iscsi({}), iscsi({ iqn: 'iqn.example' }), /\.iscsi\.iqn: must be a name such as iqn/],
    ['iscsi has a number', iscsi({ lun: 255 }), iscsi({ lun: 256 }), /\.iscsi\.lun: must be from 0 to 255, got 256$/],
    [
      'iscsi has a secret',
      iscsi({ chapAuthSession: true, secretRef: { name: 's' } }),
      iscsi({ chapAuthSession: true }),
      /\.iscsi\.secretRef: is required with chapAuthDiscovery/,
    ],
    [
      'fc is by port',
      { fc: { targetWWNs: ['a'], lun: 0 } },
      { fc: { targetWWNs: ['a'] } },
      /\.fc\.lun: is required with targetWWNs$/,
    ],
    [
      'fc is by port or by disk',
      { fc: { wwids: ['a'] } },
      { fc: { wwids: ['a'], targetWWNs: ['a'], lun: 0 } },
      /\.fc\.targetWWNs: cannot stand beside wwids; remove one$/,
    ],
    [
      'flocker is by name or by number',
      { flocker: { datasetName: 'a' } },
      { flocker: {} },
      /\.flocker\.datasetName: is required/,
    ],
    [
      'flexVolume has options of its own',
      { flexVolume: { driver: 'a', options: { a: 'b' } } },
      { flexVolume: { driver: 'a', options: { 'a.k8s.io/b': '' } } },
      /is in a namespace of Kubernetes itself/,
    ],
    [
      'quobyte has addresses',
      { quobyte: { registry: 'a:1,b:2', volume: 'v' } },
      { quobyte: { registry: 'a', volume: 'v' } },
      /\.quobyte\.registry: must be HOST:PORT/,
    ],
    [
      'azureDisk has a place',
      { azureDisk: { diskName: 'a', diskURI: 'https://a', kind: 'Shared' } },
      { azureDisk: { diskName: 'a', diskURI: 'https://a', kind: 'Managed' } },
      /\.azureDisk\.diskURI: must start with \/subscriptions\//,
    ],
    [
      'awsElasticBlockStore has a partition',
      { awsElasticBlockStore: { volumeID: 'a', partition: 0 } },
      { awsElasticBlockStore: { volumeID: 'a', partition: 256 } },
      /\.partition: must be from 0 to 255/,
    ],
    [
      'cinder has a secret',
      { cinder: { volumeID: 'a' } },
      { cinder: { volumeID: 'a', secretRef: {} } },
      /\.cinder\.secretRef\.name: is required/,
    ],
    [
      'storageos has a name',
      { storageos: { volumeName: 'a' } },
      { storageos: { volumeName: 'A' } },
      /\.storageos\.volumeName: must have at most 63 lower-case/,
    ],
  ]);

  test.each(NETWORK_SOURCES)('%s says what it must', source => {
    expect(read(volume({ [source]: {} }))[0]).toMatch(
      new RegExp(`^spec\\.volumes\\[0\\]\\.${source}\\.\\w+: is required`),
    );
  });
});
