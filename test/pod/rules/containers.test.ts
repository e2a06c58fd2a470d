import { container, initContainer, pod, read, rows, runner } from './table';

describe('containers', () => {
  rows(pod, [
    ['there is one', {}, { containers: [] }, /^spec\.containers: must have at least one container$/],
    [
      'each has a name of its own',
      { containers: [runner, { ...runner, name: 'b' }] },
      { containers: [runner, runner] },
      /^spec\.containers\[1\]\.name: duplicate container "runner"; rename one$/,
    ],
    [
      'also among init containers',
      { initContainers: [{ ...runner, name: 'init' }] },
      { initContainers: [runner] },
      /^spec\.initContainers\[0\]\.name: duplicate container "runner"; rename one$/,
    ],
    [
      'none is ephemeral',
      { ephemeralContainers: [] },
      { ephemeralContainers: [runner] },
      /^spec\.ephemeralContainers: are added to running pods only/,
    ],
    [
      'the ports of the node are not taken twice',
      {
        containers: [
          { ...runner, ports: [{ containerPort: 80, hostPort: 80 }] },
          { ...runner, name: 'b', ports: [{ containerPort: 80, hostPort: 80, protocol: 'UDP' }] },
        ],
      },
      {
        containers: [
          { ...runner, ports: [{ containerPort: 80, hostPort: 80 }] },
          { ...runner, name: 'b', ports: [{ containerPort: 81, hostPort: 80 }] },
        ],
      },
      /^spec\.containers\[1\]\.ports\[0\]\.hostPort: duplicate port 80\/TCP of the node; change one$/,
    ],
    [
      'with hostNetwork all ports are of the node',
      { hostNetwork: true, containers: [{ ...runner, ports: [{ containerPort: 80, hostPort: 80 }] }] },
      { hostNetwork: true, containers: [{ ...runner, ports: [{ containerPort: 80, hostPort: 81 }] }] },
      /^spec\.containers\[0\]\.ports\[0\]\.hostPort: must be containerPort \(80\), since hostNetwork is true, got 81/,
    ],
  ]);
});

describe('a container', () => {
  rows(container, [
    [
      'has no NUL character in its variables, at which a container runtime fails',
      { env: [{ name: 'A', value: 'größe\n😀' }] },
      { env: [{ name: 'A', value: 'a\0b' }] },
      /^spec\.containers\[0\]\.env\[0\]\.value: must not have a NUL character .* got "a\\u0000b"$/,
    ],
    [
      'has whole characters in its arguments, which are written as UTF-8',
      { args: ['\ud83d\ude00'] },
      { args: ['a', '\ud83d'] },
      /^spec\.containers\[0\]\.args\[1\]: must not have .* half of a surrogate pair/,
    ],
    [
      'has an image',
      { image: 'ghcr.io/a/b:1' },
      { image: undefined },
      /^spec\.containers\[0\]\.image: container runner has no image; add one/,
    ],
    ['has an image that is not blank', { image: 'a' }, { image: '' }, /\.image: must be an image such as .* got ""$/],
    [
      'has an image without spaces',
      { image: 'localhost:5000/a@sha256:' + 'a'.repeat(64) },
      { image: ' a' },
      /\.image: must be an image .* got " a"$/,
    ],
    [
      'is called as a label',
      { name: 'a'.repeat(63) },
      { name: 'a'.repeat(64) },
      /^spec\.containers\[0\]\.name: "a+" cannot name a container/,
    ],
    ['is called in lower case', { name: 'a-1' }, { name: 'A' }, /\.name: "A" cannot name a container/],
    [
      'may be restarted from 1.35 on',
      {},
      { restartPolicy: 'Always' },
      /\.restartPolicy: is for init containers only before Kubernetes 1\.35/,
      34,
    ],
    [
      'says what restarts it',
      { restartPolicy: 'Never', restartPolicyRules: [{}] },
      { restartPolicyRules: [{}] },
      /\.restartPolicy: is required with restartPolicyRules$/,
    ],
    [
      'is resized in cpu and memory',
      { resizePolicy: [{ resourceName: 'cpu', restartPolicy: 'NotRequired' }] },
      { resizePolicy: [{ resourceName: 'gpu', restartPolicy: 'NotRequired' }] },
      /\.resizePolicy\[0\]\.resourceName: must be cpu or memory, got "gpu"$/,
    ],
    [
      'is resized by one rule for each',
      { resizePolicy: [{ resourceName: 'cpu' }, { resourceName: 'memory' }] },
      { resizePolicy: [{ resourceName: 'cpu' }, { resourceName: 'cpu' }] },
      /\.resizePolicy\[1\]: duplicate resourceName "cpu"; remove one$/,
    ],
  ]);

  test('is not restarted to be resized in a pod that restarts none', () => {
    const resizePolicy = [{ resourceName: 'cpu', restartPolicy: 'RestartContainer' }];
    expect(read(pod({ containers: [{ ...runner, resizePolicy }] }))).toEqual([]);
    expect(read(pod({ restartPolicy: 'Never', containers: [{ ...runner, resizePolicy }] }))).toEqual([
      expect.stringMatching(/\.resizePolicy\[0\]\.restartPolicy: must be NotRequired/),
    ]);
  });
});

