import { type PlacementProps, type Resources, type RunnerSetProps } from '../../src';
import { synthController } from '../controller/controllers';
import { changes } from '../support/changes';
import { everyMode, modes } from '../support/modes';
import { findingsOf, synthSet } from '../support/sets';

const selector = { disk: 'nvme' };
const affinity = {
  nodeAffinity: {
    requiredDuringSchedulingIgnoredDuringExecution: {
      nodeSelectorTerms: [{ matchExpressions: [{ key: 'gpu', operator: 'Exists' }] }],
    },
  },
};
const tolerations = [{ key: 'ci', operator: 'Exists', effect: 'NoSchedule' }];
const topologySpreadConstraints = [
  {
    maxSkew: 1,
    topologyKey: 'zone',
    whenUnsatisfiable: 'ScheduleAnyway',
    labelSelector: { matchLabels: { team: 'ci' } },
  },
];
const placement: Required<PlacementProps> = {
  nodeSelector: selector,
  affinity,
  tolerations,
  topologySpreadConstraints,
  priorityClassName: 'ci',
};
const hookModes = [everyMode['kubernetes-novolume'], everyMode['cached-privileged-kubernetes']].map(
  mode => [mode.type, mode] as const,
);

function jobSpec(props: Partial<RunnerSetProps>): object {
  return synthSet(props).jobPod.spec;
}

describe.each(modes)('in mode %s', (_, containerMode) => {
  test('the runner pod has the placement of the set', () => {
    expect(synthSet({ containerMode, ...placement }).pod).toMatchObject(placement);
  });

  test('without placement, no field is written', () => {
    const { pod } = synthSet({ containerMode });
    expect(Object.keys(placement).filter(field => field in pod)).toEqual([]);
  });
});

describe.each(hookModes)('the job pods of mode %s', (_, containerMode) => {
  test('have the placement of the runner, so that they find its caches', () => {
    expect(jobSpec({ containerMode, ...placement })).toMatchObject(placement);
  });

  test('have each placement option of jobPod in place of that of the runner', () => {
    const jobPod = { nodeSelector: { disk: 'ssd' }, priorityClassName: 'jobs' };
    expect(jobSpec({ containerMode, ...placement, jobPod })).toMatchObject({ ...placement, ...jobPod });
  });

  test('do not change the placement of the runner', () => {
    const { pod } = synthSet({ containerMode, jobPod: placement });
    expect(Object.keys(placement).filter(field => field in pod)).toEqual([]);
  });
});

describe('the job pods of mode kubernetes, which the hook places on the node of their runner,', () => {
  const containerMode = everyMode.kubernetes;

  test('have its tolerations and priority, and no choice of nodes', () => {
    const { spec } = synthSet({ containerMode, ...placement }).jobPod;
    expect(spec).toMatchObject({ tolerations, priorityClassName: 'ci', nodeName: '<node of the runner pod>' });
    expect(['nodeSelector', 'affinity', 'topologySpreadConstraints'].filter(field => field in spec)).toEqual([]);
  });

  test('need no extension if the set only chooses nodes', () => {
    expect(synthSet({ containerMode, nodeSelector: selector }).extension).toBeUndefined();
  });

  test.each(['nodeSelector', 'affinity', 'topologySpreadConstraints'] as const)('cannot choose a node by %s', field => {
    expect(findingsOf(() => synthSet({ containerMode, jobPod: { [field]: placement[field] } }))).toEqual([
      `jobPod.${field}: cannot move the job pod, which runs on the node of its runner because they share a ` +
        'volume; set it on the runner set itself',
    ]);
  });

  test('may tolerate more and have another priority', () => {
    const jobPod = { tolerations, priorityClassName: 'jobs' };
    expect(jobSpec({ containerMode, jobPod })).toMatchObject(jobPod);
  });
});

