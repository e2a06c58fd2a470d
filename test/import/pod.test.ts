import { listOf } from './helm-gives';
import { dind, imported, novolume, reasonsOf, runnerOf } from './releases';

const RUNNER = '{ name: runner, image: "registry.example/runner:5", command: [/home/runner/run.sh] }';
const runnerWith = (keys: string) => RUNNER.replace(' }', `, ${keys} }`);
const spec = (keys: string) => `template: { spec: { ${keys} } }`;
const containers = (...list: string[]) => spec(`containers: [${list.join(', ')}]`);

describe("the runner's container", () => {
  it('says nothing that the mode says already', () => {
    expect(runnerOf(dind(containers(RUNNER)))).not.toHaveProperty('template');
  });

  it('says at keys of their own what has one', () => {
    expect(
      runnerOf(dind(containers(runnerWith('resources: { limits: { cpu: 2 } }, env: [{ name: A, value: b }]')))),
    ).toMatchObject({
      runnerImage: 'registry.example/runner:5',
      resources: { limits: { cpu: 2 } },
      env: { A: 'b' },
    });
  });

  it('says the rest in the template', () => {
    expect(runnerOf(dind(containers(runnerWith('workingDir: /work, tty: true')))).template.spec.containers).toEqual([
      { name: 'runner', workingDir: '/work', tty: true },
    ]);
  });

  it('leaves out claims of devices that the pod does not have', () => {
    expect(reasonsOf(dind(containers(runnerWith('resources: { claims: [{ name: gpu }] }'))))).toContainEqual(
      expect.stringMatching(/claims\[0\]\.name: must be the name of one of resourceClaims of the pod, got "gpu"/),
    );
  });

  it('keeps the order of variables of which one refers to a Secret', () => {
    const env = '[{ name: B, valueFrom: { secretKeyRef: { name: a, key: b } } }, { name: A, value: $(B) }]';
    expect(
      listOf(runnerOf(dind(containers(runnerWith(`env: ${env}`)))).template.spec.containers[0].env).map(
        ({ name }) => name,
      ),
    ).toEqual(['B', 'A']);
  });

  it('keeps the order of plain variables', () => {
    expect(
      Object.keys(
        runnerOf(dind(containers(runnerWith('env: [{ name: B, value: "1" }, { name: A, value: $(B) }]')))).env,
      ),
    ).toEqual(['B', 'A']);
  });

  it('has the last word on a variable of the mode', () => {
    const variable = { name: 'RUNNER_WAIT_FOR_DOCKER_IN_SECONDS', value: '30' };
    const text = dind(containers(runnerWith(`env: [${JSON.stringify(variable)}]`)));
    expect(runnerOf(text).template.spec.containers[0].env).toEqual([variable]);
  });

  it('keeps the Docker host of the mode, where the values name one at which no daemon beside it listens', () => {
    const text = dind(containers(runnerWith('env: [{ name: DOCKER_HOST, value: "tcp://elsewhere:2375" }]')));
    expect(reasonsOf(text)).toEqual([expect.stringContaining('DOCKER_HOST is tcp://elsewhere:2375, and the daemon')]);
  });

  it('has the last word on a variable of the proxy', () => {
    const text = dind(
      `${containers(runnerWith('env: [{ name: NO_PROXY, value: mirror }]'))}\nproxy: { https: { url: "http://proxy.example:3128" }, noProxy: [a] }`,
    );
    expect(reasonsOf(text)).toEqual([]);
  });

  it('without a command starts with that of its image', () => {
    const text = dind(containers('{ name: runner, image: "registry.example/runner:5" }'));
    expect(imported(text).notCarried).toEqual([]);
    expect(runnerOf(text).template.spec.containers).toEqual([{ name: 'runner', command: [] }]);
  });

  it("without a command is told where it is of GitHub's image, which has none", () => {
    expect(
      imported(dind(containers('{ name: runner, image: "ghcr.io/actions/actions-runner:2.337.0" }'))).notCarried,
    ).toMatchObject([
      {
        path: 'template.spec.containers[0]',
        reason: 'has no command, and the image has none that starts the runner; here it is /home/runner/run.sh',
      },
    ]);
  });

  it('without an image is told, which the chart lets pass', () => {
    expect(reasonsOf(novolume(containers('{ name: runner, command: [/home/runner/run.sh] }')))[0]).toMatch(
      /^template\.spec\.containers\[0\]: has no image, and the API server refuses the set that the chart writes; here it is ghcr\.io\/actions\/actions-runner:/,
    );
  });

  it('is told where there is none, which the chart lets pass', () => {
    expect(reasonsOf(dind(containers('{ name: runer, image: "registry.example/runner:5" }')))).toEqual([
      'template.spec.containers: has no container called runner, without which no job runs; here it is the usual one',
    ]);
  });

  it('leaves what the typed API does not know', () => {
    expect(reasonsOf(dind(containers(runnerWith('imagePullPolcy: Always'))))).toEqual([
      expect.stringMatching(
        /^template\.spec\.containers\[0\]\.imagePullPolcy: unknown key; did you mean imagePullPolicy\?/,
      ),
    ]);
  });

  it('leaves the second of two variables of one name, which the chart lets pass', () => {
    expect(
      reasonsOf(
        dind(containers(runnerWith('env: [{ name: A, value: b }, { name: B, value: c }, { name: A, value: d }]'))),
      ),
    ).toEqual([expect.stringMatching(/^template\.spec\.containers\[0\]\.env\[2\]: /)]);
  });

  it('leaves the second of two mounts at one path, which the chart lets pass', () => {
    expect(
      reasonsOf(
        dind(
          spec(
            `containers: [${runnerWith('volumeMounts: [{ name: a, mountPath: /a }, { name: b, mountPath: /a }]')}], volumes: [{ name: a, emptyDir: {} }, { name: b, emptyDir: {} }]`,
          ),
        ),
      ),
    ).toEqual([expect.stringMatching(/^template\.spec\.containers\[0\]\.volumeMounts\[1\]: /)]);
  });

  it('leaves a mount of a volume that is not there', () => {
    expect(reasonsOf(dind(containers(runnerWith('volumeMounts: [{ name: a, mountPath: /a }]'))))).toEqual([
      'template.spec.containers[0].volumeMounts[0]: mounts a volume that the pod does not have; the API server refuses the runners',
    ]);
  });

  it("leaves a mount of another volume where the chart has one of the mode's", () => {
    const mounting = (...mounts: string[]) =>
      reasonsOf(
        dind(
          spec(`containers: [${runnerWith(`volumeMounts: [${mounts.join()}]`)}], volumes: [{ name: a, emptyDir: {} }]`),
        ),
      );
    expect(mounting('{ name: a, mountPath: /var/run }')).toEqual([
      'template.spec.containers[0].volumeMounts[0]: mounts another volume where the chart mounts dind-sock; the API server refuses two mounts at one path',
    ]);
    expect(mounting('{ name: a, mountPath: /var/run }', '{ name: dind-sock, mountPath: /sock }')).toEqual([
      'template.spec.containers[0].volumeMounts[1]: is carried, but does not take the place of the usual mount of dind-sock at /var/run, as it does with the chart',
    ]);
  });

  it("cannot do away with the mount of a mode's volume by another, as the chart lets it, which is told", () => {
    expect(reasonsOf(dind(containers(runnerWith('volumeMounts: [{ name: work, mountPath: /elsewhere }]'))))).toEqual([
      'template.spec.containers[0].volumeMounts[0]: is carried, but does not take the place of the usual mount of work at /home/runner/_work, as it does with the chart',
    ]);
  });

  it.each(['env', 'volumeMounts'])('leaves %s that is no list', field => {
    expect(reasonsOf(dind(containers(runnerWith(`${field}: x`))))).toEqual([
      `template.spec.containers[0].${field}: must be a list of ${field === 'env' ? 'variables' : 'mounts'}`,
    ]);
  });
});

