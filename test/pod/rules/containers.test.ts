import { container, initContainer, pod, read, rows, runner } from './table';

describe('containers of a pod', () => {
  rows(pod, [
    ['an empty list is refused', {}, { containers: [] }, /^spec\.containers: must have at least one container$/],
    [
      'two containers with the same name are refused',
      { containers: [runner, { ...runner, name: 'b' }] },
      { containers: [runner, runner] },
      /^spec\.containers\[1\]\.name: duplicate container "runner"; rename one$/,
    ],
    [
      'an init container and a container with the same name are refused',
      { initContainers: [{ ...runner, name: 'init' }] },
      { initContainers: [runner] },
      /^spec\.initContainers\[0\]\.name: duplicate container "runner"; rename one$/,
    ],
    [
      'ephemeral containers are refused',
      { ephemeralContainers: [] },
      { ephemeralContainers: [runner] },
      /^spec\.ephemeralContainers: can only be added to a running pod; leave them out, or use containers$/,
    ],
    [
      'two containers with the same host port and protocol are refused',
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
      /^spec\.containers\[1\]\.ports\[0\]\.hostPort: duplicate host port 80\/TCP; change one$/,
    ],
    [
      'a hostPort other than containerPort is refused with hostNetwork',
      { hostNetwork: true, containers: [{ ...runner, ports: [{ containerPort: 80, hostPort: 80 }] }] },
      { hostNetwork: true, containers: [{ ...runner, ports: [{ containerPort: 80, hostPort: 81 }] }] },
      /\.ports\[0\]\.hostPort: must equal containerPort \(80\), because hostNetwork is true, got 81/,
    ],
  ]);
});

describe('fields of a container', () => {
  rows(container, [
    [
      'a NUL character in a variable is refused',
      { env: [{ name: 'A', value: 'größe\n😀' }] },
      { env: [{ name: 'A', value: 'a\0b' }] },
      /^spec\.containers\[0\]\.env\[0\]\.value: must not contain a NUL character .* got "a\\u0000b"$/,
    ],
    [
      'an unpaired surrogate in an argument is refused',
      { args: ['\ud83d\ude00'] },
      { args: ['a', '\ud83d'] },
      /^spec\.containers\[0\]\.args\[1\]: must not contain .* or an unpaired surrogate, which cannot be passed/,
    ],
    [
      'a container without an image is refused',
      { image: 'ghcr.io/a/b:1' },
      { image: undefined },
      /^spec\.containers\[0\]\.image: container runner has no image; add one/,
    ],
    ['an empty image is refused', { image: 'a' }, { image: '' }, /\.image: must be an image such as .* got ""$/],
    [
      'an image with a space is refused',
      { image: 'localhost:5000/a@sha256:' + 'a'.repeat(64) },
      { image: ' a' },
      /\.image: must be an image .* got " a"$/,
    ],
    [
      'a name with 64 characters is refused',
      { name: 'a'.repeat(63) },
      { name: 'a'.repeat(64) },
      /^spec\.containers\[0\]\.name: must be a container name of at most 63 lower-case letters, .* got "a+"$/,
    ],
    [
      'a name with an upper-case letter is refused',
      { name: 'a-1' },
      { name: 'A' },
      /\.name: must be a container name of .* got "A"$/,
    ],
    [
      'restartPolicy in a container is refused before Kubernetes 1.35',
      {},
      { restartPolicy: 'Always' },
      /\.restartPolicy: requires Kubernetes 1\.35 in a container; leave it out$/,
      34,
    ],
    [
      'restartPolicyRules without restartPolicy are refused',
      { restartPolicy: 'Never', restartPolicyRules: [{}] },
      { restartPolicyRules: [{}] },
      /\.restartPolicy: is required with restartPolicyRules$/,
    ],
    [
      'a resizePolicy for a resource other than cpu and memory is refused',
      { resizePolicy: [{ resourceName: 'cpu', restartPolicy: 'NotRequired' }] },
      { resizePolicy: [{ resourceName: 'gpu', restartPolicy: 'NotRequired' }] },
      /\.resizePolicy\[0\]\.resourceName: must be cpu or memory, got "gpu"$/,
    ],
    [
      'two resizePolicies for the same resource are refused',
      { resizePolicy: [{ resourceName: 'cpu' }, { resourceName: 'memory' }] },
      { resizePolicy: [{ resourceName: 'cpu' }, { resourceName: 'cpu' }] },
      /\.resizePolicy\[1\]: duplicate resourceName "cpu"; remove one$/,
    ],
  ]);

  test('resizePolicy RestartContainer is refused in a pod with restartPolicy Never', () => {
    const resizePolicy = [{ resourceName: 'cpu', restartPolicy: 'RestartContainer' }];
    expect(read(pod({ containers: [{ ...runner, resizePolicy }] }))).toEqual([]);
    expect(read(pod({ restartPolicy: 'Never', containers: [{ ...runner, resizePolicy }] }))).toEqual([
      expect.stringMatching(/\.resizePolicy\[0\]\.restartPolicy: must be NotRequired/),
    ]);
  });
});

