import type { ArcVersion } from '../../src';
import { synthController } from './controllers';

describe('the Deployment', () => {
  test('runs one pod', () => {
    expect(synthController().deployment.spec.replicas).toBe(1);
  });

  test('runs replicas pods', () => {
    expect(synthController({ replicas: 3 }).deployment.spec.replicas).toBe(3);
  });
});

describe('the pod', () => {
  test('is that of the chart by default', () => {
    const { containers, ...rest } = synthController().template.spec;
    expect(rest).toEqual({
      serviceAccountName: 'arc-gha-rs-controller',
      terminationGracePeriodSeconds: 10,
      volumes: [{ name: 'tmp', emptyDir: {} }],
    });
    expect(containers).toHaveLength(1);
  });

  test('has the annotation for the default container of kubectl', () => {
    expect(synthController().template.metadata.annotations).toEqual({
      'kubectl.kubernetes.io/default-container': 'manager',
    });
  });

  test('has further annotations', () => {
    expect(
      synthController({ podAnnotations: { 'prometheus.io/scrape': 'true' } }).template.metadata.annotations,
    ).toEqual({ 'kubectl.kubernetes.io/default-container': 'manager', 'prometheus.io/scrape': 'true' });
  });

  test('has pull secrets, placement and security context of the props', () => {
    const placement = {
      nodeSelector: { role: 'platform' },
      affinity: { nodeAffinity: {} },
      tolerations: [{ key: 'platform', operator: 'Exists' }],
      topologySpreadConstraints: [
        {
          maxSkew: 1,
          topologyKey: 'kubernetes.io/hostname',
          whenUnsatisfiable: 'DoNotSchedule',
          labelSelector: { matchLabels: { team: 'ci' } },
        },
      ],
      priorityClassName: 'system-cluster-critical',
    };
    const { spec } = synthController({
      ...placement,
      imagePullSecrets: [{ name: 'registry' }],
      podSecurityContext: { fsGroup: 2000 },
    }).template;
    expect(spec).toMatchObject({
      ...placement,
      imagePullSecrets: [{ name: 'registry' }],
      securityContext: { fsGroup: 2000 },
    });
  });

  test('has further volumes after its own', () => {
    const volume = { name: 'ca', configMap: { name: 'private-ca' } };
    expect(
      synthController({ volumes: [volume], volumeMounts: [{ name: 'ca', mountPath: '/etc/ssl/certs/private.pem' }] })
        .template.spec.volumes,
    ).toEqual([{ name: 'tmp', emptyDir: {} }, volume]);
  });
});

describe('the container', () => {
  const image = 'ghcr.io/actions/gha-runner-scale-set-controller:0.14.2';

  test('is that of the chart by default', () => {
    const { args, ...rest } = synthController().manager;
    expect(rest).toEqual({
      name: 'manager',
      image,
      imagePullPolicy: 'IfNotPresent',
      command: ['/manager'],
      env: [
        { name: 'CONTROLLER_MANAGER_CONTAINER_IMAGE', value: image },
        { name: 'CONTROLLER_MANAGER_POD_NAMESPACE', valueFrom: { fieldRef: { fieldPath: 'metadata.namespace' } } },
      ],
      volumeMounts: [{ name: 'tmp', mountPath: '/tmp' }],
    });
    expect(args[0]).toBe('--auto-scaling-runner-set-only');
  });

  test('has further variables after its own', () => {
    const env = [
      { name: 'HTTPS_PROXY', value: 'http://proxy:3128' },
      { name: 'PASSWORD', valueFrom: { secretKeyRef: { name: 'proxy', key: 'password' } } },
    ];
    const [, , ...further] = synthController({ env }).manager.env;
    expect(further).toEqual(env);
  });

  test('has further mounts after its own', () => {
    const mount = { name: 'ca', mountPath: '/etc/ssl/certs/private.pem', subPath: 'ca.pem', readOnly: true };
    expect(
      synthController({ volumes: [{ name: 'ca', configMap: { name: 'private-ca' } }], volumeMounts: [mount] }).manager
        .volumeMounts,
    ).toEqual([{ name: 'tmp', mountPath: '/tmp' }, mount]);
  });

  test('has resources, security context and pull policy of the props', () => {
    const given = {
      resources: { requests: { cpu: '100m' }, limits: { memory: '256Mi' } },
      securityContext: { readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } },
      imagePullPolicy: 'Always' as const,
    };
    expect(synthController(given).manager).toMatchObject(given);
  });

  test('has a port for its metrics', () => {
    expect(synthController({ metrics: { controllerManagerAddr: '0.0.0.0:9090' } }).manager.ports).toEqual([
      { name: 'metrics', containerPort: 9090, protocol: 'TCP' },
    ]);
  });

  test('has no port for metrics if only the listeners have them', () => {
    expect(synthController({ metrics: { controllerManagerAddr: '0' } }).manager).not.toHaveProperty('ports');
  });

  test('has a port for the profiler', () => {
    expect(synthController({ metrics: {}, pprofAddr: 'localhost:6060' }).manager.ports).toEqual([
      { name: 'metrics', containerPort: 8080, protocol: 'TCP' },
      { name: 'pprof', containerPort: 6060, protocol: 'TCP' },
    ]);
  });

  test('has probes on the port of healthProbeBindAddress', () => {
    const { livenessProbe, readinessProbe } = synthController({ healthProbeBindAddress: '[::]:8081' }).manager;
    expect(livenessProbe).toEqual({
      httpGet: { path: '/healthz', port: 8081 },
      initialDelaySeconds: 15,
      periodSeconds: 20,
    });
    expect(readinessProbe).toEqual({
      httpGet: { path: '/readyz', port: 8081 },
      initialDelaySeconds: 5,
      periodSeconds: 10,
    });
  });
});

describe('the image', () => {
  const mirror = 'registry.example:5000/arc/controller';

  test.each([
    [undefined, '0.13.1', 'ghcr.io/actions/gha-runner-scale-set-controller:0.13.1'],
    [mirror, '0.14.2', `${mirror}:0.14.2`],
    [`${mirror}:0.14.1`, '0.14.2', `${mirror}:0.14.1`],
    [`${mirror}:v0.14.2-rebuilt`, '0.14.2', `${mirror}:v0.14.2-rebuilt`],
    [`${mirror}:0.14.2@sha256:${'a'.repeat(64)}`, '0.14.2', `${mirror}:0.14.2@sha256:${'a'.repeat(64)}`],
  ])('%s for ARC %s is %s, also for the listeners', (image, arcVersion, expected) => {
    const { manager } = synthController({ image }, { arcVersion: arcVersion as ArcVersion });
    expect(manager.image).toBe(expected);
    expect(manager.env[0]).toEqual({ name: 'CONTROLLER_MANAGER_CONTAINER_IMAGE', value: expected });
  });
});
