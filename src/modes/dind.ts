import { NO_CREDENTIALS, otherCredentials } from '../written-credentials';
import type { Finding, ValuePath } from '../errors';
import { droppedNames, toResourceRequirements, type k8s, type Resources } from '../kubernetes';
import type { PartialPodTemplate } from '../pod/contribution';
import { daemonFlags, missingMtuArgument } from './docker-daemon';
import {
  RUNNER_CONTAINER,
  RUNNER_USER,
  type ContainerPlace,
  type Mode,
  type ModeContext,
  type ModePart,
  type ServerOption,
} from './mode';
import { resourcesSchema } from '../pod/resources';
import { checkProps } from '../schema/props';
import { manifestPart, list, mapOf, object, text, type TypedSchema } from '../schema/shape';

/** Default image of the Docker daemon. */
export const DIND_IMAGE = 'docker:29.5.3-dind';

/**
 * The first minor version of Kubernetes that enables sidecars (init containers with `restartPolicy: Always`) by
 * default.
 */
const SIDECAR_MINOR = 29;

/**
 * Options of the mode `dind`. They change the container of the Docker daemon, which the upstream chart does not let you
 * change.
 *
 * @example { registryMirrors: ['https://mirror.example'], daemonArgs: ['--mtu=1400'] }
 */
export interface DindModeOptions {
  /**
   * Image of the Docker daemon.
   *
   * @see https://hub.docker.com/_/docker
   * @default 'docker:29.5.3-dind'
   */
  readonly image?: string;

  /**
   * Additional arguments of `dockerd`, one flag each, such as `--mtu=1400`. `--host` and `--group` are not allowed.
   * With `--mtu` and Docker 24 or later, the networks that the runner creates for jobs get the same MTU.
   *
   * @see https://docs.docker.com/reference/cli/dockerd/
   * @default - none
   */
  readonly daemonArgs?: readonly string[];

  /** Additional environment variables of the daemon container, by name. @default - none */
  readonly env?: { readonly [name: string]: string };

  /**
   * Resource requests and limits of the daemon container. They cover the containers that the daemon starts, and are
   * added to those of the runner container.
   *
   * @default - no requests, no limits
   */
  readonly resources?: Resources;

  /** Additional mounts of the daemon container. Define their volumes in `template`. @default - none */
  readonly volumeMounts?: readonly k8s.VolumeMount[];

  /**
   * Pull-through mirrors of Docker Hub: `http` or `https` URLs without credentials. A URL with a path needs Docker
   * 24.0.8 or later.
   *
   * @default - none
   */
  readonly registryMirrors?: readonly string[];
}

/** Schema of {@link DindModeOptions}. */
export const dindSchema: TypedSchema<DindModeOptions> = object<DindModeOptions>({
  image: text,
  daemonArgs: list(text),
  env: mapOf(text),
  resources: resourcesSchema,
  volumeMounts: list(manifestPart),
  registryMirrors: list(text),
});

/** The mode `dind`: the runner reaches a Docker daemon in a sidecar by a socket in a shared volume. */
export function dindMode(given: DindModeOptions): Mode {
  const { props: options, findings } = checkProps(dindSchema, given);
  const daemonPlace = (context: ModeContext): ContainerPlace => ({
    list: hasSidecars(context) ? 'initContainers' : 'containers',
    name: DAEMON,
  });
  return {
    type: 'dind',
    user: RUNNER_USER,
    stepsInRunner: true,
    findings: [...findings, ...optionFindings(options)],
    dockerDaemon: daemonPlace,
    servers: daemonServers(options),
    runnerPod: context => [{ template: runnerPod(options, context) }, ...daemonOptions(options, daemonPlace(context))],
  };
}

function daemonServers({ registryMirrors = [], daemonArgs = [] }: DindModeOptions): ServerOption[] {
  return [
    ...registryMirrors.map((text, index) => ({ option: ['registryMirrors', index], text })),
    ...daemonArgs.map((text, index) => ({ option: ['daemonArgs', index], text, isGuess: true })),
  ];
}

const DAEMON = 'dind';

function hasSidecars(context: ModeContext): boolean {
  return context.kubernetesMinor >= SIDECAR_MINOR;
}

function runnerPod(options: DindModeOptions, context: ModeContext): PartialPodTemplate {
  const daemon = daemonContainer(options);
  const sidecar: k8s.Container = {
    ...daemon,
    restartPolicy: 'Always',
    startupProbe: {
      exec: { command: ['docker', 'info'] },
      initialDelaySeconds: 0,
      failureThreshold: 24,
      periodSeconds: 5,
    },
  };
  return {
    spec: {
      initContainers: [
        {
          name: 'init-dind-externals',
          image: context.runnerImage,
          command: ['cp'],
          args: ['-r', '/home/runner/externals/.', '/home/runner/tmpDir/'],
          volumeMounts: [{ name: 'dind-externals', mountPath: '/home/runner/tmpDir' }],
        },
        ...(hasSidecars(context) ? [sidecar] : []),
      ],
      containers: [
        {
          name: RUNNER_CONTAINER,
          env: [
            { name: 'DOCKER_HOST', value: 'unix:///var/run/docker.sock' },
            { name: 'RUNNER_WAIT_FOR_DOCKER_IN_SECONDS', value: '120' },
          ],
          volumeMounts: [
            { name: 'work', mountPath: '/home/runner/_work' },
            { name: 'dind-sock', mountPath: '/var/run' },
          ],
        },
        ...(hasSidecars(context) ? [] : [daemon]),
      ],
      volumes: [
        { name: 'dind-sock', emptyDir: {} },
        { name: 'dind-externals', emptyDir: {} },
        { name: 'work', emptyDir: {} },
      ],
    },
  };
}

