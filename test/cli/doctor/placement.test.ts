import { check, Cluster, type Case } from './cluster';

const taint = (cluster: Cluster): void => {
  cluster.one('Node').spec.taints = [{ key: 'ci', value: 'yes', effect: 'NoSchedule' }];
};

test.each<Case>([
  [
    'labels that no node has',
    cluster => {
      cluster.pod.nodeSelector = { disk: 'nvme' };
    },
    {
      'no-node-fits': [
        /^runners of docs fit no node of the cluster/,
        'no node has the labels disk=nvme\nexamined deskrun-control-plane',
      ],
    },
  ],
  [
    'a taint that is not tolerated',
    taint,
    { 'no-node-fits': [/./, /every node with its labels has a taint that it does not tolerate/] },
  ],
  [
    'more memory than a node has',
    cluster => {
      cluster.pod.containers[0].resources = { requests: { cpu: '8', memory: '65Gi' } };
    },
    { 'no-node-fits': [/./, /no node with its labels, and without such taints, has cpu 8, memory 65Gi$/m] },
  ],
  [
    'a limit above what a node has, without a request',
    cluster => {
      cluster.pod.containers[0].resources = { limits: { cpu: '17' } };
    },
    { 'no-node-fits': [/./, /has cpu 17$/m] },
  ],
  [
    'a resource that no node has',
    cluster => {
      cluster.pod.containers[0].resources = { limits: { 'nvidia.com/gpu': '1' } };
    },
    { 'no-node-fits': [/./, /has nvidia\.com\/gpu 1$/m] },
  ],
  [
    'a PriorityClass that does not exist',
    cluster => {
      cluster.pod.priorityClassName = 'ci';
    },
    {
      'priority-class-missing': [
        'PriorityClass ci of the runner pods of docs does not exist: no such pod can be created',
        /the cluster has system-cluster-critical$/,
      ],
    },
  ],
  [
    'a RuntimeClass that does not exist',
    cluster => {
      cluster.pod.runtimeClassName = 'kata';
    },
    {
      'runtime-class-missing': [
        'RuntimeClass kata of the runner pods of docs does not exist: no such pod can be created',
        /the cluster has none$/,
      ],
    },
  ],
  [
    'a RuntimeClass of job pods that does not exist',
    cluster => {
      cluster.one('ConfigMap').data.content = 'spec: { runtimeClassName: kata }';
    },
    { 'runtime-class-missing': [/^RuntimeClass kata of the job pods of docs does not exist/, /in its hook extension/] },
  ],
])('%s', (...example) => check(example));

test.each([
  { key: 'ci', operator: 'Exists' },
  { operator: 'Exists' },
  { key: 'ci', value: 'yes', effect: 'NoSchedule' },
])('the toleration %j lets a pod on the node', toleration => {
  const cluster = new Cluster();
  taint(cluster);
  cluster.pod.tolerations = [toleration];
  expect(cluster.findings).toEqual([]);
});

test.each([
  { key: 'ci', value: 'no' },
  { key: 'other', operator: 'Exists' },
  { key: 'ci', operator: 'Exists', effect: 'NoExecute' },
])('the toleration %j does not', toleration => {
  const cluster = new Cluster();
  taint(cluster);
  cluster.pod.tolerations = [toleration];
  expect(cluster.findings.map(({ id }) => id)).toEqual(['no-node-fits']);
});