describe('other containers', () => {
  it('are carried as they are', () => {
    expect(
      runnerOf(novolume(containers(RUNNER, '{ name: metrics, image: "registry.example/metrics:2", tty: true }')))
        .template.spec.containers,
    ).toEqual([{ name: 'metrics', image: 'registry.example/metrics:2', tty: true }]);
  });

  it('are left where two have one name', () => {
    const other = '{ name: metrics, image: "registry.example/metrics:2" }';
    expect(reasonsOf(novolume(containers(RUNNER, other, other)))).toEqual([
      'template.spec.containers[2]: metrics is there twice; the API server refuses the set',
    ]);
  });

  it('are left where another that starts before the runner has the name', () => {
    const text = novolume(
      spec(
        `initContainers: [{ name: metrics, image: "a:1" }], containers: [${RUNNER}, { name: metrics, image: "a:2" }]`,
      ),
    );
    expect(reasonsOf(text)).toEqual([
      'template.spec.initContainers[0]: metrics is a container too; the API server refuses the set',
    ]);
  });

  it('are left without an image', () => {
    expect(reasonsOf(novolume(containers(RUNNER, '{ name: metrics }')))).toEqual([
      expect.stringMatching(/^template\.spec\.containers\[1\]: image: container metrics has no image/),
    ]);
  });

  it('are left when they are no containers', () => {
    expect(reasonsOf(novolume(containers(RUNNER, 'metrics')))).toEqual([
      'template.spec.containers[1]: must be a container',
    ]);
  });

  it('called dind are dropped by the chart in mode dind, which is told', () => {
    expect(imported(dind(containers(RUNNER, '{ name: dind, image: "docker:28-dind" }'))).notCarried).toMatchObject([
      {
        path: 'template.spec.containers[1]',
        reason: 'the chart drops a container of this name',
        remedy: 'say what is to be changed of the daemon under dind, or under template.spec.initContainers',
      },
    ]);
  });

  it.each(['dind', 'init-dind-externals'])(
    'that start before the runner and are called %s would be there twice',
    name => {
      expect(reasonsOf(dind(spec(`initContainers: [{ name: ${name}, image: "docker:28-dind" }]`)))).toEqual([
        'template.spec.initContainers[0]: the chart adds an init container of this name itself, and the API server refuses two',
      ]);
    },
  );

  it.each(['containers', 'initContainers'])('are left when %s is no list', list => {
    expect(reasonsOf(dind(spec(`${list}: x`)))[0]).toBe(`template.spec.${list}: must be a list of containers`);
  });
});

