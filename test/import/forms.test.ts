import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';
import { valuesToConfig, type ChartRelease, type NotCarried } from '../../src';
import { temporaryFolder } from '../support/folders';
import type { Data } from './helm-gives';
import { features, manifestsOf, NAMESPACE, release } from './releases';

const URL = 'https://github.com/rubionic/docs';
const SETS = 'oci://ghcr.io/actions/actions-runner-controller-charts';
const VALUES = `githubConfigUrl: ${URL}\ngithubConfigSecret: github\nmaxRunners: 3\n`;

/** The same lines further in. */
function indent(text: string, by: number): string {
  return text.replace(/^(?=.)/gm, ' '.repeat(by));
}

interface Result {
  readonly config: string;
  readonly runners: Data[];
  readonly namespace: string;
  readonly notCarried: readonly NotCarried[];
  readonly left: string[];
}

function imported(text: string, rest: Partial<ChartRelease> = {}): Result {
  const { config, notCarried } = valuesToConfig({ runnerSets: [{ text, file: 'in.yaml', ...rest }] });
  const { runners, namespace } = parse(config) as { runners: Data[]; namespace: string };
  if (runners.length > 0) manifestsOf(config);
  return {
    config,
    runners,
    namespace,
    notCarried,
    left: notCarried.map(({ line, path, reason }) => `${line} ${path}: ${reason}`),
  };
}

const names = ({ runners }: Result) => runners.map(({ name }) => String(name));

function folder(files: Record<string, string>): string {
  const root = temporaryFolder();
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
  return root;
}

interface Flux {
  readonly name?: string;
  readonly spec?: string;
  readonly values?: string;
  readonly chart?: string;
}

function helmRelease({ name = 'docs', spec = '', values = VALUES, chart = 'gha-runner-scale-set' }: Flux = {}): string {
  return `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: ${name}, namespace: ci }
spec:
  interval: 10m
  chart: { spec: { chart: ${chart}, version: 0.14.1, sourceRef: { kind: HelmRepository, name: arc } } }
${indent(spec, 2)}  values:
${indent(values, 4)}`;
}

function application(source: string, name = 'docs'): string {
  return `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: ${name}, namespace: argocd }
spec:
  destination: { server: https://kubernetes.default.svc, namespace: ci }
${indent(source, 2)}`;
}

const argoSource = (helm: string) =>
  `source:\n  repoURL: ghcr.io/actions/actions-runner-controller-charts\n  chart: gha-runner-scale-set\n  targetRevision: 0.14.2\n  helm:\n${indent(helm, 4)}`;

