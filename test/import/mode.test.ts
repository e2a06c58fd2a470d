import { dind, imported, novolume, reasonsOf, release, runnerOf } from './releases';

const without = (text: string) => text.replace(/containerMode: .*\n/, '');

describe('values without a mode', () => {
  it('get mode runner, as with the chart', () => {
    expect(runnerOf(without(novolume())).containerMode).toBe('runner');
    expect(reasonsOf(without(novolume()))).toEqual([]);
  });

  it('get the mode that the caller passes', () => {
    expect(runnerOf(without(novolume()), { containerMode: 'dind' }).containerMode).toBe('dind');
  });

  it('keep their own mode if the caller passes another', () => {
    expect(runnerOf(novolume(), { containerMode: 'dind' }).containerMode).toBe('kubernetes-novolume');
  });
});

test('an unknown mode is reported, with a suggestion', () => {
  expect(reasonsOf(novolume().replace('kubernetes-novolume', 'kuberntes'))).toEqual([
    'containerMode.type: must be one of dind, kubernetes, kubernetes-novolume; the chart ignores any other mode; ' +
      'did you mean kubernetes?',
  ]);
});

const CONTAINER_REQUIRED =
  'template.spec.containers[0]: lacks ACTIONS_RUNNER_REQUIRE_JOB_CONTAINER: ' +
  'steps of jobs without container: would run in the runner, ' +
  'whose ServiceAccount can read every Secret of the namespace; set to true, so every job needs container:';

