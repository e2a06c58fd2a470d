import type { Finding, ValuePath } from '../errors';
import type { k8s } from '../kubernetes';
import { LINUX_CONTAINER_SECURITY_FIELDS, LINUX_POD_SECURITY_FIELDS } from '../pod/rules/windows';
import type { PlacementProps } from './placement';
import type { ResolvedSetProps } from './resolve-props';

/** The label that a kubelet sets to the operating system of its node. */
export const OS_LABEL = 'kubernetes.io/os';
const WINDOWS = 'windows';

type OsProps = Pick<ResolvedSetProps, 'nodeSelector' | 'affinity' | 'template'>;

/** Reports whether `nodeSelector`, a required node affinity or the `os` of the pod selects Windows nodes. */
export function isForWindows(props: OsProps): boolean {
  return askedAt(props) !== undefined || props.template?.spec?.os?.name === WINDOWS;
}

/** The path of the prop that selects Windows nodes, or undefined. */
function askedAt({ template, ...placement }: OsProps): ValuePath | undefined {
  const inTemplate = template?.spec && choiceOfWindows(template.spec);
  return choiceOfWindows(placement) ?? (inTemplate && ['template', 'spec', ...inTemplate]);
}

function choiceOfWindows({
  nodeSelector,
  affinity,
}: Pick<PlacementProps, 'nodeSelector' | 'affinity'>): ValuePath | undefined {
  if (nodeSelector?.[OS_LABEL] === WINDOWS) return ['nodeSelector', OS_LABEL];
  const terms = affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [];
  const isWindows = ({ matchExpressions }: k8s.NodeSelectorTerm) =>
    matchExpressions?.some(
      ({ key, operator, values }) => key === OS_LABEL && operator === 'In' && values?.join() === WINDOWS,
    );
  return terms.length > 0 && terms.every(isWindows) ? ['affinity', 'nodeAffinity'] : undefined;
}

/** Checks the operating system of the nodes, and what does not work on Windows nodes. */
export function nodeOsFindings(props: ResolvedSetProps): Finding[] {
  return [...labelFindings(props), ...osFindings(props), ...(isForWindows(props) ? windowsFindings(props) : [])];
}

/** The scheduler ignores the `os` of a pod; a kubelet rejects pods for another operating system. */
function osFindings(props: ResolvedSetProps): Finding[] {
  const os = props.template?.spec?.os?.name;
  const isAsked = askedAt(props) !== undefined;
  if (os === undefined || isAsked === (os === WINDOWS)) return [];
  return [
    {
      path: ['template', 'spec', 'os'],
      message: isAsked
        ? `name must be windows, got ${JSON.stringify(os)}: the set asks for Windows nodes; leave it out`
        : 'windows needs Windows nodes: otherwise pods go to Linux nodes, which reject them; write ' +
          'kubernetes.io/os: windows under nodeSelector',
    },
  ];
}

/** No node has a label with any other value. */
function labelFindings({ nodeSelector, template, jobPod }: ResolvedSetProps): Finding[] {
  const places: [ValuePath, string | undefined][] = [
    [['nodeSelector'], nodeSelector?.[OS_LABEL]],
    [['template', 'spec', 'nodeSelector'], template?.spec?.nodeSelector?.[OS_LABEL]],
    [['jobPod', 'nodeSelector'], jobPod?.nodeSelector?.[OS_LABEL]],
  ];
  return places.flatMap(([path, os]): Finding[] => {
    if (os === undefined || os === 'linux') return [];
    if (os !== WINDOWS)
      return [{ path: [...path, OS_LABEL], message: `must be linux or windows, got ${JSON.stringify(os)}` }];
    return path[0] === 'jobPod'
      ? [
          {
            path: [...path, OS_LABEL],
            message: 'must be linux: the container hooks run Linux commands in every job pod; leave it out',
          },
        ]
      : [];
  });
}

function windowsFindings(props: ResolvedSetProps): Finding[] {
  const { type } = props.containerMode;
  if (type !== 'runner') {
    return [
      {
        path: askedAt(props) ?? ['template', 'spec', 'os'],
        message:
          `asks for Windows nodes, which run containerMode runner only, and containerMode is ${type}: the ` +
          'container hooks, and Docker in a privileged container, need Linux',
      },
    ];
  }
  return [
    ...(props.runnerImage === undefined
      ? [
          {
            path: ['runnerImage'],
            message:
              'is required on Windows nodes: the default image is for Linux, and GitHub publishes none for Windows',
          },
        ]
      : []),
    ...(props.caches ?? []).slice(0, 1).map(() => ({
      path: ['caches'],
      message:
        'cannot be mounted on Windows nodes: cache directories have Linux paths; write a volume and its mount ' +
        'in template',
    })),
    ...(props.githubServerTls?.runnerMountPath === undefined
      ? []
      : [
          {
            path: ['githubServerTls', 'runnerMountPath'],
            message:
              'cannot be used on Windows nodes, where a single file cannot be mounted; leave it out and add ' +
              'the certificate to the image',
          },
        ]),
    ...linuxFieldFindings(props.template),
  ];
}

/** Fields of a pod, with the names of the props, that the API server refuses in a pod for Windows. */
const LINUX_POD_FIELDS = ['hostPid', 'hostIpc', 'hostUsers', 'shareProcessNamespace'];

/** @see https://kubernetes.io/docs/concepts/windows/intro/#compatibility-v1-pod-spec-containers */
function linuxFieldFindings(template: k8s.PodTemplateSpec | undefined): Finding[] {
  const spec = template?.spec;
  if (spec === undefined) return [];
  const at: ValuePath = ['template', 'spec'];
  return [
    ...linuxOnly(spec, LINUX_POD_FIELDS, at),
    ...linuxOnly(spec.securityContext, LINUX_POD_SECURITY_FIELDS, [...at, 'securityContext']),
    ...(['containers', 'initContainers'] as const).flatMap(list =>
      (spec[list] ?? []).flatMap(({ securityContext }, index) =>
        linuxOnly(securityContext, LINUX_CONTAINER_SECURITY_FIELDS, [...at, list, index, 'securityContext']),
      ),
    ),
  ];
}

function linuxOnly(value: object | undefined, fields: readonly string[], path: ValuePath): Finding[] {
  return Object.entries(value ?? {})
    .filter(([field, inner]) => inner !== undefined && fields.includes(field))
    .map(([field]) => ({
      path: [...path, field],
      at: 'key',
      message: 'is for Linux, and the pods are for Windows nodes; leave it out, or use securityContext.windowsOptions',
    }));
}