describe('an init container', () => {
  rows(initContainer, [
    [
      'has probes only as a sidecar',
      { restartPolicy: 'Always', livenessProbe: { exec: { command: ['a'] } } },
      { livenessProbe: { exec: { command: ['a'] } } },
      /^spec\.initContainers\[0\]\.livenessProbe: is not for init containers, which end/,
    ],
    [
      'has hooks only as a sidecar',
      { restartPolicy: 'Always', lifecycle: {} },
      { lifecycle: {} },
      /^spec\.initContainers\[0\]\.lifecycle: is not for init containers/,
    ],
    [
      'is restarted always before 1.35, or not at all',
      { restartPolicy: 'Always' },
      { restartPolicy: 'Never' },
      /\.restartPolicy: must be Always before Kubernetes 1\.35, got Never/,
      29,
    ],
    [
      'says what restarts it',
      {},
      { restartPolicyRules: [{}] },
      /\.restartPolicy: is required with restartPolicyRules$/,
    ],
  ]);
});

describe('ports', () => {
  rows(container, [
    [
      'are from 1',
      { ports: [{ containerPort: 1 }] },
      { ports: [{ containerPort: 0 }] },
      /^spec\.containers\[0\]\.ports\[0\]\.containerPort: must be from 1 to 65535, got 0$/,
    ],
    [
      'are up to 65535',
      { ports: [{ containerPort: 65535 }] },
      { ports: [{ containerPort: 65536 }] },
      /\.containerPort: must be from 1 to 65535, got 65536$/,
    ],
    [
      'have a number',
      { ports: [{ containerPort: 8080 }] },
      { ports: [{ name: 'http' }] },
      /\.containerPort: is required$/,
    ],
    [
      'of the node are in range too',
      { ports: [{ containerPort: 80, hostPort: 0 }] },
      { ports: [{ containerPort: 80, hostPort: 70000 }] },
      /\.hostPort: must be from 1 to 65535, got 70000$/,
    ],
    [
      'have short names',
      { ports: [{ containerPort: 80, name: 'a'.repeat(15) }] },
      { ports: [{ containerPort: 80, name: 'a'.repeat(16) }] },
      /\.ports\[0\]\.name: must have at most 15/,
    ],
    [
      'have names with a letter',
      { ports: [{ containerPort: 80, name: '8a' }] },
      { ports: [{ containerPort: 80, name: '80' }] },
      /\.name: must have at most 15 .* at least one of them a letter, got "80"$/,
    ],
    [
      'have names without -- ',
      { ports: [{ containerPort: 80, name: 'a-b' }] },
      { ports: [{ containerPort: 80, name: 'a--b' }] },
      /\.name: .* got "a--b"$/,
    ],
    [
      'have names of their own',
      {
        ports: [
          { containerPort: 80, name: 'a' },
          { containerPort: 81, name: 'b' },
        ],
      },
      {
        ports: [
          { containerPort: 80, name: 'a' },
          { containerPort: 81, name: 'a' },
        ],
      },
      /\.ports\[1\]\.name: duplicate port name "a"; rename one$/,
    ],
    [
      'listen at an address',
      { ports: [{ containerPort: 80, hostIP: '::1' }] },
      { ports: [{ containerPort: 80, hostIP: 'localhost' }] },
      /\.hostIP: must be an IP address/,
    ],
  ]);
});

