import { listOf } from './chart-objects';
import { dind, imported, novolume, reasonsOf, runnerOf } from './releases';

const RUNNER = '{ name: runner, image: "registry.example/runner:5", command: [/home/runner/run.sh] }';
const runnerWith = (keys: string) => RUNNER.replace(' }', `, ${keys} }`);
const spec = (keys: string) => `template: { spec: { ${keys} } }`;
const containers = (...list: string[]) => spec(`containers: [${list.join(', ')}]`);

describe('the runner container', () => {
  it('omits what the mode sets', () => {
    expect(runnerOf(dind(containers(RUNNER)))).not.toHaveProperty('template');
  });

  it('sets the keys that the configuration has for its fields', () => {
    expect(
      runnerOf(dind(containers(runnerWith('resources: { limits: { cpu: 2 } }, env: [{ name: A, value: b }]')))),
    ).toMatchObject({
      runnerImage: 'registry.example/runner:5',
      resources: { limits: { cpu: 2 } },
      env: { A: 'b' },
    });
  });

  it('has its other fields in the template', () => {
    expect(runnerOf(dind(containers(runnerWith('workingDir: /work, tty: true')))).template.spec.containers).toEqual([
      { name: 'runner', workingDir: '/work', tty: true },
    ]);
  });

  it('omits resource claims that the pod does not have', () => {
    expect(reasonsOf(dind(containers(runnerWith('resources: { claims: [{ name: gpu }] }'))))).toContainEqual(
      expect.stringMatching(/claims\[0\]\.name: must be the name of one of the pod's resourceClaims, got "gpu"/),
    );
  });

  it('keeps the order of variables if one refers to a Secret', () => {
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

  it('overrides a variable of the mode', () => {
    const variable = { name: 'RUNNER_WAIT_FOR_DOCKER_IN_SECONDS', value: '30' };
    const text = dind(containers(runnerWith(`env: [${JSON.stringify(variable)}]`)));
    expect(runnerOf(text).template.spec.containers[0].env).toEqual([variable]);
  });

  it('keeps the DOCKER_HOST of the mode if the daemon of the pod does not listen at the one in the values', () => {
    const text = dind(containers(runnerWith('env: [{ name: DOCKER_HOST, value: "tcp://elsewhere:2375" }]')));
    expect(reasonsOf(text)).toEqual([expect.stringContaining('DOCKER_HOST is tcp://elsewhere:2375, and the daemon')]);
  });

  it('overrides a variable of the proxy', () => {
    const text = dind(
      `${containers(runnerWith('env: [{ name: NO_PROXY, value: mirror }]'))}
proxy: { https: { url: "http://proxy.example:3128" }, noProxy: [a] }`,
    );
    expect(reasonsOf(text)).toEqual([]);
  });

  it('without a command keeps the command of its image', () => {
    const text = dind(containers('{ name: runner, image: "registry.example/runner:5" }'));
    expect(imported(text).notCarried).toEqual([]);
    expect(runnerOf(text).template.spec.containers).toEqual([{ name: 'runner', command: [] }]);
  });

  it("without a command is reported for GitHub's image, which does not start the runner", () => {
    expect(
      imported(dind(containers('{ name: runner, image: "ghcr.io/actions/actions-runner:2.337.0" }'))).notCarried,
    ).toMatchObject([
      {
        path: 'template.spec.containers[0]',
        reason: 'command is required: the image does not start the runner by default; set to /home/runner/run.sh',
      },
    ]);
  });

  it('without an image is reported, although the chart accepts it', () => {
    expect(reasonsOf(novolume(containers('{ name: runner, command: [/home/runner/run.sh] }')))[0]).toMatch(
      new RegExp(
        '^template\\.spec\\.containers\\[0\\]: image is required: the API server refuses the set ' +
          'that the chart renders; set to ghcr\\.io/actions/actions-runner:',
      ),
    );
  });

  it('is reported if it is missing, although the chart accepts that', () => {
    expect(reasonsOf(dind(containers('{ name: runer, image: "registry.example/runner:5" }')))).toEqual([
      'template.spec.containers: has no container named runner, so no job would run; set to the default container',
    ]);
  });

  it('omits an unknown field', () => {
    expect(reasonsOf(dind(containers(runnerWith('imagePullPolcy: Always'))))).toEqual([
      expect.stringMatching(
        /^template\.spec\.containers\[0\]\.imagePullPolcy: unknown key; did you mean imagePullPolicy\?/,
      ),
    ]);
  });

  it('omits a duplicate variable, although the chart accepts it', () => {
    expect(
      reasonsOf(
        dind(containers(runnerWith('env: [{ name: A, value: b }, { name: B, value: c }, { name: A, value: d }]'))),
      ),
    ).toEqual([expect.stringMatching(/^template\.spec\.containers\[0\]\.env\[2\]: /)]);
  });

  it('omits a duplicate mountPath, although the chart accepts it', () => {
    const runner = runnerWith('volumeMounts: [{ name: a, mountPath: /a }, { name: b, mountPath: /a }]');
    const volumes = '[{ name: a, emptyDir: {} }, { name: b, emptyDir: {} }]';
    expect(reasonsOf(dind(spec(`containers: [${runner}], volumes: ${volumes}`)))).toEqual([
      expect.stringMatching(/^template\.spec\.containers\[0\]\.volumeMounts\[1\]: /),
    ]);
  });

  it('omits a volumeMount whose volume is missing', () => {
    expect(reasonsOf(dind(containers(runnerWith('volumeMounts: [{ name: a, mountPath: /a }]'))))).toEqual([
      'template.spec.containers[0].volumeMounts[0]: refers to a volume that the pod does not have; ' +
        'the API server refuses the runner pods',
    ]);
  });

  it('omits a volumeMount at a mountPath of the mode', () => {
    const mounting = (...mounts: string[]) =>
      reasonsOf(
        dind(
          spec(`containers: [${runnerWith(`volumeMounts: [${mounts.join()}]`)}], volumes: [{ name: a, emptyDir: {} }]`),
        ),
      );
    expect(mounting('{ name: a, mountPath: /var/run }')).toEqual([
      'template.spec.containers[0].volumeMounts[0]: uses the mountPath of dind-sock in the chart; ' +
        'the API server refuses a duplicate mountPath',
    ]);
    expect(mounting('{ name: a, mountPath: /var/run }', '{ name: dind-sock, mountPath: /sock }')).toEqual([
      'template.spec.containers[0].volumeMounts[1]: is imported, but does not replace the default mount of ' +
        'dind-sock at /var/run, as it does with the chart',
    ]);
  });

  it('keeps the default mount of a volume that it mounts elsewhere, and reports it', () => {
    expect(reasonsOf(dind(containers(runnerWith('volumeMounts: [{ name: work, mountPath: /elsewhere }]'))))).toEqual([
      'template.spec.containers[0].volumeMounts[0]: is imported, but does not replace the default mount of ' +
        'work at /home/runner/_work, as it does with the chart',
    ]);
  });

  it.each(['env', 'volumeMounts'])('omits %s if it is not a list', field => {
    expect(reasonsOf(dind(containers(runnerWith(`${field}: x`))))).toEqual([
      `template.spec.containers[0].${field}: must be a list of ${field === 'env' ? 'variables' : 'volumeMounts'}`,
    ]);
  });
});

describe('other containers', () => {
  it('are imported unchanged', () => {
    expect(
      runnerOf(novolume(containers(RUNNER, '{ name: metrics, image: "registry.example/metrics:2", tty: true }')))
        .template.spec.containers,
    ).toEqual([{ name: 'metrics', image: 'registry.example/metrics:2', tty: true }]);
  });

  it('are omitted if the name is a duplicate', () => {
    const other = '{ name: metrics, image: "registry.example/metrics:2" }';
    expect(reasonsOf(novolume(containers(RUNNER, other, other)))).toEqual([
      'template.spec.containers[2]: duplicate name metrics; the API server refuses the set',
    ]);
  });

  it('are omitted if they are init containers with the name of a container', () => {
    const text = novolume(
      spec(
        `initContainers: [{ name: metrics, image: "a:1" }], containers: [${RUNNER}, { name: metrics, image: "a:2" }]`,
      ),
    );
    expect(reasonsOf(text)).toEqual([
      'template.spec.initContainers[0]: metrics is also the name of a container; the API server refuses the set',
    ]);
  });

  it('are omitted without an image', () => {
    expect(reasonsOf(novolume(containers(RUNNER, '{ name: metrics }')))).toEqual([
      expect.stringMatching(/^template\.spec\.containers\[1\]: image: container metrics has no image/),
    ]);
  });

  it('are omitted if they are not maps', () => {
    expect(reasonsOf(novolume(containers(RUNNER, 'metrics')))).toEqual(['template.spec.containers[1]: must be a map']);
  });

  it('named dind are ignored by the chart in mode dind, and that is reported', () => {
    expect(imported(dind(containers(RUNNER, '{ name: dind, image: "docker:28-dind" }'))).notCarried).toMatchObject([
      {
        path: 'template.spec.containers[1]',
        reason: 'the chart ignores a container of this name',
        remedy: 'change the daemon with dind or with template.spec.initContainers',
      },
    ]);
  });

  it.each(['dind', 'init-dind-externals'])(
    'are omitted if they are init containers named %s, because the chart adds one of that name',
    name => {
      expect(reasonsOf(dind(spec(`initContainers: [{ name: ${name}, image: "docker:28-dind" }]`)))).toEqual([
        'template.spec.initContainers[0]: the chart adds an init container of the same name, ' +
          'and the API server refuses duplicates',
      ]);
    },
  );

  it.each(['containers', 'initContainers'])('are omitted if %s is not a list', list => {
    expect(reasonsOf(dind(spec(`${list}: x`)))[0]).toBe(`template.spec.${list}: must be a list of containers`);
  });
});

describe('fields of the pod', () => {
  it('become the placement of the set in modes without job pods', () => {
    expect(runnerOf(dind(spec('nodeSelector: { disk: nvme }')))).toMatchObject({ nodeSelector: { disk: 'nvme' } });
  });

  it('place only the runner in modes with job pods', () => {
    const runner = runnerOf(novolume(spec('nodeSelector: { disk: nvme }')));
    expect(runner.template.spec).toEqual({ nodeSelector: { disk: 'nvme' } });
    expect(runner).not.toHaveProperty('nodeSelector');
  });

  it('keep false and 0, which are not the defaults of a pod', () => {
    expect(
      runnerOf(dind(spec('automountServiceAccountToken: false, terminationGracePeriodSeconds: 0'))).template.spec,
    ).toEqual({ automountServiceAccountToken: false, terminationGracePeriodSeconds: 0 });
  });

  it('set the ServiceAccount', () => {
    expect(runnerOf(novolume(spec('serviceAccountName: mine')))).toMatchObject({ serviceAccountName: 'mine' });
  });

  it('omit a restartPolicy other than Never', () => {
    expect(reasonsOf(dind(spec('restartPolicy: Always')))).toEqual([
      expect.stringMatching(/^template\.spec\.restartPolicy: must be Never, got Always/),
    ]);
  });

  it('are omitted if they are unknown', () => {
    expect(reasonsOf(dind(spec('nodeSelectr: { a: b }')))).toEqual([
      'template.spec.nodeSelectr: unknown key; did you mean nodeSelector?',
    ]);
  });

  it('must be a map', () => {
    expect(reasonsOf(dind('template: { spec: 1 }'))).toEqual(['template.spec: must be a pod spec']);
  });

  it('omit volumes if they are not a list', () => {
    expect(reasonsOf(dind(spec('volumes: { a: 1 }')))).toEqual(['template.spec.volumes: must be a list of volumes']);
  });

  it('omit one item of a list and keep the positions of the others', () => {
    const text = dind(
      spec(
        'volumes: [{ name: a, emptyDir: {} }, { name: a, emptyDir: {} }, ' +
          '{ name: b, emptyDir: {}, emptyDr: {} }, { name: c, emptyDir: {} }]',
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
