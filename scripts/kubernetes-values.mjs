// Values that Kubernetes' own validation allows where its published schemas only say "string",
// by the end of a property's path: `[]` is an item of a list, and of several ends that match the longest counts.

const operators = ['In', 'NotIn', 'Exists', 'DoesNotExist'];
const nodeOperators = [...operators, 'Gt', 'Lt'];
const confinement = ['RuntimeDefault', 'Localhost', 'Unconfined'];
const pullPolicy = ['Always', 'Never', 'IfNotPresent'];
const restartPolicy = ['Always', 'OnFailure', 'Never'];
const trafficPolicy = ['Cluster', 'Local'];

const values = {
  // pods
  'spec.restartPolicy': restartPolicy,
  dnsPolicy: ['ClusterFirst', 'ClusterFirstWithHostNet', 'Default', 'None'],
  preemptionPolicy: ['PreemptLowerPriority', 'Never'],
  fsGroupChangePolicy: ['Always', 'OnRootMismatch'],
  supplementalGroupsPolicy: ['Merge', 'Strict'],
  'spec.os.name': ['linux', 'windows'],
  'tolerations[].operator': ['', 'Equal', 'Exists'],
  'tolerations[].effect': ['', 'NoSchedule', 'PreferNoSchedule', 'NoExecute'],
  'topologySpreadConstraints[].whenUnsatisfiable': ['DoNotSchedule', 'ScheduleAnyway'],
  nodeAffinityPolicy: ['Honor', 'Ignore'],
  nodeTaintsPolicy: ['Honor', 'Ignore'],
  'matchExpressions[].operator': operators,
  'nodeSelectorTerms[].matchExpressions[].operator': nodeOperators,
  'preference.matchExpressions[].operator': nodeOperators,
  'matchFields[].operator': ['In', 'NotIn'],

  // containers
  imagePullPolicy: pullPolicy,
  'image.pullPolicy': pullPolicy,
  'containers[].restartPolicy': restartPolicy,
  'initContainers[].restartPolicy': restartPolicy,
  'resizePolicy[].restartPolicy': ['NotRequired', 'RestartContainer'],
  'ports[].protocol': ['TCP', 'UDP', 'SCTP'],
  'httpGet.scheme': ['HTTP', 'HTTPS'],
  terminationMessagePolicy: ['File', 'FallbackToLogsOnError'],
  mountPropagation: ['None', 'HostToContainer', 'Bidirectional'],
  recursiveReadOnly: ['Disabled', 'IfPossible', 'Enabled'],
  procMount: ['Default', 'Unmasked'],
  'seccompProfile.type': confinement,
  'appArmorProfile.type': confinement,

  // storage
  'hostPath.type': [
    '',
    'DirectoryOrCreate',
    'Directory',
    'FileOrCreate',
    'File',
    'Socket',
    'CharDevice',
    'BlockDevice',
  ],
  'accessModes[]': ['ReadWriteOnce', 'ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOncePod'],
  volumeMode: ['Filesystem', 'Block'],
  persistentVolumeReclaimPolicy: ['Retain', 'Recycle', 'Delete'],
  reclaimPolicy: ['Retain', 'Delete'],
  volumeBindingMode: ['Immediate', 'WaitForFirstConsumer'],

  // services, networks, access, workloads
  'Service.spec.type': ['ClusterIP', 'NodePort', 'LoadBalancer', 'ExternalName'],
  sessionAffinity: ['None', 'ClientIP'],
  internalTrafficPolicy: trafficPolicy,
  externalTrafficPolicy: trafficPolicy,
  ipFamilyPolicy: ['SingleStack', 'PreferDualStack', 'RequireDualStack'],
  'ipFamilies[]': ['IPv4', 'IPv6'],
  'policyTypes[]': ['Ingress', 'Egress'],
  'roleRef.kind': ['Role', 'ClusterRole'],
  'subjects[].kind': ['User', 'Group', 'ServiceAccount'],
  'strategy.type': ['Recreate', 'RollingUpdate'],
  'updateStrategy.type': ['RollingUpdate', 'OnDelete'],
  completionMode: ['NonIndexed', 'Indexed'],
  podReplacementPolicy: ['TerminatingOrFailed', 'Failed'],
};

const ends = Object.keys(values).sort((a, b) => b.length - a.length);

/** `path` begins with the kind: `Pod.spec.dnsPolicy`. */
export function allowedValues(path) {
  const end = ends.find(candidate => path.endsWith(`.${candidate}`));
  return end && values[end];
}