function daemonContainer(options: DindModeOptions): k8s.Container {
  const { image = DIND_IMAGE, daemonArgs = [] } = options;
  const mtu = missingMtuArgument(daemonFlags({ name: DAEMON, args: [...daemonArgs] }), image);
  return {
    name: DAEMON,
    args: [
      'dockerd',
      '--host=unix:///var/run/docker.sock',
      '--group=$(DOCKER_GROUP_GID)',
      ...(options.registryMirrors ?? []).map(mirror => `--registry-mirror=${mirror}`),
      ...daemonArgs,
      ...(mtu === undefined ? [] : [mtu]),
    ],
    // The group docker of the official runner image, so that the user of the runner can open the socket.
    env: [{ name: 'DOCKER_GROUP_GID', value: '123' }],
    securityContext: { privileged: true },
    volumeMounts: [
      { name: 'work', mountPath: '/home/runner/_work' },
      { name: 'dind-sock', mountPath: '/var/run' },
      { name: 'dind-externals', mountPath: '/home/runner/externals' },
    ],
  };
}

/** The options of the daemon container, a part for each, so that messages name the option. */
function daemonOptions(options: DindModeOptions, { list, name: daemon }: ContainerPlace): ModePart[] {
  const part = (option: ValuePath, container: Partial<k8s.Container>): ModePart => ({
    option,
    template: { spec: { [list]: [{ name: daemon, ...container }] } },
  });
  return [
    part(['image'], { image: options.image ?? DIND_IMAGE }),
    ...(options.resources ? [part(['resources'], { resources: toResourceRequirements(options.resources) })] : []),
    ...Object.entries(options.env ?? {}).map(([name, value]) => part(['env', name], { env: [{ name, value }] })),
    ...(options.volumeMounts ?? []).map((mount, index) => part(['volumeMounts', index], { volumeMounts: [mount] })),
  ];
}

function optionFindings(options: DindModeOptions): Finding[] {
  const findings = [
    ...(options.registryMirrors ?? []).flatMap(mirrorFindings),
    ...(options.daemonArgs ?? []).flatMap(daemonArgFindings),
    ...mountFindings(options.volumeMounts ?? []),
  ];
  return [...findings, ...otherCredentials(options, findings)];
}

function mountFindings(volumeMounts: readonly k8s.VolumeMount[]): Finding[] {
  const dropped = droppedNames({ spec: { containers: [{ name: DAEMON, volumeMounts: [...volumeMounts] }] } });
  return dropped.map(path => ({
    path: path.slice(3),
    at: 'key',
    message: 'is not a field of a volume mount in Kubernetes 1.28, and would be dropped; remove it or correct the name',
  }));
}

/** Docker 24.0.8 and later allow a path. */
const MIRROR = /^https?:\/\/[^/?#\s@\0]+(\/[^?#\s\0]*)?$/;

function mirrorFindings(mirror: string, index: number): Finding[] {
  const message = mirrorProblem(mirror);
  return message === undefined ? [] : [{ path: ['registryMirrors', index], message }];
}

/** What is wrong with the URL of a registry mirror, or undefined. */
export function mirrorProblem(mirror: string): string | undefined {
  if (/^https?:\/\/[^/]*@/.test(mirror))
    return (
      `${NO_CREDENTIALS}: dockerd refuses them; use a mirror without authentication for the cluster, or docker login ` +
      'in the workflow'
    );
  return MIRROR.test(mirror) && URL.canParse(mirror)
    ? undefined
    : 'must be a URL such as https://mirror.example or https://mirror.example/docker-hub, without ? or #, got ' +
        JSON.stringify(mirror);
}

/** A flag of dockerd, alone or joined to its value. */
const DAEMON_ARG = /^--?[a-zA-Z][^\s=\0]*(=[^\0]*)?$/;

function daemonArgFindings(arg: string, index: number): Finding[] {
  const path = ['daemonArgs', index];
  if (!DAEMON_ARG.test(arg))
    return [
      {
        path,
        message: `must be one argument such as --mtu=1400, got ${JSON.stringify(arg)}; join name and value with =`,
      },
    ];
  if (/^(--host|--group)(=|$)|^-[HG]/.test(arg))
    return [{ path, message: `${arg} moves the socket that the runner waits for; remove it` }];
  return [];
}