describe('fields of an init container', () => {
  rows(initContainer, [
    [
      'a probe is refused without restartPolicy: Always',
      { restartPolicy: 'Always', livenessProbe: { exec: { command: ['a'] } } },
      { livenessProbe: { exec: { command: ['a'] } } },
      /\.livenessProbe: is not allowed in an init container; leave it out, .*: restartPolicy: Always$/,
    ],
    [
      'lifecycle is refused without restartPolicy: Always',
      { restartPolicy: 'Always', lifecycle: {} },
      { lifecycle: {} },
      /^spec\.initContainers\[0\]\.lifecycle: is not allowed in an init container/,
    ],
    [
      'restartPolicy Never is refused before Kubernetes 1.35',
      { restartPolicy: 'Always' },
      { restartPolicy: 'Never' },
      /\.restartPolicy: must be Always before Kubernetes 1\.35, got Never/,
      29,
    ],
    [
      'restartPolicyRules without restartPolicy are refused',
      {},
      { restartPolicyRules: [{}] },
      /\.restartPolicy: is required with restartPolicyRules$/,
    ],
  ]);
});

describe('ports', () => {
  rows(container, [
    [
      'containerPort 0 is refused',
      { ports: [{ containerPort: 1 }] },
      { ports: [{ containerPort: 0 }] },
      /^spec\.containers\[0\]\.ports\[0\]\.containerPort: must be from 1 to 65535, got 0$/,
    ],
    [
      'containerPort 65536 is refused',
      { ports: [{ containerPort: 65535 }] },
      { ports: [{ containerPort: 65536 }] },
      /\.containerPort: must be from 1 to 65535, got 65536$/,
    ],
    [
      'a port without containerPort is refused',
      { ports: [{ containerPort: 8080 }] },
      { ports: [{ name: 'http' }] },
      /\.containerPort: is required$/,
    ],
    [
      'a hostPort greater than 65535 is refused',
      { ports: [{ containerPort: 80, hostPort: 0 }] },
      { ports: [{ containerPort: 80, hostPort: 70000 }] },
      /\.hostPort: must be from 1 to 65535, got 70000$/,
    ],
    [
      'a name with 16 characters is refused',
      { ports: [{ containerPort: 80, name: 'a'.repeat(15) }] },
      { ports: [{ containerPort: 80, name: 'a'.repeat(16) }] },
      /\.ports\[0\]\.name: must have at most 15/,
    ],
    [
      'a name without a letter is refused',
      { ports: [{ containerPort: 80, name: '8a' }] },
      { ports: [{ containerPort: 80, name: '80' }] },
      /\.name: must have at most 15 .* at least one of them a letter, got "80"$/,
    ],
    [
      'a name with two hyphens in a row is refused',
      { ports: [{ containerPort: 80, name: 'a-b' }] },
      { ports: [{ containerPort: 80, name: 'a--b' }] },
      /\.name: .* got "a--b"$/,
    ],
    [
      'two ports with the same name are refused',
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
      'a hostIP that is not an IP address is refused',
      { ports: [{ containerPort: 80, hostIP: '::1' }] },
      { ports: [{ containerPort: 80, hostIP: 'localhost' }] },
      /\.hostIP: must be an IP address/,
    ],
  ]);
});