describe('fields of the pod', () => {
  it('place runners where there are no job pods', () => {
    expect(runnerOf(dind(spec('nodeSelector: { disk: nvme }')))).toMatchObject({ nodeSelector: { disk: 'nvme' } });
  });

  it('place runners alone where there are', () => {
    const runner = runnerOf(novolume(spec('nodeSelector: { disk: nvme }')));
    expect(runner.template.spec).toEqual({ nodeSelector: { disk: 'nvme' } });
    expect(runner).not.toHaveProperty('nodeSelector');
  });

  it('say false and 0, which are not what a pod has by itself', () => {
    expect(
      runnerOf(dind(spec('automountServiceAccountToken: false, terminationGracePeriodSeconds: 0'))).template.spec,
    ).toEqual({ automountServiceAccountToken: false, terminationGracePeriodSeconds: 0 });
  });

  it('name an account', () => {
    expect(runnerOf(novolume(spec('serviceAccountName: mine')))).toMatchObject({ serviceAccountName: 'mine' });
  });

  it('leave a restart policy with which a runner would do a second job', () => {
    expect(reasonsOf(dind(spec('restartPolicy: Always')))).toEqual([
      expect.stringMatching(/^template\.spec\.restartPolicy: must be Never, got Always/),
    ]);
  });

  it('leave one that no pod has', () => {
    expect(reasonsOf(dind(spec('nodeSelectr: { a: b }')))).toEqual([
      'template.spec.nodeSelectr: unknown key; did you mean nodeSelector?',
    ]);
  });

  it('are left when they are none', () => {
    expect(reasonsOf(dind('template: { spec: 1 }'))).toEqual(['template.spec: must be the spec of a pod']);
  });

  it('leave volumes that are no list', () => {
    expect(reasonsOf(dind(spec('volumes: { a: 1 }')))).toEqual(['template.spec.volumes: must be a list of volumes']);
  });

  it('leave out one item of a list and keep the places of the others', () => {
    const text = dind(
      spec(
        'volumes: [{ name: a, emptyDir: {} }, { name: a, emptyDir: {} }, { name: b, emptyDir: {}, emptyDr: {} }, { name: c, emptyDir: {} }]',
      ),
    );
    const line = text.split('\n')[3] as string;
    expect(imported(text).notCarried.map(({ path, column }) => [path, column])).toEqual([
      ['template.spec.volumes[1]', line.lastIndexOf('{ name: a') + 1],
      ['template.spec.volumes[2].emptyDr', line.indexOf('emptyDr:') + 1],
    ]);
    expect(listOf(runnerOf(text).template.spec.volumes).map(({ name }) => name)).toEqual(['a', 'b', 'c']);
  });
});
