import type { Finding } from '../errors';
import { EXTENSION_PREFIX, JOB_CONTAINER } from '../hooks/versions';
import type { k8s } from '../kubernetes';
import type { PartialPodTemplate } from '../pod/contribution';
import { glibcShims } from './glibc-shims';
import { hookEnv, hookExtensionMount } from './hook-runner';
import { checkProps } from '../schema/props';
import { flag, list, object, text, type TypedSchema } from '../schema/shape';
import { RUNNER_CONTAINER, RUNNER_USER, type Mode, type ModeContext, type ModePart } from './mode';

/**
 * Capabilities that systemd, cgroup management, nested Docker and Nix builds need. With `privileged: false`, steps have
 * only these.
 */
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
 * Options of the mode `cached-privileged-kubernetes`. Each privilege has its own option. The privileges apply where
 * steps run: in the runner container and in the job pods of jobs with `container:`. With `requireJobContainer`, they
 * apply in the job pods only.
 *
 * @example { hostPID: true, capabilities: ['SYS_ADMIN', 'NET_ADMIN'] }
 */
export interface CachedPrivilegedOptions {
  /**
   * Runs steps in a privileged container: all capabilities, all devices, no seccomp filter. A Docker daemon started by
   * the workflow needs it.
   *
   * @default true
   */
  readonly privileged?: boolean;

  /**
   * Runs steps as uid 0, so that they can install packages and start daemons. With `false`, they run as uid 1001.
   *
   * @default true
   */
  readonly runAsRoot?: boolean;

  /**
   * Lets a process gain more privileges than its parent, as `sudo` and setuid programs do. Must not be `false` in a
   * privileged container.
   *
   * @default true
   */
  readonly allowPrivilegeEscalation?: boolean;

  /**
   * Linux capabilities to add, without the prefix `CAP_`. A privileged container has all capabilities already.
   *
   * @see https://man7.org/linux/man-pages/man7/capabilities.7.html
   * @default - the capabilities that systemd, cgroups, nested Docker and Nix builds need
   */
  readonly capabilities?: readonly string[];

  /**
   * Refuses jobs without `container:`. The runner container then gets no privileges, because no step runs in it.
   *
   * @default false
   */
  readonly requireJobContainer?: boolean;

  /**
   * Sets `SYSTEMD_IGNORE_CHROOT=1`, so that `systemctl` talks to a systemd outside its own root directory.
   *
   * @default true
   */
  readonly systemdIgnoreChroot?: boolean;

  /** Uses the node's PID namespace: steps see and can signal every process of the node. @default false */
  readonly hostPID?: boolean;

  /**
   * Uses the node's IPC namespace: steps share memory segments and message queues with processes of the node.
   *
   * @default false
   */
  readonly hostIPC?: boolean;

  /**
   * Mounts the node's `/dev`, for disks, KVM and loop devices that appear after the pod starts. Needs `privileged`.
   *
   * @default false
   */
  readonly hostDev?: boolean;

  /** Mounts the node's `/sys`, for steps that configure hardware. @default false */
  readonly hostSys?: boolean;

  /**
   * Mounts the node's `/sys/fs/cgroup` writable, for systemd or a daemon that manages cgroups outside its own.
   *
   * @default false
   */
  readonly hostCgroup?: boolean;

  /**
   * Mounts the C library of the runner image into job containers, file by file. The runner's Node.js then starts in job
   * images without a C library, such as images built by Nix. For amd64 only. Do not use it for images that have a C
   * library: the mounts would hide it.
   *
   * @default false
   */
  readonly glibcShims?: boolean;
}

/** Schema of {@link CachedPrivilegedOptions}. */
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

/** The mode `cached-privileged-kubernetes`: steps have root privileges on the node, and caches outlive jobs. */
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
          // On the container, not on the pod: a security context of the pod would replace the hook's fsGroup.
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

/** A separate part, so that messages name the option `allowPrivilegeEscalation`. */
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
      message: 'gives no access to devices in a container that is not privileged; set privileged: true',
    });
  }
  return findings;
}
