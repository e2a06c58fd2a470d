import { containerOf, nodePathsOf, podSpecOf, read, refusal, withImage } from './reading';

const imageMetadata = [
  {
    remoteUser: 'node',
    capAdd: ['SYS_PTRACE'],
    containerEnv: { A: 'image', B: 'image' },
    remoteEnv: { C: 'image' },
    mounts: ['source=image,target=/cache'],
    onCreateCommand: 'image',
    postCreateCommand: '',
    hostRequirements: { cpus: 2, memory: '8gb', gpu: 'optional' as const },
  },
  { capAdd: ['NET_ADMIN'], init: true, onCreateCommand: ['second', 'image'] },
];

const file = withImage({
  capAdd: ['SYS_PTRACE', 'CHOWN'],
  init: false,
  containerEnv: { B: 'file' },
  mounts: ['source=file,target=/cache', { type: 'volume', source: 'other', target: '/other' }],
  onCreateCommand: 'file',
  postCreateCommand: { a: 'x' },
  hostRequirements: { cpus: 1, memory: '16gb', storage: '10gb', gpu: { cores: 100 } },
});

const container = read(file, {}, { imageMetadata });

test('commands of the image come before those of the file, hook by hook', () => {
  expect(container.hooks).toEqual([
    { hook: 'onCreateCommand', command: 'image' },
    { hook: 'onCreateCommand', command: ['second', 'image'] },
    { hook: 'onCreateCommand', command: 'file' },
    { hook: 'postCreateCommand', command: { a: 'x' } },
  ]);
});

test('lists are united, and a flag that is set once stays set', () => {
  const spec = podSpecOf(container);
  expect(spec.shareProcessNamespace).toBe(true);
  expect(spec.containers[0].securityContext.capabilities.add).toEqual(['CHOWN', 'NET_ADMIN', 'SYS_PTRACE']);
});

test('variables of the file replace those of the image by name', () => {
  expect(podSpecOf(container).containers[0].env).toEqual([
    { name: 'A', value: 'image' },
    { name: 'B', value: 'file' },
    { name: 'C', value: 'image' },
  ]);
});

test('a mount of the file replaces that of the image at the same path', () => {
  expect(nodePathsOf(podSpecOf(container))).toEqual(['/nvme/cache/file', '/nvme/cache/other']);
});

test('the highest requirements count', () => {
  expect(podSpecOf(container).containers[0].resources).toEqual({
    requests: { cpu: '2', memory: '16Gi', 'ephemeral-storage': '10Gi' },
    limits: { 'nvidia.com/gpu': '1' },
  });
});

test('variables in the metadata of an image are replaced', () => {
  const metadata = [{ containerEnv: { ROOT: '${containerWorkspaceFolder}' } }];
  expect(containerOf(withImage({}), {}, { imageMetadata: metadata }).env).toEqual([
    { name: 'ROOT', value: '/workspaces/web' },
  ]);
});

test('metadata of the wrong type is refused by its path in the prop', () => {
  const metadata = [{ remoteUser: 'node' }, { capAdd: 'ALL' as unknown as string[] }];
  expect(refusal(withImage({}), {}, { imageMetadata: metadata })).toEqual([
    '.devcontainer/devcontainer.json:2:12  image: imageMetadata[1].capAdd: must be a list, got "ALL"',
  ]);
});