describe('variables', () => {
  rows(container, [
    [
      'have names',
      { env: [{ name: 'a.B-c_1' }] },
      { env: [{ name: '1A' }] },
      /^spec\.containers\[0\]\.env\[0\]\.name: must be a variable name of letters, digits, _, - and \., got "1A"$/,
    ],
    [
      'have no names that are paths',
      { env: [{ name: '.a' }] },
      { env: [{ name: '..a' }] },
      /\.name: must be a variable name/,
    ],
    [
      'have a value or a source',
      { env: [{ name: 'A', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }] },
      { env: [{ name: 'A', value: 'x', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }] },
      /\.env\[0\]\.valueFrom: cannot stand beside value; remove one of them$/,
    ],
    [
      'have one source',
      { env: [{ name: 'A', valueFrom: { secretKeyRef: { name: 's', key: 'k' } } }] },
      {
        env: [
          { name: 'A', valueFrom: { secretKeyRef: { name: 's', key: 'k' }, configMapKeyRef: { name: 's', key: 'k' } } },
        ],
      },
      /\.valueFrom\.secretKeyRef: is a second source beside configMapKeyRef; remove one$/,
    ],
    [
      'have a source that is there',
      { env: [{ name: 'A' }] },
      { env: [{ name: 'A', valueFrom: {} }] },
      /\.valueFrom: has no source; give one/,
    ],
    [
      'tell of fields that they can',
      { env: [{ name: 'A', valueFrom: { fieldRef: { fieldPath: "metadata.labels['a/b']" } } }] },
      { env: [{ name: 'A', valueFrom: { fieldRef: { fieldPath: 'metadata.labels' } } }] },
      /\.fieldRef\.fieldPath: must be one of metadata\.name, .* got "metadata\.labels"$/,
    ],
    [
      'tell of labels that can be',
      { env: [{ name: 'A', valueFrom: { fieldRef: { fieldPath: "metadata.annotations['A.b/c']" } } }] },
      { env: [{ name: 'A', valueFrom: { fieldRef: { fieldPath: "metadata.labels['A.b/c']" } } }] },
      /\.fieldPath: must name a label or annotation/,
    ],
    [
      'tell of all addresses of the node from 1.29 on',
      { env: [{ name: 'A', valueFrom: { fieldRef: { fieldPath: 'status.hostIP' } } }] },
      { env: [{ name: 'A', valueFrom: { fieldRef: { fieldPath: 'status.hostIPs' } } }] },
      /\.fieldPath: must be one of/,
      28,
    ],
    [
      'tell of fields of API v1',
      { env: [{ name: 'A', valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.uid' } } }] },
      { env: [{ name: 'A', valueFrom: { fieldRef: { apiVersion: 'v2', fieldPath: 'metadata.uid' } } }] },
      /\.apiVersion: must be v1, got "v2"/,
    ],
    [
      'tell of resources',
      { env: [{ name: 'A', valueFrom: { resourceFieldRef: { resource: 'limits.hugepages-2Mi' } } }] },
      { env: [{ name: 'A', valueFrom: { resourceFieldRef: { resource: 'cpu' } } }] },
      /\.resourceFieldRef\.resource: must be one of limits\.cpu, .* got "cpu"$/,
    ],
    [
      'tell of resources in a unit',
      { env: [{ name: 'A', valueFrom: { resourceFieldRef: { resource: 'limits.cpu', divisor: '1m' } } }] },
      { env: [{ name: 'A', valueFrom: { resourceFieldRef: { resource: 'limits.cpu', divisor: '1Mi' } } }] },
      /\.divisor: must be one of 1, 1m, got "1Mi"$/,
    ],
    [
      'are read from keys',
      { env: [{ name: 'A', valueFrom: { configMapKeyRef: { name: 'a.b', key: 'A_b.c' } } }] },
      { env: [{ name: 'A', valueFrom: { configMapKeyRef: { name: 'a.b', key: 'a/b' } } }] },
      /\.configMapKeyRef\.key: must be a key of letters/,
    ],
    [
      'are read from objects',
      { env: [{ name: 'A', valueFrom: { secretKeyRef: { name: 'a', key: 'b' } } }] },
      { env: [{ name: 'A', valueFrom: { secretKeyRef: { name: 'A', key: 'b' } } }] },
      /\.secretKeyRef\.name: must be a name of lower-case/,
    ],
    [
      'of whole objects have one',
      { envFrom: [{ secretRef: { name: 'a' } }] },
      { envFrom: [{}] },
      /\.envFrom\[0\]: has no source; give one, such as configMapRef, secretRef$/,
    ],
    [
      'of whole objects name it',
      { envFrom: [{ prefix: 'A_', configMapRef: { name: 'a' } }] },
      { envFrom: [{ configMapRef: { name: '' } }] },
      /\.configMapRef\.name: is required/,
    ],
    [
      'of whole objects have a prefix that can be',
      { envFrom: [{ prefix: '', configMapRef: { name: 'a' } }] },
      { envFrom: [{ prefix: '1', configMapRef: { name: 'a' } }] },
      /\.prefix: must be a variable name/,
    ],
  ]);
});

describe('probes and hooks', () => {
  const exec = { exec: { command: ['true'] } };
  rows(container, [
    [
      'have a handler',
      { livenessProbe: exec },
      { livenessProbe: { periodSeconds: 5 } },
      /^spec\.containers\[0\]\.livenessProbe: has no handler; give one, such as exec, httpGet, tcpSocket, grpc$/,
    ],
    [
      'have one handler',
      { readinessProbe: { tcpSocket: { port: 80 } } },
      { readinessProbe: { ...exec, tcpSocket: { port: 80 } } },
      /\.readinessProbe\.tcpSocket: is a second handler beside exec; remove one$/,
    ],
    [
      'run a command',
      { startupProbe: exec },
      { startupProbe: { exec: { command: [] } } },
      /\.startupProbe\.exec\.command: is required$/,
    ],
    [
      'ask a port',
      { livenessProbe: { httpGet: { port: 'http' } } },
      { livenessProbe: { httpGet: { port: 'Http' } } },
      /\.httpGet\.port: must have at most 15/,
    ],
    [
      'ask a port in range',
      { livenessProbe: { grpc: { port: 9000 } } },
      { livenessProbe: { grpc: { port: 0 } } },
      /\.grpc\.port: must be from 1 to 65535, got 0$/,
    ],
    [
      'send headers',
      { livenessProbe: { httpGet: { port: 80, httpHeaders: [{ name: 'X-A', value: '' }] } } },
      { livenessProbe: { httpGet: { port: 80, httpHeaders: [{ name: 'X A', value: '' }] } } },
      /\.httpHeaders\[0\]\.name: must be a header name/,
    ],
    [
      'wait no less than nothing',
      { livenessProbe: { ...exec, initialDelaySeconds: 0 } },
      { livenessProbe: { ...exec, initialDelaySeconds: -1 } },
      /\.initialDelaySeconds: must be at least 0, got -1$/,
    ],
    [
      'of life succeed once',
      { livenessProbe: { ...exec, successThreshold: 1 } },
      { livenessProbe: { ...exec, successThreshold: 2 } },
      /\.successThreshold: must be 1 for a livenessProbe, got 2/,
    ],
    [
      'of the start succeed once',
      { readinessProbe: { ...exec, successThreshold: 2 } },
      { startupProbe: { ...exec, successThreshold: 2 } },
      /\.successThreshold: must be 1 for a startupProbe, got 2/,
    ],
    [
      'of readiness end nothing',
      { livenessProbe: { ...exec, terminationGracePeriodSeconds: 1 } },
      { readinessProbe: { ...exec, terminationGracePeriodSeconds: 1 } },
      /\.terminationGracePeriodSeconds: is not for a readinessProbe/,
    ],
    [
      'end a container in some time',
      { livenessProbe: { ...exec, terminationGracePeriodSeconds: 1 } },
      { livenessProbe: { ...exec, terminationGracePeriodSeconds: 0 } },
      /\.terminationGracePeriodSeconds: must be at least 1, got 0$/,
    ],
    [
      'at the end have one handler',
      { lifecycle: { preStop: exec } },
      { lifecycle: { preStop: {} } },
      /\.lifecycle\.preStop: has no handler/,
    ],
    [
      'at the end sleep in the time that is left',
      { lifecycle: { preStop: { sleep: { seconds: 30 } } } },
      { lifecycle: { preStop: { sleep: { seconds: 31 } } } },
      /\.preStop\.sleep\.seconds: must be from 0 to 30, got 31$/,
    ],
    [
      'sleep no time from 1.33 on',
      { lifecycle: { preStop: { sleep: { seconds: 1 } } } },
      { lifecycle: { preStop: { sleep: { seconds: 0 } } } },
      /\.seconds: must be from 1 to 30, got 0$/,
      32,
    ],
    [
      'cannot sleep before 1.30',
      { lifecycle: { preStop: exec } },
      { lifecycle: { preStop: { sleep: { seconds: 5 } } } },
      /\.preStop: has no handler/,
      29,
    ],
    [
      'signal on a known system',
      { lifecycle: {} },
      { lifecycle: { stopSignal: 'SIGINT' } },
      /\.stopSignal: needs os\.name of the pod/,
    ],
  ]);
});

describe('mounts and devices', () => {
  const mount = (fields: object) => ({ volumeMounts: [{ name: 'v', mountPath: '/v', ...fields }] });
  rows(container, [
    [
      'are of volumes of the pod',
      mount({}),
      mount({ name: 'w' }),
      /^spec\.containers\[0\]\.volumeMounts\[0\]\.name: \/v of container runner mounts volume "w", which the pod does not have; add it to volumes$/,
    ],
    ['have a path', mount({ mountPath: 'v' }), mount({ mountPath: '' }), /\.mountPath: is required/],
    [
      'have a path without a colon',
      mount({ mountPath: '/a b' }),
      mount({ mountPath: '/a:b' }),
      /\.mountPath: must not have a colon, other than that of a Windows drive, got "\/a:b"$/,
    ],
    [
      'have no colon but that of a Windows drive',
      mount({ mountPath: 'C:\\cache' }),
      mount({ mountPath: 'C:\\a:b' }),
      /\.mountPath: must not have a colon/,
    ],
    [
      'have a path of their own',
      {
        volumeMounts: [
          { name: 'v', mountPath: '/a' },
          { name: 'v', mountPath: '/b' },
        ],
      },
      {
        volumeMounts: [
          { name: 'v', mountPath: '/a' },
          { name: 'v', mountPath: '/a' },
        ],
      },
      /\.volumeMounts\[1\]\.mountPath: duplicate mountPath "\/a" in container runner; remove one$/,
    ],
    [
      'are of relative parts',
      mount({ subPath: 'a/..b' }),
      mount({ subPath: '/a' }),
      /\.subPath: must be a relative path without \.\., got "\/a"$/,
    ],
    [
      'are of parts inside',
      mount({ subPathExpr: '$(A)/b' }),
      mount({ subPathExpr: 'a/../b' }),
      /\.subPathExpr: must be a relative path/,
    ],
    [
      'are of one part',
      mount({ subPath: 'a', subPathExpr: '' }),
      mount({ subPath: 'a', subPathExpr: 'b' }),
      /\.subPathExpr: cannot stand beside subPath; remove one$/,
    ],
    [
      'reach the node from privileged containers',
      { ...mount({ mountPropagation: 'Bidirectional' }), securityContext: { privileged: true } },
      mount({ mountPropagation: 'Bidirectional' }),
      /\.mountPropagation: can be Bidirectional in privileged containers only/,
    ],
    [
      'are read-only to the bottom where they are at the top',
      mount({ readOnly: true, recursiveReadOnly: 'Enabled' }),
      mount({ recursiveReadOnly: 'Enabled' }),
      /\.recursiveReadOnly: can be Enabled only with readOnly: true$/,
    ],
    [
      'are read-only to the bottom without others',
      mount({ readOnly: true, recursiveReadOnly: 'Enabled', mountPropagation: 'None' }),
      mount({ readOnly: true, recursiveReadOnly: 'Enabled', mountPropagation: 'HostToContainer' }),
      /\.recursiveReadOnly: can be Enabled only with mountPropagation None/,
    ],
    [
      'as devices are of claims',
      { volumeDevices: [{ name: 'claim', devicePath: '/dev/a' }] },
      { volumeDevices: [{ name: 'v', devicePath: '/dev/a' }] },
      /\.volumeDevices\[0\]\.name: must be a volume of a claim/,
    ],
    [
      'as devices are of volumes',
      {},
      { volumeDevices: [{ name: 'w', devicePath: '/dev/a' }] },
      /\.volumeDevices\[0\]\.name: .* uses volume "w", which the pod does not have/,
    ],
    [
      'as devices are inside',
      {},
      { volumeDevices: [{ name: 'claim', devicePath: '/dev/../a' }] },
      /\.devicePath: must not have \.\./,
    ],
    [
      'are one or the other',
      {},
      { volumeMounts: [{ name: 'claim', mountPath: '/c' }], volumeDevices: [{ name: 'claim', devicePath: '/dev/a' }] },
      /\.volumeDevices\[0\]\.name: claim is used twice in container runner/,
    ],
    [
      'have different paths',
      {},
      { volumeMounts: [{ name: 'v', mountPath: '/dev/a' }], volumeDevices: [{ name: 'claim', devicePath: '/dev/a' }] },
      /\.devicePath: duplicate path "\/dev\/a" in container runner; change one$/,
    ],
  ]);
});
