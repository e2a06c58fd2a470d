import { Duration } from 'cdk8s';
import type { ContainerBuildProps } from '../../../src/builds/container-build-props';
import { COMMIT } from '../builds';

/** Every prop of a build. */
export const everything: Required<ContainerBuildProps> = {
  name: 'web',
  namespace: 'ci',
  repository: 'https://github.com/owner/web',
  commit: COMMIT,
  ref: 'main',
  gitSecret: 'git',
  image: 'docker.io/library/node:22.20.0',
  command: 'npm ci\nnpm test',
  workingDir: 'packages/app',
  workspacePath: '/src',
  env: { NODE_ENV: 'test' },
  user: { uid: 1000, gid: 1001 },
  resources: { limits: { cpu: 2, memory: '4Gi' } },
  timeout: Duration.minutes(10),
  queueTimeout: Duration.minutes(5),
  ttlAfterFinished: Duration.hours(1),
  workspaceSize: '5Gi',
  trust: 'release',
  cacheRoot: '/fast/cache',
  hostRoots: ['/fast'],
  caches: ['npm', { name: 'gradle', source: '/nvme/gradle' }],
  cachePaths: [{ target: '/cache/ccache' }],
  customCaches: [{ name: 'next', path: '.next/cache' }],
  services: [
    {
      name: 'postgres',
      image: 'docker.io/library/postgres:17.6',
      env: { POSTGRES_PASSWORD: 'fake' },
      healthCheck: { command: 'pg_isready', interval: Duration.seconds(1), timeout: Duration.seconds(5), retries: 9 },
      resources: { limits: { memory: '512Mi' } },
    },
  ],
  artifacts: [{ name: 'app', path: 'dist' }],
  artifactStore: { hostPath: '/nvme/artifacts' },
  network: 'internal',
  internalNetworks: ['10.0.0.0/8'],
  runs: '0 3 * * *',
  gitImage: 'registry.example:5000/git:2.49.1',
  shellImage: 'registry.example:5000/busybox:1.37.0',
  labels: { team: 'web' },
  annotations: { 'example.com/owner': 'web' },
  nodeSelector: { disk: 'nvme' },
  affinity: {
    nodeAffinity: {
      preferredDuringSchedulingIgnoredDuringExecution: [
        { weight: 1, preference: { matchExpressions: [{ key: 'rack', operator: 'In', values: ['1'] }] } },
      ],
    },
  },
  tolerations: [{ key: 'ci', operator: 'Exists' }],
  topologySpreadConstraints: [
    {
      maxSkew: 1,
      topologyKey: 'kubernetes.io/hostname',
      whenUnsatisfiable: 'ScheduleAnyway',
      labelSelector: { matchLabels: { team: 'web' } },
    },
  ],
  priorityClassName: 'system-cluster-critical',
  template: { spec: { containers: [{ name: 'build', tty: true }] } },
};