describe('resources', () => {
  const resources: Resources = {
    requests: { cpu: '500m', 'example.com/gpu': '1' },
    limits: { memory: '4Gi', 'example.com/gpu': '1' },
  };

  test.each(modes)('of the set are those of the runner container only, in mode %s', (_, containerMode) => {
    const changed = changes(synthSet({ containerMode }).pod, synthSet({ containerMode, resources }).pod);
    expect(changed).toEqual({
      'containers[runner].resources.requests.cpu': [undefined, '500m'],
      'containers[runner].resources.requests.example.com/gpu': [undefined, '1'],
      'containers[runner].resources.limits.memory': [undefined, '4Gi'],
      'containers[runner].resources.limits.example.com/gpu': [undefined, '1'],
    });
  });

  test('of the set are not those of the job container, which would count them twice', () => {
    expect(synthSet({ resources }).job).not.toHaveProperty('resources');
  });

  test.each(modes.filter(([, { capabilities }]) => capabilities.hook))(
    'of job pods are those of the container of the steps in mode %s',
    (_, containerMode) => {
      const set = synthSet({ containerMode, jobPod: { resources } });
      expect(set.job.resources).toEqual(resources);
      expect(set.runner).not.toHaveProperty('resources');
    },
  );

  describe.each<[string, (resources: Resources) => Partial<RunnerSetProps>]>([
    ['resources', given => ({ resources: given })],
    ['jobPod.resources', given => ({ jobPod: { resources: given } })],
  ])('that are invalid as %s:', (path, props) => {
    test.each(['4GB', '', '-1', '1 Gi', 'much', '1Gi1'])('the amount %j', amount => {
      expect(findingsOf(() => synthSet(props({ limits: { memory: amount } })))).toEqual([
        expect.stringContaining(`${path}.limits.memory: must be an amount such as 512Mi or 4Gi, got "${amount}"`),
      ]);
    });

    test.each([
      ['2', '1'],
      ['1', '500m'],
      ['1.5', '1499999u'],
    ])('a request of %s under a limit of %s', (request, limit) => {
      expect(findingsOf(() => synthSet(props({ requests: { cpu: request }, limits: { cpu: limit } })))).toEqual([
        `${path}.requests.cpu: must be at most the limit (${limit}), got ${request}`,
      ]);
    });

    test('a resource that Kubernetes does not know', () => {
      expect(findingsOf(() => synthSet(props({ requests: { mem: '4Gi' } })))).toEqual([
        expect.stringContaining(`${path}.requests.mem: `),
      ]);
    });
  });

  test.each(['0', '4Gi', '100M', '1.5Gi', '2e9', '2Ei', '2097152', '4294967296000m'])('take the amount %s', amount => {
    expect(synthSet({ resources: { limits: { memory: amount } } }).runner.resources.limits.memory).toBe(amount);
  });

  test.each([
    ['1', '1000m'],
    ['500m', '1'],
    ['1.5', '1500001u'],
  ])('take a request of %s under a limit of %s', (request, limit) => {
    const set = synthSet({ resources: { requests: { cpu: request }, limits: { cpu: limit } } });
    expect(set.runner.resources).toEqual({ requests: { cpu: request }, limits: { cpu: limit } });
  });
});

describe('a topology spread constraint without labelSelector', () => {
  const topologySpreadConstraints = [{ maxSkew: 1, topologyKey: 'zone', whenUnsatisfiable: 'DoNotSchedule' }];
  const message =
    'topologySpreadConstraints[0]: has no labelSelector, so it counts no pods and has no effect; add the labels of ' +
    'the pods';

  test.each<[string, Partial<RunnerSetProps>]>([
    ['', { topologySpreadConstraints }],
    ['jobPod.', { jobPod: { topologySpreadConstraints } }],
  ])('is refused: %stopologySpreadConstraints', (path, props) => {
    expect(findingsOf(() => synthSet(props))).toEqual([`${path}${message}`]);
  });

  test('is refused in the controller too', () => {
    expect(findingsOf(() => synthController({ topologySpreadConstraints }))).toEqual([message]);
  });
});
