import { dind, imported, novolume, reasonsOf, release, runnerOf } from './releases';

const without = (text: string) => text.replace(/containerMode: .*\n/, '');
const LEFT_OUT =
  'no mode: these runners have neither Docker nor pods for their jobs, or a pod written by hand that is none of the modes; the set is left out rather than guessed';

describe('values without a mode', () => {
  it('are left out, since there is none like it', () => {
    const { config, notCarried } = imported(without(novolume()));
    expect(config).toContain('# No runner set could be carried.\nrunners: []\n');
    expect(notCarried).toEqual([
      {
        file: 'values.yaml',
        path: 'containerMode.type',
        line: 1,
        column: 1,
        reason: LEFT_OUT,
        remedy:
          'say which mode it is to have: runner, kubernetes, kubernetes-novolume, dind, cached-privileged-kubernetes',
      },
    ]);
  });

  it('get the one that the caller says', () => {
    expect(runnerOf(without(novolume()), { containerMode: 'dind' }).containerMode).toBe('dind');
  });

  it('keep their own although the caller says another', () => {
    expect(runnerOf(novolume(), { containerMode: 'dind' }).containerMode).toBe('kubernetes-novolume');
  });
});

test('a mode that the chart does not know is told, and what it is like', () => {
  expect(reasonsOf(novolume().replace('kubernetes-novolume', 'kuberntes'))).toEqual([
    "containerMode.type: is none of the chart's modes (dind, kubernetes, kubernetes-novolume), and it goes on without one; did you mean kubernetes?",
    `containerMode.type: ${LEFT_OUT}`,
  ]);
});

describe('a pod written by hand', () => {
  const byHand = (feature: string, from: string | RegExp = '', to = '') => release(feature).text.replace(from, to);

  it.each([
    ['by-hand-dind', 'dind'],
    ['by-hand-kubernetes', 'kubernetes'],
    ['by-hand-novolume', 'kubernetes-novolume'],
  ])('is known for what it is: %s', (feature, mode) => {
    expect(runnerOf(byHand(feature)).containerMode).toBe(mode);
  });

  it('says at the keys of the mode what it changes', () => {
    expect(runnerOf(byHand('by-hand-dind'))).toMatchObject({
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

  it('may have its daemon among the containers, as before there were sidecars', () => {
    const daemon = /( {6}- name: dind\n[\s\S]*?)( {4}containers:\n)/;
    const text = byHand('by-hand-dind', daemon, '$2$1').replace(/ {8}restartPolicy: Always\n/, '');
    expect(runnerOf(text).dind.image).toBe('docker:28-dind');
  });

  it('may let cp talk', () => {
    expect(runnerOf(byHand('by-hand-dind', '[cp, -r,', '[cp, -r, -v,')).template.spec.initContainers).toEqual([
      {
        name: 'init-dind-externals',
        command: ['cp', '-r', '-v', '/home/runner/externals/.', '/home/runner/tmpDir/'],
        args: [],
      },
    ]);
  });

  it('keeps a daemon whose arguments are no single words', () => {
    expect(
      runnerOf(byHand('by-hand-dind', '--mtu=1400', '--mtu\n          - "1400"')).template.spec.initContainers[0].args,
    ).toEqual([
      'dockerd',
      '--host=unix:///var/run/docker.sock',
      '--group=$(DOCKER_GROUP_GID)',
      '--mtu',
      '1400',
      '--registry-mirror=https://mirror.example',
    ]);
  });

  it('has rights for its hooks that the chart does not give it, which is told', () => {
    expect(reasonsOf(byHand('by-hand-novolume', '    serviceAccountName: runner-of-docs\n'))).toEqual([
      'template.spec.serviceAccountName: is missing, and the chart gives these runners no rights, without which the hooks refuse every job; here they have an account with those',
    ]);
  });

  it('does not insist on container: where it did not', () => {
    expect(runnerOf(byHand('by-hand-novolume')).template.spec.containers).toEqual([
      { name: 'runner', env: [{ name: 'ACTIONS_RUNNER_REQUIRE_JOB_CONTAINER', value: 'false' }] },
    ]);
  });

  it.each([
    ['by-hand-dind', 'privileged: true', 'privileged: false'],
    ['by-hand-dind', '--host=unix:///var/run/docker.sock', '--host=tcp://0.0.0.0:2376'],
    ['by-hand-dind', 'value: "unix:///var/run/docker.sock"', 'value: "tcp://localhost:2376"'],
    ['by-hand-dind', 'name: dind-externals, emptyDir: {}', 'name: dind-externals, hostPath: { path: /externals }'],
    ['by-hand-dind', 'name: init-dind-externals', 'name: externals'],
    ['by-hand-dind', '- { name: DOCKER_GROUP_GID, value: "123" }\n', ''],
    ['by-hand-kubernetes', 'fieldPath: metadata.name', 'fieldPath: metadata.namespace'],
    ['by-hand-kubernetes', '- { name: work, mountPath: /home/runner/_work }\n', ''],
    ['by-hand-kubernetes', '/home/runner/k8s/index.js', '/opt/hooks/index.js'],
    ['by-hand-kubernetes', /- name: work\n {8}ephemeral:[\s\S]*?\n {6}-/, '- { name: work, emptyDir: {} }\n      -'],
    ['by-hand-kubernetes', '- name: runner', '- name: runer'],
  ])('is not guessed when a part of the mode is another: %s, %s', (feature, from, to) => {
    const text = byHand(feature, from, to);
    expect(text).not.toBe(byHand(feature));
    expect(reasonsOf(text).at(-1)).toBe(`containerMode.type: ${LEFT_OUT}`);
  });
});

describe('what belongs to one mode', () => {
  it.each([
    [
      'kubernetesModeWorkVolumeClaim: { accessModes: [ReadWriteOnce] }',
      'kubernetesModeWorkVolumeClaim: the chart reads it only in the mode kubernetes',
    ],
    [
      'kubernetesModeAdditionalRoleRules: [{ apiGroups: [""], resources: [pods], verbs: [get] }]',
      'kubernetesModeAdditionalRoleRules: the chart reads it only in the modes kubernetes and kubernetes-novolume',
    ],
  ])('is told in another: %s', (line, reason) => {
    expect(reasonsOf(dind().replace('type: dind', `type: dind, ${line}`))).toEqual([`containerMode.${reason}`]);
  });
});