describe('a HelmRelease of Flux', () => {
  test('is a runner set in its namespace, of the version of its chart', () => {
    const result = imported(helmRelease());
    expect(result.left).toEqual([]);
    expect(result.runners).toMatchObject([
      { name: 'docs', repository: URL, containerMode: 'runner', maxRunners: 3, auth: { secret: 'github' } },
    ]);
    expect(result.namespace).toBe('ci');
    expect(result.config).toContain('arcVersion: 0.14.1\n');
    expect(result.config).toContain('# From HelmRelease ci/docs.\n');
  });

  test.each([
    ['releaseName: other\n', 'other', 'ci'],
    ['targetNamespace: runners\n', 'runners-docs', 'runners'],
    ['targetNamespace: runners\nreleaseName: other\n', 'other', 'runners'],
  ])('%j names release and namespace', (spec, name, namespace) => {
    const result = imported(helmRelease({ spec }));
    expect([names(result), result.namespace]).toEqual([[name], namespace]);
  });

  test('points at what is not carried where it stands in the file', () => {
    expect(imported(helmRelease({ values: `${VALUES}maxRuners: 4\n` })).left).toEqual([
      expect.stringMatching(/^11 spec\.values\.maxRuners: the chart ignores it: unknown key/),
    ]);
  });

  test('says that values from elsewhere are not read', () => {
    const spec = 'valuesFrom:\n  - { kind: Secret, name: arc-values }\n  - { kind: ConfigMap, name: more }\n';
    expect(imported(helmRelease({ spec })).left).toEqual([
      '8 spec.valuesFrom[0]: values from Secret arc-values are in the cluster, and not read',
      '9 spec.valuesFrom[1]: values from ConfigMap more are in the cluster, and not read',
    ]);
  });

  test('with values from elsewhere alone says what the set lacks', () => {
    const text = helmRelease({ spec: 'valuesFrom: [{ kind: Secret, name: a }]\n', values: '{}\n' });
    const { runners, left } = imported(text);
    expect(runners).toEqual([]);
    expect(left).toEqual([
      expect.stringContaining('values from Secret a are in the cluster'),
      expect.stringContaining('githubConfigUrl: is required'),
      expect.stringContaining('githubConfigSecret: has no credential'),
    ]);
  });

  test('says that post renderers are not carried', () => {
    expect(imported(helmRelease({ spec: 'postRenderers: [{ kustomize: {} }]\n' })).left).toEqual([
      '7 spec.postRenderers: changes what the chart gives, and is not carried',
    ]);
  });

  test.each(['helm.toolkit.fluxcd.io/v2beta1', 'helm.toolkit.fluxcd.io/v2beta2', 'helm.fluxcd.io/v1'])(
    'may be of %s',
    apiVersion => {
      expect(names(imported(helmRelease().replace('helm.toolkit.fluxcd.io/v2', apiVersion)))).toEqual(['docs']);
    },
  );

  test('may take its chart from a path', () => {
    expect(names(imported(helmRelease({ chart: './charts/gha-runner-scale-set' })))).toEqual(['docs']);
  });

  test('may refer to an OCIRepository, beside it or not', () => {
    const release = helmRelease().replace(/chart: \{ spec.*/, 'chartRef: { kind: OCIRepository, name: arc }');
    const repository = `---\napiVersion: source.toolkit.fluxcd.io/v1\nkind: OCIRepository\nmetadata: { name: arc }\nspec: { url: ${SETS}/gha-runner-scale-set, ref: { tag: 0.13.1 } }\n`;
    expect(names(imported(release))).toEqual(['docs']);
    expect(imported(release + repository).config).toContain('arcVersion: 0.13.1\n');
  });

  test('of the controller is the controller to install', () => {
    const controller = helmRelease({
      name: 'arc',
      chart: 'gha-runner-scale-set-controller',
      values: 'replicaCount: 2\n',
    });
    const { config, left } = imported(`${helmRelease()}---\n${controller}`);
    expect(left).toEqual([]);
    expect(parse(config)).toMatchObject({
      controller: { namespace: 'ci', install: { releaseName: 'arc', replicas: 2 } },
      runners: [{ name: 'docs' }],
    });
  });

  test('of a version that is not known says which manifests it becomes', () => {
    expect(imported(helmRelease().replace('0.14.1', '0.9.3')).left).toEqual([
      '6 spec.chart.spec.version: is not one version, of those that are known here, for all releases; the manifests are for the newest',
    ]);
  });

  test('of another chart is none', () => {
    const { runners, left } = imported(helmRelease({ chart: 'cert-manager', values: 'replicas: 1\n' }));
    expect(runners).toEqual([]);
    expect(left).toEqual(['1 : holds no release of gha-runner-scale-set: there is HelmRelease ci/docs']);
  });

  test('of a chart around the charts has sub charts', () => {
    const result = imported(helmRelease({ chart: 'ci', values: `runners:\n${indent(VALUES, 2)}` }));
    expect(names(result)).toEqual(['docs']);
    expect(result.config).toContain('# From HelmRelease ci/docs, sub chart runners.\n');
  });
});

describe('an Application of Argo CD', () => {
  test('has its values in a text', () => {
    const result = imported(application(argoSource(`values: |\n${indent(VALUES, 2)}`)));
    expect(result.left).toEqual([]);
    expect(result.runners).toMatchObject([{ name: 'docs', maxRunners: 3 }]);
    expect(result.namespace).toBe('ci');
    expect(result.config).toContain('# From Application argocd/docs.\n');
  });

  test('points into that text', () => {
    const { left } = imported(application(argoSource(`values: |\n${indent(`${VALUES}maxRuners: 4\n`, 2)}`)));
    expect(left).toEqual([expect.stringMatching(/^15 maxRuners: the chart ignores it/)]);
  });

  test.each(['|-', '|+', '>'])('takes a text of the form %s', form => {
    const lines = form === '>' ? VALUES.replaceAll('\n', '\n\n') : VALUES;
    expect(names(imported(application(argoSource(`values: ${form}\n${indent(lines, 2)}`))))).toEqual(['docs']);
  });

  test('takes a text in quotes', () => {
    expect(names(imported(application(argoSource(`values: ${JSON.stringify(VALUES)}\n`))))).toEqual(['docs']);
  });

  test('has its values in an object', () => {
    expect(imported(application(argoSource(`valuesObject:\n${indent(VALUES, 2)}`))).runners).toMatchObject([
      { name: 'docs', maxRunners: 3 },
    ]);
  });

  test('goes by the object where there are both', () => {
    const helm = `values: |\n  maxRunners: 9\nvaluesObject:\n${indent(VALUES, 2)}`;
    const { runners, left } = imported(application(argoSource(helm)));
    expect(runners).toMatchObject([{ maxRunners: 3 }]);
    expect(left).toEqual(['11 spec.source.helm.values: valuesObject takes its place']);
  });

  test('may name its release', () => {
    expect(names(imported(application(argoSource(`releaseName: other\nvaluesObject:\n${indent(VALUES, 2)}`))))).toEqual(
      ['other'],
    );
  });

  test('says that parameters are not carried', () => {
    const helm = `parameters: [{ name: minRunners, value: "1" }]\nvaluesObject:\n${indent(VALUES, 2)}`;
    expect(imported(application(argoSource(helm))).left).toEqual([
      '11 spec.source.helm.parameters[0]: a parameter replaces a value, and is not carried',
    ]);
  });

  test('reads the files of values that are there, under what it says itself', () => {
    const directory = join(folder({ 'apps/docs.yaml': '', 'apps/values.yaml': `${VALUES}minRunners: 1\n` }), 'apps');
    const text = application(argoSource('valueFiles: [values.yaml]\nvalues: |\n  maxRunners: 7\n'));
    expect(imported(text, { directory }).runners).toMatchObject([{ name: 'docs', minRunners: 1, maxRunners: 7 }]);
  });

  test('names a file of values where it says what is not carried of it', () => {
    const directory = folder({ 'values.yaml': `${VALUES}maxRuners: 1\n` });
    const { notCarried } = imported(application(argoSource('valueFiles: [values.yaml]\n')), { directory });
    expect(notCarried).toMatchObject([{ file: 'values.yaml', path: 'maxRuners', line: 4 }]);
  });

  test('says that a file of values is not there', () => {
    const { left } = imported(application(argoSource(`valueFiles: [no.yaml]\nvaluesObject:\n${indent(VALUES, 2)}`)));
    expect(left).toEqual(['11 spec.source.helm.valueFiles[0]: is not there to be read']);
  });

  test('may have several sources, one of which lends its files', () => {
    const directory = join(folder({ 'argocd/docs.yaml': '', 'clusters/desk/arc.yaml': VALUES }), 'argocd');
    const sources = `sources:
  - repoURL: https://github.com/rubionic/infra
    targetRevision: main
    ref: values
  - repoURL: ghcr.io/actions/actions-runner-controller-charts
    chart: gha-runner-scale-set
    targetRevision: 0.14.2
    helm: { valueFiles: [$values/clusters/desk/arc.yaml] }
`;
    const result = imported(application(sources), { directory });
    expect(result.left).toEqual([]);
    expect(result.runners).toMatchObject([{ name: 'docs', maxRunners: 3 }]);
  });

  test('may have a source for each chart', () => {
    const sources = `sources:
  - { chart: gha-runner-scale-set-controller, targetRevision: 0.14.2, helm: { releaseName: arc } }
  - chart: gha-runner-scale-set
    targetRevision: 0.14.2
    helm:
      valuesObject:
${indent(VALUES, 8)}`;
    expect(parse(imported(application(sources)).config)).toMatchObject({
      arcVersion: '0.14.2',
      controller: { install: { releaseName: 'arc' } },
      runners: [{ name: 'docs' }],
    });
  });

  test('may be the template of an ApplicationSet', () => {
    const inner = application(argoSource(`valuesObject:\n${indent(VALUES, 2)}`)).replace(/^apiVersion.*\nkind.*\n/, '');
    const text = `apiVersion: argoproj.io/v1alpha1\nkind: ApplicationSet\nmetadata: { name: sets }\nspec:\n  template:\n${indent(inner, 4)}`;
    expect(names(imported(text))).toEqual(['docs']);
  });

  test('of a folder with a chart around the charts has sub charts', () => {
    const source = `source:\n  repoURL: https://github.com/rubionic/infra\n  path: charts/ci\n  helm:\n    valuesObject:\n      runners:\n${indent(VALUES, 8)}`;
    expect(names(imported(application(source)))).toEqual(['docs']);
  });
});

describe('the values of a chart around the charts', () => {
  const two = `small:\n${indent(`${VALUES}runnerScaleSetName: small\n`, 2)}large:\n${indent(`${VALUES}runnerScaleSetName: large\n`, 2)}`;

  test('have a runner set for each key', () => {
    const result = imported(two, { releaseName: 'ci' });
    expect(names(result)).toEqual(['small', 'large']);
    expect(result.config).toContain('# From sub chart large.\n');
  });

  test('lend sub charts the name of the release', () => {
    expect(names(imported(`gha-runner-scale-set:\n${indent(VALUES, 2)}`, { releaseName: 'ci' }))).toEqual(['ci']);
    expect(imported(`gha-runner-scale-set:\n${indent(VALUES, 2)}`).left).toEqual([
      expect.stringContaining('gha-runner-scale-set.runnerScaleSetName: is missing, and no release lends its name'),
    ]);
  });

  test('may switch a sub chart off, or on', () => {
    const switched = (value: string) => two.replace('small:\n', `small:\n  enabled: ${value}\n`);
    expect(imported(switched('true')).left).toEqual([]);
    const { left, runners } = imported(switched('false'));
    expect(left).toEqual(['2 small.enabled: is false, so that sub chart small is not installed; it is left out']);
    expect(runners).toHaveLength(1);
  });

  test('may have charts in charts', () => {
    expect(names(imported(`ci:\n  arc:\n    runners:\n${indent(VALUES, 6)}`, { releaseName: 'docs' }))).toEqual([
      'docs',
    ]);
  });

  test('may have the controller too', () => {
    const text = `gha-runner-scale-set-controller:\n  replicaCount: 2\nrunners:\n${indent(VALUES, 2)}`;
    expect(parse(imported(text, { releaseName: 'docs' }).config)).toMatchObject({
      controller: { install: { replicas: 2 } },
      runners: [{ name: 'docs' }],
    });
  });

  test('may have sub charts that are none of ARC', () => {
    expect(
      names(
        imported(`global: { a: b }\nredis: { auth: { x: y } }\nrunners:\n${indent(VALUES, 2)}`, {
          releaseName: 'docs',
        }),
      ),
    ).toEqual(['docs']);
  });
});

describe('a helmfile', () => {
  const helmfile = (release: string) =>
    `repositories: []\nreleases:\n  - name: docs\n    namespace: ci\n    chart: ${SETS}/gha-runner-scale-set\n    version: 0.14.2\n${indent(release, 4)}`;

  test('has values in itself', () => {
    const result = imported(
      helmfile(`values:\n  - githubConfigUrl: ${URL}\n    githubConfigSecret: github\n  - maxRunners: 3\n`),
    );
    expect(result.left).toEqual([]);
    expect(result.runners).toMatchObject([{ name: 'docs', maxRunners: 3 }]);
    expect(result.config).toContain('# From release docs.\n');
    expect(result.namespace).toBe('ci');
  });

  test('has values in files, of which later ones win', () => {
    const directory = folder({ 'values/base.yaml': VALUES, 'values/more.yaml': 'maxRunners: 8\n' });
    expect(imported(helmfile('values: [values/base.yaml, ./values/more.yaml]\n'), { directory }).runners).toMatchObject(
      [{ name: 'docs', maxRunners: 8 }],
    );
  });

  test('says which files are not read', () => {
    const { left } = imported(
      helmfile(`values:\n  - a.yaml.gotmpl\n  - no.yaml\n  - githubConfigUrl: ${URL}\n    githubConfigSecret: s\n`),
    );
    expect(left).toEqual([
      '8 releases[0].values[0]: is a template, which only helmfile fills in',
      '9 releases[0].values[1]: is not there to be read',
    ]);
  });

  test('says what else of a release is not carried', () => {
    const { left } = imported(
      helmfile(`set: [{ name: minRunners, value: 1 }]\nvalues:\n${indent(VALUES, 4).replace(/^ {4}/, '  - ')}`),
    );
    expect(left).toEqual(['7 releases[0].set: changes the values or what the chart gives, and is not carried']);
  });

  test('may leave a release out', () => {
    const { left, runners } = imported(
      helmfile(`installed: false\nvalues:\n${indent(VALUES, 4).replace(/^ {4}/, '  - ')}`),
    );
    expect(left).toEqual(['7 releases[0].installed: helmfile does not install release docs; it is left out']);
    expect(runners).toEqual([]);
  });

  test('that is a template is to be rendered first', () => {
    expect(() => imported(`{{ if true }}\n${helmfile('values: []\n')}{{ end }}`)).toThrow(
      'in.yaml: is a template, with expressions in {{ }}; render it first',
    );
  });
});

describe('several in one file', () => {
  test('are documents', () => {
    const text = `# runners\n---\n${helmRelease()}---\n${helmRelease({ name: 'more' })}---\n# nothing\n`;
    expect(names(imported(text))).toEqual(['docs', 'more']);
  });

  test('are documents of different forms, beside other objects', () => {
    const secret = 'apiVersion: v1\nkind: Namespace\nmetadata: { name: ci }\n';
    const argo = application(argoSource(`valuesObject:\n${indent(VALUES, 2)}`), 'more');
    expect(names(imported([secret, helmRelease(), argo].join('---\n')))).toEqual(['docs', 'more']);
  });

  test('are the items of a List', () => {
    const items = [helmRelease(), helmRelease({ name: 'more' })].map(text => indent(text, 4).replace(/^ {4}/, '  - '));
    expect(names(imported(`apiVersion: v1\nkind: List\nitems:\n${items.join('')}`))).toEqual(['docs', 'more']);
  });

  test('are the entries of a plain list', () => {
    const items = ['one', 'two'].map(name =>
      indent(`${VALUES}runnerScaleSetName: ${name}\n`, 2).replace(/^ {2}/, '- '),
    );
    expect(names(imported(items.join('')))).toEqual(['one', 'two']);
  });

  test('point at lines of the whole file', () => {
    const text = `${helmRelease()}---\n${helmRelease({ name: 'more', values: `${VALUES}maxRuners: 1\n` })}`;
    const line = text.split('\n').findIndex(part => part.includes('maxRuners')) + 1;
    expect(imported(text).left).toEqual([expect.stringContaining(`${line} spec.values.maxRuners`)]);
  });
});

test('a HelmChart of k3s has its values in a text', () => {
  const text = `apiVersion: helm.cattle.io/v1\nkind: HelmChart\nmetadata: { name: docs, namespace: kube-system }\nspec:\n  chart: ${SETS}/gha-runner-scale-set\n  targetNamespace: ci\n  valuesContent: |-\n${indent(VALUES, 4)}`;
  const result = imported(text);
  expect([names(result), result.namespace]).toEqual([['docs'], 'ci']);
});

describe('what holds no release', () => {
  test.each([
    ['', 'githubConfigUrl: is required'],
    ['# nothing but a comment\n', 'githubConfigUrl: is required'],
    [
      'apiVersion: v1\nkind: Secret\nmetadata: { name: a }\n',
      'holds no release of gha-runner-scale-set: there is Secret a',
    ],
    ['releases: []\n', 'holds no release of gha-runner-scale-set: it is empty'],
    ['[]\n', 'holds no release of gha-runner-scale-set: it is empty'],
  ])('%j is told', (text, reason) => {
    const { runners, left } = imported(text, { releaseName: 'docs' });
    expect(runners).toEqual([]);
    expect(left).toContainEqual(expect.stringContaining(reason));
  });

  test.each(['a text', '42'])('%s is refused', text => {
    expect(() => imported(text)).toThrow('in.yaml:1:1  must be a map of values, as helm wants it');
  });
});

describe('a text of values', () => {
  const bare = (text: string) => imported(text, { releaseName: 'docs' });

  test.each([
    ['a byte order mark', `\ufeff${VALUES}`],
    ['line ends of Windows', VALUES.replaceAll('\n', '\r\n')],
    ['JSON', JSON.stringify(parse(VALUES))],
    ['JSON with tabs', JSON.stringify(parse(VALUES), undefined, '\t')],
    ['a document marker', `---\n${VALUES}...\n`],
    ['a directive', `%YAML 1.1\n---\n${VALUES}`],
    [
      'anchors and merge keys',
      `x: &base { githubConfigSecret: github, maxRunners: 3 }\n<<: *base\ngithubConfigUrl: ${URL}\n`,
    ],
  ])('may have %s', (_, text) => {
    expect(bare(text).runners).toMatchObject([{ name: 'docs', repository: URL, maxRunners: 3 }]);
  });

  test('with a tab for indentation is pointed at', () => {
    expect(() => bare(`${VALUES}template:\n\tspec: {}\n`)).toThrow(/^in\.yaml:5:\d+ {2}/);
  });

  test('may be large', () => {
    const env = Array.from({ length: 5000 }, (_, index) => `          - { name: V${index}, value: "${index}" }\n`).join(
      '',
    );
    const text = `${VALUES}template:\n  spec:\n    containers:\n      - name: runner\n        image: registry.example/runner:5\n        env:\n${env}`;
    expect(Object.keys(bare(text).runners[0].env)).toHaveLength(5000);
  });

  test.each([
    ['template: null', 'template: is null, and the chart stops at it; here the runner is the usual one'],
    ['template: { spec: null }', 'template.spec: is null, and the chart stops at it; here the runner is the usual one'],
    [
      'template: { spec: { containers: null } }',
      "template.spec.containers: is null, which takes away the chart's own container runner, and the API server refuses the set; here it is the usual one",
    ],
    ['template: { spec: { containers: [null] } }', 'template.spec.containers[0]: must be a container'],
  ])('with %s is told', (line, reason) => {
    const { runners, left } = bare(`${VALUES}${line}\n`);
    expect(runners).toHaveLength(1);
    expect(left).toContainEqual(expect.stringContaining(reason));
  });

  test.each([
    'labels: null',
    'annotations: null',
    'containerMode: null',
    'containerMode: { type: null }',
    'listenerTemplate: null',
    'proxy: null',
    'resourceMeta: null',
    'minRunners: null',
    'runnerGroup: null',
    'template: { metadata: null }',
    'template: { spec: { volumes: null, initContainers: null, nodeSelector: null } }',
    'template: { spec: { containers: [{ name: runner, image: "registry.example/a:1", command: [x], env: null, volumeMounts: null, resources: null }] } }',
  ])('with %s says nothing by it', line => {
    const { runners, left } = bare(`${VALUES}${line}\n`);
    expect(runners).toHaveLength(1);
    expect(left).toEqual([]);
  });

  test('tells no reason in several lines', () => {
    const { notCarried } = bare(
      `${VALUES}minRunners: 5\nrunnerGroup: ""\nproxy: { http: { url: x } }\nlistenerMetrics: { counters: { a: 1 } }\n`,
    );
    expect(
      notCarried.map(({ reason }) => reason).filter(reason => /\n|deskrun\.yaml|nothing was written/.test(reason)),
    ).toEqual([]);
  });
});

describe('values are the same runner set in every form', () => {
  const meta = (name: string) => `metadata: { name: ${name}, namespace: ${NAMESPACE} }`;
  const forms: Record<string, (values: string, name: string) => string> = {
    HelmRelease: (values, name) =>
      `apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\n${meta(name)}\nspec:\n  chart: { spec: { chart: gha-runner-scale-set } }\n  values:\n${indent(values, 4)}`,
    Application: (values, name) =>
      `apiVersion: argoproj.io/v1alpha1\nkind: Application\n${meta(name)}\nspec:\n  destination: { namespace: ${NAMESPACE} }\n  source:\n    chart: gha-runner-scale-set\n    helm:\n      values: |\n${indent(values, 8)}`,
    helmfile: (values, name) =>
      `releases:\n  - name: ${name}\n    namespace: ${NAMESPACE}\n    chart: arc/gha-runner-scale-set\n    values:\n      -\n${indent(values, 8)}`,
    'chart around the charts': values => `gha-runner-scale-set:\n${indent(values, 2)}`,
  };

  test.each(features)('%s', feature => {
    const { text } = release(feature);
    const bare = imported(text, { releaseName: feature, namespace: NAMESPACE });
    for (const form of Object.values(forms)) {
      const { runners, notCarried } = imported(form(text, feature), { releaseName: feature, namespace: NAMESPACE });
      expect(runners).toEqual(bare.runners);
      expect(notCarried.map(({ reason }) => reason)).toEqual(bare.notCarried.map(({ reason }) => reason));
    }
  });
});
