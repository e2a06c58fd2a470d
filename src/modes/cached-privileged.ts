import type { Finding } from '../errors';
import { EXTENSION_PREFIX, JOB_CONTAINER } from '../hooks/versions';
import type { k8s } from '../kubernetes';
import type { PartialPodTemplate } from '../pod/contribution';
import { glibcShims } from './glibc-shims';
import { hookEnv, hookExtensionMount } from './hook-runner';
import { checkProps } from '../schema/props';
import { flag, list, object, text, type TypedSchema } from '../schema/shape';
import { RUNNER_CONTAINER, RUNNER_USER, type Mode, type ModeContext, type ModePart } from './mode';

/** What systemd, cgroup work, nested Docker and Nix builds ask for. Without `privileged`, this is all a step has. */
export const DEFAULT_CAPABILITIES: readonly string[] = [
  'SYS_ADMIN',
  'NET_ADMIN',
  'SYS_PTRACE',
  'SYS_CHROOT',
  'SETFCAP',
  'SETPCAP',
  'NET_RAW',
  'IPC_LOCK',
  'SYS_RESOURCE',
  'MKNOD',
  'AUDIT_WRITE',
  'AUDIT_CONTROL',
];

/**
 * Options of the mode `cached-privileged-kubernetes`. Each privilege is a prop of its own. They go where steps run:
 * into the runner and into the job pods of jobs with `container:`, or, with `requireJobContainer`, into the job pods
 * alone.
 */
export interface CachedPrivilegedOptions {
  /**
   * All capabilities, all devices, no seccomp filter: what a Docker daemon started by the workflow needs.
   *
   * @default true
   */
  readonly privileged?: boolean;

  /** Run as uid 0, so that steps may install packages and start daemons. @default true */
  readonly runAsRoot?: boolean;

  /**
   * Let a process gain more rights than its parent (`sudo`, setuid programs). Cannot be taken away from a privileged
   * one.
   *
   * @default true
   */
  readonly allowPrivilegeEscalation?: boolean;

  /**
   * Linux capabilities to add, without `CAP_`. A privileged container has them anyway.
   *
   * @default - those for systemd, cgroups, nested Docker and Nix builds
   */
  readonly capabilities?: readonly string[];

  /** Refuse jobs without `container:`. The runner then has no privileges, since no step runs in it. @default false */
  readonly requireJobContainer?: boolean;

  /** Let `systemctl` talk to a systemd that is not process 1's (`SYSTEMD_IGNORE_CHROOT=1`). @default true */
  readonly systemdIgnoreChroot?: boolean;

  /** See and signal every process of the node: for steps that inspect or manage the host. @default false */
  readonly hostPID?: boolean;

  /** Share memory segments and queues with the node's processes. @default false */
  readonly hostIPC?: boolean;

  /** The node's `/dev`: for disks, KVM and loop devices that appear after the pod starts. @default false */
  readonly hostDev?: boolean;

  /** The node's `/sys`: for steps that configure hardware. @default false */
  readonly hostSys?: boolean;

  /**
   * The node's `/sys/fs/cgroup`, writable: for systemd or a daemon that manages cgroups outside its own.
   *
   * @default false
   */
  readonly hostCgroup?: boolean;

  /**
   * The runner image's C library, file by file, for job images without one (built by Nix), so that the runner's Node.js
   * starts in them. On amd64 only. Wrong for images that have a C library: it would be covered by the runner's.
   *
   * @default false
   */
  readonly glibcShims?: boolean;
}

/** The names and types of the options. */
export const cachedPrivilegedSchema: TypedSchema<CachedPrivilegedOptions> = object<CachedPrivilegedOptions>({
  privileged: flag,
  runAsRoot: flag,
  allowPrivilegeEscalation: flag,
  capabilities: list(text),
  requireJobContainer: flag,
  systemdIgnoreChroot: flag,
  hostPID: flag,
  hostIPC: flag,
  hostDev: flag,
  hostSys: flag,
  hostCgroup: flag,
  glibcShims: flag,
});

/**
 * Steps with the rights of root on the node, next to caches that survive them. For workflows that one maintainer
 * answers for.
 */
export function cachedPrivilegedMode(given: CachedPrivilegedOptions): Mode {
  const { props: options, findings } = checkProps(cachedPrivilegedSchema, given);
  const stepsInRunner = options.requireJobContainer !== true;
  const mode: Mode = {
    type: 'cached-privileged-kubernetes',
    user: options.runAsRoot === false ? RUNNER_USER : { uid: 0, gid: 0 },
    stepsInRunner,
    findings: [...findings, ...optionFindings(options)],
    runnerPod: context => [
      { template: runnerPod(options, stepsInRunner, context) },
      ...(stepsInRunner ? escalation(options, RUNNER_CONTAINER) : []),
    ],
    jobPod: context => [
      { template: jobPod(options, context) },
      ...escalation(options, EXTENSION_PREFIX + JOB_CONTAINER),
    ],
  };
  return stepsInRunner ? { ...mode, dockerDaemon: () => ({ list: 'containers', name: RUNNER_CONTAINER }) } : mode;
}