describe('a handwritten pod', () => {
  const handwritten = (feature: string, from: string | RegExp = '', to = '') => release(feature).text.replace(from, to);

  it.each([
    ['handwritten-dind', 'dind'],
    ['handwritten-kubernetes', 'kubernetes'],
    ['handwritten-novolume', 'kubernetes-novolume'],
  ])('is recognized as a mode: %s', (feature, mode) => {
    expect(runnerOf(handwritten(feature)).containerMode).toBe(mode);
  });

  it('sets the keys of the mode to what it changes', () => {
    expect(runnerOf(handwritten('handwritten-dind'))).toMatchObject({
      runnerImage: 'registry.example/runner:5',
      dind: {
        image: 'docker:28-dind',
        daemonArgs: ['--mtu=1400', '--registry-mirror=https://mirror.example'],
        env: { GOGC: '50' },
        resources: { limits: { memory: '8Gi' } },
        volumeMounts: [{ name: 'daemon', mountPath: '/etc/docker' }],
      },
      template: { spec: { volumes: [{ name: 'daemon', configMap: { name: 'docker-daemon' } }] } },
    });
  });

  it('is imported as written if the daemon is an ordinary container, as before sidecars existed', () => {
    const daemon = /( {6}- name: dind\n[\s\S]*?)( {4}containers:\n[\s\S]*?)( {4}volumes:\n)/;
    const text = handwritten('handwritten-dind', daemon, '$2$1$3').replace(
      / {8}(restartPolicy: Always|startupProbe: .*)\n/g,
      '',
    );
    const { containerMode, dind: options, template } = runnerOf(text);
    expect([containerMode, options]).toEqual(['runner', undefined]);
    const daemonOf = (template.spec.containers as { name: string }[]).find(({ name }) => name === 'dind');
    expect(daemonOf).toMatchObject({ image: 'docker:28-dind', securityContext: { privileged: true } });
    expect(daemonOf).not.toHaveProperty('startupProbe');
    expect(imported(text).config).toContain(
      '# The pod is imported as written. It has a Docker daemon but differs from containerMode dind: ' +
        'container dind is not an init container with restartPolicy: Always.\n',
    );
  });

  it('can pass -v to cp', () => {
    expect(runnerOf(handwritten('handwritten-dind', '[cp, -r,', '[cp, -r, -v,')).template.spec.initContainers).toEqual([
      {
        name: 'init-dind-externals',
        command: ['cp', '-r', '-v', '/home/runner/externals/.', '/home/runner/tmpDir/'],
        args: [],
      },
    ]);
  });

  it('keeps the arguments of a daemon with an argument that has its value in the next one', () => {
    expect(
      runnerOf(handwritten('handwritten-dind', '--mtu=1400', '--log-level\n          - "debug"')).template.spec
        .initContainers[0].args,
    ).toEqual([
      'dockerd',
      '--host=unix:///var/run/docker.sock',
      '--group=$(DOCKER_GROUP_GID)',
      '--log-level',
      'debug',
      '--registry-mirror=https://mirror.example',
    ]);
  });

  it('gets the permissions for its hooks, which the chart does not give, and that is reported', () => {
    expect(reasonsOf(handwritten('handwritten-novolume', '    serviceAccountName: runner-of-docs\n'))).toEqual([
      'template.spec.serviceAccountName: is missing: the chart gives these runners no permissions, ' +
        'and the container hooks fail every job; set to a ServiceAccount with the permissions',
      CONTAINER_REQUIRED,
    ]);
  });

  // Otherwise steps run with a ServiceAccount that can read every Secret of the namespace.
  it('requires container: for every job, and that is reported', () => {
    const text = handwritten('handwritten-novolume');
    expect(runnerOf(text)).not.toHaveProperty('template');
    expect(reasonsOf(text)).toContain(CONTAINER_REQUIRED);
  });

  it.each([
    ['handwritten-dind', 'privileged: true', 'privileged: false', 'container dind is not privileged'],
    [
      'handwritten-dind',
      '--host=unix:///var/run/docker.sock',
      '--host=tcp://0.0.0.0:2376',
      'the arguments of dind do not begin with dockerd --host=unix:///var/run/docker.sock --group=$(DOCKER_GROUP_GID)',
    ],
    [
      'handwritten-dind',
      'value: "unix:///var/run/docker.sock"',
      'value: "tcp://localhost:2376"',
      'container runner has a different value of the variable DOCKER_HOST',
    ],
    [
      'handwritten-dind',
      'name: dind-externals, emptyDir: {}',
      'name: dind-externals, hostPath: { path: /nvme/externals }',
      'volume dind-externals must be emptyDir',
    ],
    [
      'handwritten-dind',
      'name: init-dind-externals',
      'name: externals',
      'init container init-dind-externals is missing',
    ],
    [
      'handwritten-dind',
      '- { name: DOCKER_GROUP_GID, value: "123" }\n',
      '',
      'container dind lacks the variable DOCKER_GROUP_GID',
    ],
    [
      'handwritten-dind',
      'value: "123"',
      'value: "1000"',
      'container dind has a different value of the variable DOCKER_GROUP_GID',
    ],
    [
      'handwritten-dind',
      'mountPath: /var/run }',
      'mountPath: /run/docker }',
      'container dind has no volumeMount at /var/run',
    ],
    [
      'handwritten-dind',
      /(volumeMounts:\n {10}- \{ name: work, mountPath: \/home\/runner\/_work) \}/,
      '$1, subPath: a }',
      'container dind has a different volumeMount at /home/runner/_work',
    ],
    [
      'handwritten-dind',
      / {10}- dockerd\n/,
      '',
      'the arguments of dind do not begin with dockerd --host=unix:///var/run/docker.sock --group=$(DOCKER_GROUP_GID)',
    ],
    [
      'handwritten-dind',
      / {8}restartPolicy: Always\n {8}startupProbe: .*\n/,
      '',
      'container dind lacks restartPolicy: Always; container dind lacks startupProbe',
    ],
    ['handwritten-dind', / {8}startupProbe: .*\n/, '', 'container dind lacks startupProbe'],
    [
      'handwritten-dind',
      / {10}- \{ name: RUNNER_WAIT_FOR_DOCKER_IN_SECONDS, value: "120" \}\n/,
      '',
      'container runner lacks the variable RUNNER_WAIT_FOR_DOCKER_IN_SECONDS',
    ],
    [
      'handwritten-dind',
      'initContainers:\n',
      'initContainers:\n      - { name: warm, image: busybox:1 }\n',
      'init-dind-externals and dind are not the first init containers',
    ],
  ])(
    'is imported as written, with a comment on how it differs from dind: %s, %s, %s',
    (feature, from, to, difference) => {
      const text = handwritten(feature, from, to);
      expect(text).not.toBe(handwritten(feature));
      expect(runnerOf(text).containerMode).toBe('runner');
      expect(reasonsOf(text)).toEqual([]);
      expect(imported(text).config).toContain(`differs from containerMode dind: ${difference}.\n`);
    },
  );

  it.each([
    ['handwritten-kubernetes', 'fieldPath: metadata.name', 'fieldPath: metadata.namespace'],
    ['handwritten-kubernetes', '- { name: work, mountPath: /home/runner/_work }\n', ''],
    ['handwritten-kubernetes', '/home/runner/k8s/index.js', '/opt/hooks/index.js'],
    [
      'handwritten-kubernetes',
      /- name: work\n {8}ephemeral:[\s\S]*?\n {6}-/,
      '- { name: work, emptyDir: {} }\n      -',
    ],
    ['handwritten-novolume', / {10}- \{ name: ACTIONS_RUNNER_IMAGE.*\n/, ''],
  ])('is imported as written if it differs from a mode with hooks: %s, %s, %s', (feature, from, to) => {
    const text = handwritten(feature, from, to);
    expect(text).not.toBe(handwritten(feature));
    expect(runnerOf(text).containerMode).toBe('runner');
    expect(imported(text).config).not.toContain('dind');
  });
});

test('container hooks without a ServiceAccount are reported', () => {
  const text = release('handwritten-novolume')
    .text.replace('    serviceAccountName: runner-of-docs\n', '')
    .replace('/home/runner/k8s-novolume/index.js', '/opt/hooks/index.js');
  expect(runnerOf(text).containerMode).toBe('runner');
  expect(reasonsOf(text)).toEqual([
    'template.spec.serviceAccountName: is missing: neither the chart nor this set gives these runners permissions, ' +
      'and the container hooks fail every job',
  ]);
});

describe('an option of one mode', () => {
  it.each([
    [
      'kubernetesModeWorkVolumeClaim: { accessModes: [ReadWriteOnce] }',
      'kubernetesModeWorkVolumeClaim: the chart reads it only in mode kubernetes',
    ],
    [
      'kubernetesModeAdditionalRoleRules: [{ apiGroups: [""], resources: [pods], verbs: [get] }]',
      'kubernetesModeAdditionalRoleRules: the chart reads it only in modes kubernetes and kubernetes-novolume',
    ],
  ])('is reported in other modes: %s', (line, reason) => {
    expect(reasonsOf(dind().replace('type: dind', `type: dind, ${line}`))).toEqual([`containerMode.${reason}`]);
  });
});