describe('requirements', () => {
  test.each([
    [{ memory: '512' }, { memory: '512' }],
    [{ memory: '1500mb' }, { memory: '1500Mi' }],
    [{ storage: '1tb' }, { 'ephemeral-storage': '1Ti' }],
    [{ cpus: 1.5 }, { cpu: '1500m' }],
  ])('%j', (hostRequirements, requests) => {
    expect(containerOf(withImage({ hostRequirements })).resources).toEqual({ requests });
  });

  const said = (hostRequirements: object) =>
    read(withImage({ hostRequirements })).notices.map(({ path, message }) => `${path.join('.')}: ${message}`);

  test('in upper case give a notice, because the CLI ignores them', () => {
    expect(said({ memory: '8GB' })).toEqual(['hostRequirements.memory: other tools ignore 8GB; write 8gb']);
    expect(containerOf(withImage({ hostRequirements: { memory: '8GB' } })).resources.requests.memory).toBe('8Gi');
  });

  test('of GPUs', () => {
    const one = 'hostRequirements.gpu: the pod gets 1 GPU';
    expect(said({ gpu: true })).toEqual([`${one}, not all GPUs of the node; set gpuCount for another number`]);
    expect(said({ gpu: { cores: 8, memory: '8gb' } })).toEqual([
      `${one}; Kubernetes has no name for its cores and memory, so select the nodes that have them`,
    ]);
    expect(said({ gpu: 'optional' })).toEqual([
      'hostRequirements.gpu: the pod gets no GPU: a pod either requires one or has none',
    ]);
    expect(said({ gpu: false })).toEqual([]);
    expect(containerOf(withImage({ hostRequirements: { gpu: 'optional' } })).resources).toBeUndefined();
    expect(containerOf(withImage({ hostRequirements: { gpu: true } }), {}, { gpuCount: 2 }).resources.limits).toEqual({
      'nvidia.com/gpu': '2',
    });
  });

  test('that are none are refused', () => {
    expect(refusal(withImage({ hostRequirements: { cpus: 0, memory: '8 GB', storage: '1.5gb' } }))).toEqual([
      expect.stringContaining('hostRequirements.cpus: must be at least 1, got 0'),
      expect.stringContaining('hostRequirements.memory: must be a size such as 8gb or 512mb, got "8 GB"'),
      expect.stringContaining('hostRequirements.storage: must be a size such as 8gb or 512mb, got "1.5gb"'),
    ]);
  });
});

describe('commands', () => {
  test('that are empty are left out', () => {
    const hooks = { onCreateCommand: ' ', updateContentCommand: [], postCreateCommand: {}, postStartCommand: 'x' };
    expect(read(withImage(hooks)).hooks).toEqual([{ hook: 'postStartCommand', command: 'x' }]);
  });

  test('without a shell start with a program', () => {
    const hooks = { postCreateCommand: ['', 'x'], postStartCommand: { a: ['-x'] } };
    expect(refusal(withImage(hooks))).toEqual([
      expect.stringContaining('postCreateCommand[0]: must be the name of a program, got ""'),
      expect.stringContaining('postStartCommand.a[0]: must be the name of a program, got "-x"'),
    ]);
  });
});

describe('variables of the commands', () => {
  test('are variables of the container, except those that are known only in it', () => {
    const remoteEnv = { A: 'x', B: '${containerEnv:B}', C: null, D: 4 };
    expect(read(withImage({ remoteEnv })).remoteEnv).toEqual({ A: 'x', B: '${containerEnv:B}', C: null, D: '4' });
    expect(containerOf(withImage({ remoteEnv })).env).toEqual([
      { name: 'A', value: 'x' },
      { name: 'D', value: '4' },
    ]);
  });

  test('are not expanded by the kubelet', () => {
    const containerEnv = { A: '$(HOME) $HOME $$HOME $$(HOME) 5$' };
    expect(containerOf(withImage({ containerEnv })).env).toEqual([
      { name: 'A', value: '$$(HOME) $HOME $$$HOME $$$$(HOME) 5$' },
    ]);
  });

  test.each([
    [{ 'A-B': null }, 'A-B'],
    [{ 'A-B': '${containerEnv:A}' }, 'A-B'],
    [{ A: '${containerEnv:A-B}' }, 'A-B'],
    [{ A: '${containerEnv:}' }, ''],
  ])('have names that a shell has: %j', (remoteEnv, name) => {
    expect(refusal(withImage({ remoteEnv }))).toEqual([
      expect.stringContaining(`a shell has no variable named ${JSON.stringify(name)}; rename it`),
    ]);
  });
});