function runnerPod(options: CachedPrivilegedOptions, stepsInRunner: boolean, context: ModeContext): PartialPodTemplate {
  const extension = hookExtensionMount(context);
  const hooks = hookEnv('0.8.1', !stepsInRunner, context);
  if (!stepsInRunner) {
    return {
      spec: {
        containers: [{ name: RUNNER_CONTAINER, env: hooks, volumeMounts: extension.volumeMounts }],
        volumes: extension.volumes,
      },
    };
  }
  const host = hostMounts(options);
  return {
    spec: {
      ...hostNamespaces(options),
      containers: [
        {
          name: RUNNER_CONTAINER,
          // The official image's start script refuses uid 0 without it.
          env: [
            ...hooks,
            ...(options.runAsRoot === false ? [] : [{ name: 'RUNNER_ALLOW_RUNASROOT', value: '1' }]),
            ...stepEnv(options),
          ],
          securityContext: securityContext(options),
          volumeMounts: [...extension.volumeMounts, ...host.volumeMounts],
        },
      ],
      volumes: [...extension.volumes, ...host.volumes],
    },
  };
}

function jobPod(options: CachedPrivilegedOptions, context: ModeContext): PartialPodTemplate {
  const host = hostMounts(options);
  const shims = options.glibcShims ? glibcShims(context.runnerImage) : undefined;
  return {
    spec: {
      ...hostNamespaces(options),
      initContainers: shims && [shims.initContainer],
      containers: [
        {
          name: EXTENSION_PREFIX + JOB_CONTAINER,
          env: stepEnv(options),
          // On the container, not the pod: there it would take the place of the hook's fsGroup.
          securityContext: securityContext(options),
          volumeMounts: [...host.volumeMounts, ...(shims?.volumeMounts ?? [])],
        },
      ],
      volumes: [...host.volumes, ...(shims?.volumes ?? [])],
    },
  };
}

function hostNamespaces(options: CachedPrivilegedOptions): Partial<k8s.PodSpec> {
  return { hostPid: options.hostPID === true ? true : undefined, hostIpc: options.hostIPC === true ? true : undefined };
}

function securityContext(options: CachedPrivilegedOptions): k8s.SecurityContext {
  const root = options.runAsRoot !== false;
  return {
    privileged: options.privileged ?? true,
    readOnlyRootFilesystem: false,
    runAsNonRoot: !root,
    runAsUser: root ? 0 : RUNNER_USER.uid,
    runAsGroup: root ? 0 : RUNNER_USER.gid,
    capabilities: { add: [...(options.capabilities ?? DEFAULT_CAPABILITIES)] },
  };
}

/**
 * Whether a process may gain more rights than the one that started it; said by itself, so that messages name the
 * option.
 */
function escalation({ allowPrivilegeEscalation = true }: CachedPrivilegedOptions, name: string): ModePart[] {
  return [
    {
      option: ['allowPrivilegeEscalation'],
      template: { spec: { containers: [{ name, securityContext: { allowPrivilegeEscalation } }] } },
    },
  ];
}

function stepEnv(options: CachedPrivilegedOptions): k8s.EnvVar[] {
  return options.systemdIgnoreChroot === false ? [] : [{ name: 'SYSTEMD_IGNORE_CHROOT', value: '1' }];
}

function hostMounts(options: CachedPrivilegedOptions): { volumes: k8s.Volume[]; volumeMounts: k8s.VolumeMount[] } {
  const wanted = [
    ...(options.hostDev ? [{ name: 'host-dev', path: '/dev' }] : []),
    ...(options.hostSys ? [{ name: 'host-sys', path: '/sys' }] : []),
    ...(options.hostCgroup ? [{ name: 'host-cgroup', path: '/sys/fs/cgroup' }] : []),
  ];
  return {
    volumes: wanted.map(({ name, path }) => ({ name, hostPath: { path, type: 'Directory' } })),
    volumeMounts: wanted.map(({ name, path }) => ({ name, mountPath: path })),
  };
}

function optionFindings(options: CachedPrivilegedOptions): Finding[] {
  const findings: Finding[] = [];
  (options.capabilities ?? []).forEach((capability, index) => {
    if (!/^[A-Z][A-Z_]*$/.test(capability) || capability.startsWith('CAP_')) {
      findings.push({
        path: ['capabilities', index],
        message: `must be a Linux capability without CAP_, such as SYS_ADMIN, got ${JSON.stringify(capability)}`,
      });
    }
  });
  if (options.hostDev && options.privileged === false) {
    findings.push({
      path: ['hostDev'],
      message:
        'gives no device to a container that is not privileged: its device rules still refuse them; set ' +
        'privileged: true',
    });
  }
  return findings;
}