describe('environment variables', () => {
  rows(container, [
    [
      'a name that starts with a digit is refused',
      { env: [{ name: 'a.B-c_1' }] },
      { env: [{ name: '1A' }] },
      /^spec\.containers\[0\]\.env\[0\]\.name: must be a variable name of letters, digits, _, - and \., got "1A"$/,
    ],
    [
      'a name that starts with two dots is refused',
      { env: [{ name: '.a' }] },
      { env: [{ name: '..a' }] },
      /\.name: must be a variable name/,
    ],
    [
      'value together with valueFrom is refused',
      { env: [{ name: 'A', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }] },
      { env: [{ name: 'A', value: 'x', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }] },
      /\.env\[0\]\.valueFrom: cannot be combined with value; remove one$/,
    ],
    [
      'two sources in valueFrom are refused',
      { env: [{ name: 'A', valueFrom: { secretKeyRef: { name: 's', key: 'k' } } }] },
      {
        env: [
          { name: 'A', valueFrom: { secretKeyRef: { name: 's', key: 'k' }, configMapKeyRef: { name: 's', key: 'k' } } },
        ],
      },
      /\.valueFrom\.secretKeyRef: cannot be combined with configMapKeyRef, .* one source is allowed; remove one$/,
    ],
    [
      'valueFrom without a source is refused',
      { env: [{ name: 'A' }] },
      { env: [{ name: 'A', valueFrom: {} }] },
      /\.valueFrom: has no source; add one, such as fieldRef/,
    ],
    [
      'a fieldPath that variables do not support is refused',
      { env: [{ name: 'A', valueFrom: { fieldRef: { fieldPath: "metadata.labels['a/b']" } } }] },
      { env: [{ name: 'A', valueFrom: { fieldRef: { fieldPath: 'metadata.labels' } } }] },
      /\.fieldRef\.fieldPath: must be one of metadata\.name, .* got "metadata\.labels"$/,
    ],
    [
      'a fieldPath with an invalid label name is refused',
      { env: [{ name: 'A', valueFrom: { fieldRef: { fieldPath: "metadata.annotations['A.b/c']" } } }] },
      { env: [{ name: 'A', valueFrom: { fieldRef: { fieldPath: "metadata.labels['A.b/c']" } } }] },
      /\.fieldPath: must have a label or annotation such as/,
    ],
    [
      'fieldPath status.hostIPs is refused before Kubernetes 1.29',
      { env: [{ name: 'A', valueFrom: { fieldRef: { fieldPath: 'status.hostIP' } } }] },
      { env: [{ name: 'A', valueFrom: { fieldRef: { fieldPath: 'status.hostIPs' } } }] },
      /\.fieldPath: must be one of/,
      28,
    ],
    [
      'a fieldRef with an apiVersion other than v1 is refused',
      { env: [{ name: 'A', valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.uid' } } }] },
      { env: [{ name: 'A', valueFrom: { fieldRef: { apiVersion: 'v2', fieldPath: 'metadata.uid' } } }] },
      /\.apiVersion: must be v1, got "v2"/,
    ],
    [
      'an unknown resource in resourceFieldRef is refused',
      { env: [{ name: 'A', valueFrom: { resourceFieldRef: { resource: 'limits.hugepages-2Mi' } } }] },
      { env: [{ name: 'A', valueFrom: { resourceFieldRef: { resource: 'cpu' } } }] },
      /\.resourceFieldRef\.resource: must be one of limits\.cpu, .* got "cpu"$/,
    ],
    [
      'a divisor in bytes is refused for limits.cpu',
      { env: [{ name: 'A', valueFrom: { resourceFieldRef: { resource: 'limits.cpu', divisor: '1m' } } }] },
      { env: [{ name: 'A', valueFrom: { resourceFieldRef: { resource: 'limits.cpu', divisor: '1Mi' } } }] },
      /\.divisor: must be one of 1, 1m, got "1Mi"$/,
    ],
    [
      'a key with a slash is refused',
      { env: [{ name: 'A', valueFrom: { configMapKeyRef: { name: 'a.b', key: 'A_b.c' } } }] },
      { env: [{ name: 'A', valueFrom: { configMapKeyRef: { name: 'a.b', key: 'a/b' } } }] },
      /\.configMapKeyRef\.key: must be a key of letters/,
    ],
    [
      'a Secret name with an upper-case letter is refused',
      { env: [{ name: 'A', valueFrom: { secretKeyRef: { name: 'a', key: 'b' } } }] },
      { env: [{ name: 'A', valueFrom: { secretKeyRef: { name: 'A', key: 'b' } } }] },
      /\.secretKeyRef\.name: must be a name of lower-case/,
    ],
    [
      'envFrom without a source is refused',
      { envFrom: [{ secretRef: { name: 'a' } }] },
      { envFrom: [{}] },
      /\.envFrom\[0\]: has no source; add one, such as configMapRef, secretRef$/,
    ],
    [
      'envFrom with an empty name is refused',
      { envFrom: [{ prefix: 'A_', configMapRef: { name: 'a' } }] },
      { envFrom: [{ configMapRef: { name: '' } }] },
      /\.configMapRef\.name: is required/,
    ],
    [
      'an envFrom prefix that starts with a digit is refused',
      { envFrom: [{ prefix: '', configMapRef: { name: 'a' } }] },
      { envFrom: [{ prefix: '1', configMapRef: { name: 'a' } }] },
      /\.prefix: must be a variable name/,
    ],
  ]);
});

describe('probes and lifecycle hooks', () => {
  const exec = { exec: { command: ['true'] } };
  rows(container, [
    [
      'a probe without a handler is refused',
      { livenessProbe: exec },
      { livenessProbe: { periodSeconds: 5 } },
      /^spec\.containers\[0\]\.livenessProbe: has no handler; add one, such as exec, httpGet, tcpSocket, grpc$/,
    ],
    [
      'a probe with two handlers is refused',
      { readinessProbe: { tcpSocket: { port: 80 } } },
      { readinessProbe: { ...exec, tcpSocket: { port: 80 } } },
      /\.readinessProbe\.tcpSocket: cannot be combined with exec, because only one handler is allowed; remove one$/,
    ],
    [
      'exec without a command is refused',
      { startupProbe: exec },
      { startupProbe: { exec: { command: [] } } },
      /\.startupProbe\.exec\.command: is required$/,
    ],
    [
      'a port name with an upper-case letter is refused',
      { livenessProbe: { httpGet: { port: 'http' } } },
      { livenessProbe: { httpGet: { port: 'Http' } } },
      /\.httpGet\.port: must have at most 15/,
    ],
    [
      'port 0 is refused',
      { livenessProbe: { grpc: { port: 9000 } } },
      { livenessProbe: { grpc: { port: 0 } } },
      /\.grpc\.port: must be from 1 to 65535, got 0$/,
    ],
    [
      'a header name with a space is refused',
      { livenessProbe: { httpGet: { port: 80, httpHeaders: [{ name: 'X-A', value: '' }] } } },
      { livenessProbe: { httpGet: { port: 80, httpHeaders: [{ name: 'X A', value: '' }] } } },
      /\.httpHeaders\[0\]\.name: must be a header name/,
    ],
    [
      'a negative initialDelaySeconds is refused',
      { livenessProbe: { ...exec, initialDelaySeconds: 0 } },
      { livenessProbe: { ...exec, initialDelaySeconds: -1 } },
      /\.initialDelaySeconds: must be at least 0, got -1$/,
    ],
    [
      'successThreshold 2 is refused in a livenessProbe',
      { livenessProbe: { ...exec, successThreshold: 1 } },
      { livenessProbe: { ...exec, successThreshold: 2 } },
      /\.successThreshold: must be 1 for a livenessProbe, got 2/,
    ],
    [
      'successThreshold 2 is refused in a startupProbe, and allowed in a readinessProbe',
      { readinessProbe: { ...exec, successThreshold: 2 } },
      { startupProbe: { ...exec, successThreshold: 2 } },
      /\.successThreshold: must be 1 for a startupProbe, got 2/,
    ],
    [
      'terminationGracePeriodSeconds is refused in a readinessProbe',
      { livenessProbe: { ...exec, terminationGracePeriodSeconds: 1 } },
      { readinessProbe: { ...exec, terminationGracePeriodSeconds: 1 } },
      /\.terminationGracePeriodSeconds: is not allowed in a readinessProbe, which .*; leave it out$/,
    ],
    [
      'terminationGracePeriodSeconds 0 is refused in a livenessProbe',
      { livenessProbe: { ...exec, terminationGracePeriodSeconds: 1 } },
      { livenessProbe: { ...exec, terminationGracePeriodSeconds: 0 } },
      /\.terminationGracePeriodSeconds: must be at least 1, got 0$/,
    ],
    [
      'preStop without a handler is refused',
      { lifecycle: { preStop: exec } },
      { lifecycle: { preStop: {} } },
      /\.lifecycle\.preStop: has no handler/,
    ],
    [
      'a sleep longer than the termination grace period is refused',
      { lifecycle: { preStop: { sleep: { seconds: 30 } } } },
      { lifecycle: { preStop: { sleep: { seconds: 31 } } } },
      /\.preStop\.sleep\.seconds: must be from 0 to 30, got 31$/,
    ],
    [
      'a sleep of 0 seconds is refused before Kubernetes 1.33',
      { lifecycle: { preStop: { sleep: { seconds: 1 } } } },
      { lifecycle: { preStop: { sleep: { seconds: 0 } } } },
      /\.seconds: must be from 1 to 30, got 0$/,
      32,
    ],
    [
      'sleep is refused before Kubernetes 1.30',
      { lifecycle: { preStop: exec } },
      { lifecycle: { preStop: { sleep: { seconds: 5 } } } },
      /\.preStop: has no handler/,
      29,
    ],
    [
      'stopSignal without os.name is refused',
      { lifecycle: {} },
      { lifecycle: { stopSignal: 'SIGINT' } },
      /\.stopSignal: requires os\.name of the pod, because signals differ between operating systems; set os\.name$/,
    ],
  ]);
});

describe('volume mounts and block devices', () => {
  const mount = (fields: object) => ({ volumeMounts: [{ name: 'v', mountPath: '/v', ...fields }] });
  rows(container, [
    [
      'a mount of a volume that the pod does not have is refused',
      mount({}),
      mount({ name: 'w' }),
      /\.volumeMounts\[0\]\.name: \/v of container runner mounts volume "w", .*; add it to volumes$/,
    ],
    ['an empty mountPath is refused', mount({ mountPath: 'v' }), mount({ mountPath: '' }), /\.mountPath: is required/],
    [
      'a mountPath with a colon is refused',
      mount({ mountPath: '/a b' }),
      mount({ mountPath: '/a:b' }),
      /\.mountPath: must not contain a colon, except after a Windows drive letter, got "\/a:b"$/,
    ],
    [
      'a second colon in a Windows path is refused',
      mount({ mountPath: 'C:\\cache' }),
      mount({ mountPath: 'C:\\a:b' }),
      /\.mountPath: must not contain a colon/,
    ],
    [
      'two mounts with the same path are refused',
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
      'an absolute subPath is refused',
      mount({ subPath: 'a/..b' }),
      mount({ subPath: '/a' }),
      /\.subPath: must be a relative path without \.\., got "\/a"$/,
    ],
    [
      'a subPathExpr with .. is refused',
      mount({ subPathExpr: '$(A)/b' }),
      mount({ subPathExpr: 'a/../b' }),
      /\.subPathExpr: must be a relative path/,
    ],
    [
      'subPath together with subPathExpr is refused',
      mount({ subPath: 'a', subPathExpr: '' }),
      mount({ subPath: 'a', subPathExpr: 'b' }),
      /\.subPathExpr: cannot be combined with subPath; remove one$/,
    ],
    [
      'mountPropagation Bidirectional is refused in a container that is not privileged',
      { ...mount({ mountPropagation: 'Bidirectional' }), securityContext: { privileged: true } },
      mount({ mountPropagation: 'Bidirectional' }),
      /\.mountPropagation: can be Bidirectional only in a privileged container; use HostToContainer/,
    ],
    [
      'recursiveReadOnly without readOnly is refused',
      mount({ readOnly: true, recursiveReadOnly: 'Enabled' }),
      mount({ recursiveReadOnly: 'Enabled' }),
      /\.recursiveReadOnly: can be Enabled only with readOnly: true$/,
    ],
    [
      'recursiveReadOnly with mountPropagation HostToContainer is refused',
      mount({ readOnly: true, recursiveReadOnly: 'Enabled', mountPropagation: 'None' }),
      mount({ readOnly: true, recursiveReadOnly: 'Enabled', mountPropagation: 'HostToContainer' }),
      /\.recursiveReadOnly: can be Enabled only with mountPropagation None; remove one$/,
    ],
    [
      'an emptyDir as a device is refused',
      { volumeDevices: [{ name: 'claim', devicePath: '/dev/a' }] },
      { volumeDevices: [{ name: 'v', devicePath: '/dev/a' }] },
      /\.volumeDevices\[0\]\.name: must be a persistentVolumeClaim or ephemeral volume, and v is not$/,
    ],
    [
      'a device of a volume that the pod does not have is refused',
      {},
      { volumeDevices: [{ name: 'w', devicePath: '/dev/a' }] },
      /\.volumeDevices\[0\]\.name: .* uses volume "w", which the pod does not have/,
    ],
    [
      'a devicePath with .. is refused',
      {},
      { volumeDevices: [{ name: 'claim', devicePath: '/dev/../a' }] },
      /\.devicePath: must not contain \.\./,
    ],
    [
      'a volume that is both mounted and used as a device is refused',
      {},
      { volumeMounts: [{ name: 'claim', mountPath: '/c' }], volumeDevices: [{ name: 'claim', devicePath: '/dev/a' }] },
      /\.volumeDevices\[0\]\.name: volume claim is used more than once in container runner; mount it, or/,
    ],
    [
      'a mount and a device with the same path are refused',
      {},
      { volumeMounts: [{ name: 'v', mountPath: '/dev/a' }], volumeDevices: [{ name: 'claim', devicePath: '/dev/a' }] },
      /\.devicePath: duplicate path "\/dev\/a" in container runner; change one$/,
    ],
  ]);
});
