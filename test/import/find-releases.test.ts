import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';
import { valuesToConfig, type ChartRelease, type NotCarried } from '../../src';
import { temporaryFolder } from '../support/folders';
import type { Data } from './chart-objects';
import { features, manifestsOf, NAMESPACE, release } from './releases';

const URL = 'https://github.com/rubionic/docs';
const SETS = 'oci://ghcr.io/actions/actions-runner-controller-charts';
const VALUES = `githubConfigUrl: ${URL}\ngithubConfigSecret: github\nmaxRunners: 3\n`;

/** Indents every line that is not empty. */
function indent(text: string, by: number): string {
  return text.replace(/^(?=.)/gm, ' '.repeat(by));
}

interface Result {
  readonly config: string;
  readonly runners: Data[];
  readonly namespace: string;
  readonly notCarried: readonly NotCarried[];
  readonly reasons: string[];
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
    reasons: notCarried.map(({ line, path, reason }) => `${line} ${path}: ${reason}`),
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

const argoSource = (helm: string) => `source:
  repoURL: ghcr.io/actions/actions-runner-controller-charts
  chart: gha-runner-scale-set
  targetRevision: 0.14.2
  helm:
${indent(helm, 4)}`;

describe('a Flux HelmRelease', () => {
  test('becomes a runner set in its namespace, with the version of its chart', () => {
    const result = imported(helmRelease());
    expect(result.reasons).toEqual([]);
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
  ])('%j sets the release name and the namespace', (spec, name, namespace) => {
    const result = imported(helmRelease({ spec }));
    expect([names(result), result.namespace]).toEqual([[name], namespace]);
  });

  test('reports the position of an omitted value in the file', () => {
    expect(imported(helmRelease({ values: `${VALUES}maxRuners: 4\n` })).reasons).toEqual([
      expect.stringMatching(/^11 spec\.values\.maxRuners: the chart ignores it: unknown key/),
    ]);
  });

  test('reports that valuesFrom is not read', () => {
    const spec = 'valuesFrom:\n  - { kind: Secret, name: arc-values }\n  - { kind: ConfigMap, name: more }\n';
    expect(imported(helmRelease({ spec })).reasons).toEqual([
      '8 spec.valuesFrom[0]: values from Secret arc-values are in the cluster and are not read',
      '9 spec.valuesFrom[1]: values from ConfigMap more are in the cluster and are not read',
    ]);
  });

  test('with only valuesFrom reports what the set lacks', () => {
    const text = helmRelease({ spec: 'valuesFrom: [{ kind: Secret, name: a }]\n', values: '{}\n' });
    const { runners, reasons } = imported(text);
    expect(runners).toEqual([]);
    expect(reasons).toEqual([
      expect.stringContaining('values from Secret a are in the cluster'),
      expect.stringContaining('githubConfigUrl: is required'),
      expect.stringContaining('githubConfigSecret: has no complete credential'),
    ]);
  });

  test('reports that postRenderers are not imported', () => {
    expect(imported(helmRelease({ spec: 'postRenderers: [{ kustomize: {} }]\n' })).reasons).toEqual([
      '7 spec.postRenderers: changes the rendered manifests and is not imported',
    ]);
  });

  test.each(['helm.toolkit.fluxcd.io/v2beta1', 'helm.toolkit.fluxcd.io/v2beta2', 'helm.fluxcd.io/v1'])(
    'can have apiVersion %s',
    apiVersion => {
      expect(names(imported(helmRelease().replace('helm.toolkit.fluxcd.io/v2', apiVersion)))).toEqual(['docs']);
    },
  );

  test('can use a chart from a path', () => {
    expect(names(imported(helmRelease({ chart: './charts/gha-runner-scale-set' })))).toEqual(['docs']);
  });

  test('can refer to an OCIRepository, in the same file or not', () => {
    const release = helmRelease().replace(/chart: \{ spec.*/, 'chartRef: { kind: OCIRepository, name: arc }');
    const repository = `---
apiVersion: source.toolkit.fluxcd.io/v1
kind: OCIRepository
metadata: { name: arc }
spec: { url: ${SETS}/gha-runner-scale-set, ref: { tag: 0.13.1 } }
`;
    expect(names(imported(release))).toEqual(['docs']);
    expect(imported(release + repository).config).toContain('arcVersion: 0.13.1\n');
  });

  test('of the controller chart becomes the controller to install', () => {
    const controller = helmRelease({
      name: 'arc',
      chart: 'gha-runner-scale-set-controller',
      values: 'replicaCount: 2\n',
    });
    const { config, reasons } = imported(`${helmRelease()}---\n${controller}`);
    expect(reasons).toEqual([]);
    expect(parse(config)).toMatchObject({
      controller: { namespace: 'ci', install: { releaseName: 'arc', replicas: 2 } },
      runners: [{ name: 'docs' }],
    });
  });

  test('with an unsupported chart version reports the version of the manifests', () => {
    expect(imported(helmRelease().replace('0.14.1', '0.9.3')).reasons).toEqual([
      '6 spec.chart.spec.version: must be one supported version for all releases; ' +
        'the manifests are for the newest version',
    ]);
  });

  test('of another chart is not imported', () => {
    const { runners, reasons } = imported(helmRelease({ chart: 'cert-manager', values: 'replicas: 1\n' }));
    expect(runners).toEqual([]);
    expect(reasons).toEqual(['1 : has no release of gha-runner-scale-set: found HelmRelease ci/docs']);
  });

  test('of an umbrella chart has subcharts', () => {
    const result = imported(helmRelease({ chart: 'ci', values: `runners:\n${indent(VALUES, 2)}` }));
    expect(names(result)).toEqual(['docs']);
    expect(result.config).toContain('# From HelmRelease ci/docs, subchart runners.\n');
  });
});

describe('an Argo CD Application', () => {
  test('can have its values in a string', () => {
    const result = imported(application(argoSource(`values: |\n${indent(VALUES, 2)}`)));
    expect(result.reasons).toEqual([]);
    expect(result.runners).toMatchObject([{ name: 'docs', maxRunners: 3 }]);
    expect(result.namespace).toBe('ci');
    expect(result.config).toContain('# From Application argocd/docs.\n');
  });

  test('reports positions inside that string', () => {
    const { reasons } = imported(application(argoSource(`values: |\n${indent(`${VALUES}maxRuners: 4\n`, 2)}`)));
    expect(reasons).toEqual([expect.stringMatching(/^15 maxRuners: the chart ignores it/)]);
  });

  test.each(['|-', '|+', '>'])('accepts a string in style %s', form => {
    const lines = form === '>' ? VALUES.replaceAll('\n', '\n\n') : VALUES;
    expect(names(imported(application(argoSource(`values: ${form}\n${indent(lines, 2)}`))))).toEqual(['docs']);
  });

  test('accepts a quoted string', () => {
    expect(names(imported(application(argoSource(`values: ${JSON.stringify(VALUES)}\n`))))).toEqual(['docs']);
  });

  test('can have its values in an object', () => {
    expect(imported(application(argoSource(`valuesObject:\n${indent(VALUES, 2)}`))).runners).toMatchObject([
      { name: 'docs', maxRunners: 3 },
    ]);
  });

  test('with both uses valuesObject', () => {
    const helm = `values: |\n  maxRunners: 9\nvaluesObject:\n${indent(VALUES, 2)}`;
    const { runners, reasons } = imported(application(argoSource(helm)));
    expect(runners).toMatchObject([{ maxRunners: 3 }]);
    expect(reasons).toEqual(['11 spec.source.helm.values: valuesObject overrides it']);
  });

  test('can set the release name', () => {
    expect(names(imported(application(argoSource(`releaseName: other\nvaluesObject:\n${indent(VALUES, 2)}`))))).toEqual(
      ['other'],
    );
  });

  test('reports that parameters are not imported', () => {
    const helm = `parameters: [{ name: minRunners, value: "1" }]\nvaluesObject:\n${indent(VALUES, 2)}`;
    expect(imported(application(argoSource(helm))).reasons).toEqual([
      '11 spec.source.helm.parameters[0]: parameters that override values are not imported',
    ]);
  });

  test('reads values files, and overrides them with its own values', () => {
    const directory = join(folder({ 'apps/docs.yaml': '', 'apps/values.yaml': `${VALUES}minRunners: 1\n` }), 'apps');
    const text = application(argoSource('valueFiles: [values.yaml]\nvalues: |\n  maxRunners: 7\n'));
    expect(imported(text, { directory }).runners).toMatchObject([{ name: 'docs', minRunners: 1, maxRunners: 7 }]);
  });

  test('reports omitted values with the name of their values file', () => {
    const directory = folder({ 'values.yaml': `${VALUES}maxRuners: 1\n` });
    const { notCarried } = imported(application(argoSource('valueFiles: [values.yaml]\n')), { directory });
    expect(notCarried).toMatchObject([{ file: 'values.yaml', path: 'maxRuners', line: 4 }]);
  });

  test('reports a missing values file', () => {
    const { reasons } = imported(application(argoSource(`valueFiles: [no.yaml]\nvaluesObject:\n${indent(VALUES, 2)}`)));
    expect(reasons).toEqual(['11 spec.source.helm.valueFiles[0]: does not exist']);
  });

  test('can have several sources, one of which provides values files', () => {
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
    expect(result.reasons).toEqual([]);
    expect(result.runners).toMatchObject([{ name: 'docs', maxRunners: 3 }]);
  });

  test('can have a source for each chart', () => {
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

  test('can be the template of an ApplicationSet', () => {
    const inner = application(argoSource(`valuesObject:\n${indent(VALUES, 2)}`)).replace(/^apiVersion.*\nkind.*\n/, '');
    const text = `apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: { name: sets }
spec:
  template:
${indent(inner, 4)}`;
    expect(names(imported(text))).toEqual(['docs']);
  });

  test('of a directory with an umbrella chart has subcharts', () => {
    const source = `source:
  repoURL: https://github.com/rubionic/infra
  path: charts/ci
  helm:
    valuesObject:
      runners:
${indent(VALUES, 8)}`;
    expect(names(imported(application(source)))).toEqual(['docs']);
  });
});

describe('the values of an umbrella chart', () => {
  const subchart = (name: string) => `${name}:\n${indent(`${VALUES}runnerScaleSetName: ${name}\n`, 2)}`;
  const two = subchart('small') + subchart('large');

  test('have a runner set for each key', () => {
    const result = imported(two, { releaseName: 'ci' });
    expect(names(result)).toEqual(['small', 'large']);
    expect(result.config).toContain('# From subchart large.\n');
  });

  test('use the release name for subcharts', () => {
    expect(names(imported(`gha-runner-scale-set:\n${indent(VALUES, 2)}`, { releaseName: 'ci' }))).toEqual(['ci']);
    expect(imported(`gha-runner-scale-set:\n${indent(VALUES, 2)}`).reasons).toEqual([
      expect.stringContaining('gha-runner-scale-set.runnerScaleSetName: is required if the release has no name'),
    ]);
  });

  test('can disable or enable a subchart', () => {
    const switched = (value: string) => two.replace('small:\n', `small:\n  enabled: ${value}\n`);
    expect(imported(switched('true')).reasons).toEqual([]);
    const { reasons, runners } = imported(switched('false'));
    expect(reasons).toEqual(['2 small.enabled: is false, so subchart small is not installed; it is skipped']);
    expect(runners).toHaveLength(1);
  });

  test('can have nested subcharts', () => {
    expect(names(imported(`ci:\n  arc:\n    runners:\n${indent(VALUES, 6)}`, { releaseName: 'docs' }))).toEqual([
      'docs',
    ]);
  });

  test('can include the controller', () => {
    const text = `gha-runner-scale-set-controller:\n  replicaCount: 2\nrunners:\n${indent(VALUES, 2)}`;
    expect(parse(imported(text, { releaseName: 'docs' }).config)).toMatchObject({
      controller: { install: { replicas: 2 } },
      runners: [{ name: 'docs' }],
    });
  });

  test('can have subcharts other than those of ARC', () => {
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
  const helmfile = (release: string) => `repositories: []
releases:
  - name: docs
    namespace: ci
    chart: ${SETS}/gha-runner-scale-set
    version: 0.14.2
${indent(release, 4)}`;

  test('can have inline values', () => {
    const result = imported(
      helmfile(`values:\n  - githubConfigUrl: ${URL}\n    githubConfigSecret: github\n  - maxRunners: 3\n`),
    );
    expect(result.reasons).toEqual([]);
    expect(result.runners).toMatchObject([{ name: 'docs', maxRunners: 3 }]);
    expect(result.config).toContain('# From release docs.\n');
    expect(result.namespace).toBe('ci');
  });

  test('can have values files, and later ones override earlier ones', () => {
    const directory = folder({ 'values/base.yaml': VALUES, 'values/more.yaml': 'maxRunners: 8\n' });
    expect(imported(helmfile('values: [values/base.yaml, ./values/more.yaml]\n'), { directory }).runners).toMatchObject(
      [{ name: 'docs', maxRunners: 8 }],
    );
  });

  test('reports values files that are not read', () => {
    const { reasons } = imported(
      helmfile(`values:\n  - a.yaml.gotmpl\n  - no.yaml\n  - githubConfigUrl: ${URL}\n    githubConfigSecret: s\n`),
    );
    expect(reasons).toEqual([
      '8 releases[0].values[0]: is a template that only helmfile can render',
      '9 releases[0].values[1]: does not exist',
    ]);
  });

  test('reports other keys of a release that are not imported', () => {
    const { reasons } = imported(
      helmfile(`set: [{ name: minRunners, value: 1 }]\nvalues:\n${indent(VALUES, 4).replace(/^ {4}/, '  - ')}`),
    );
    expect(reasons).toEqual(['7 releases[0].set: changes the values or the rendered manifests and is not imported']);
  });

  test('can have a release that is not installed', () => {
    const { reasons, runners } = imported(
      helmfile(`installed: false\nvalues:\n${indent(VALUES, 4).replace(/^ {4}/, '  - ')}`),
    );
    expect(reasons).toEqual([
      '7 releases[0].installed: is false, so helmfile does not install release docs; it is skipped',
    ]);
    expect(runners).toEqual([]);
  });

  test('that is a template is refused, because it must be rendered first', () => {
    expect(() => imported(`{{ if true }}\n${helmfile('values: []\n')}{{ end }}`)).toThrow(
      'in.yaml: is a template, with expressions in {{ }}; render it first',
    );
  });
});

describe('several releases in one file', () => {
  test('can be separate documents', () => {
    const text = `# runners\n---\n${helmRelease()}---\n${helmRelease({ name: 'more' })}---\n# nothing\n`;
    expect(names(imported(text))).toEqual(['docs', 'more']);
  });

  test('can be of different kinds, next to other objects', () => {
    const secret = 'apiVersion: v1\nkind: Namespace\nmetadata: { name: ci }\n';
    const argo = application(argoSource(`valuesObject:\n${indent(VALUES, 2)}`), 'more');
    expect(names(imported([secret, helmRelease(), argo].join('---\n')))).toEqual(['docs', 'more']);
  });

  test('can be the items of a List', () => {
    const items = [helmRelease(), helmRelease({ name: 'more' })].map(text => indent(text, 4).replace(/^ {4}/, '  - '));
    expect(names(imported(`apiVersion: v1\nkind: List\nitems:\n${items.join('')}`))).toEqual(['docs', 'more']);
  });

  test('can be the items of a plain list', () => {
    const items = ['one', 'two'].map(name =>
      indent(`${VALUES}runnerScaleSetName: ${name}\n`, 2).replace(/^ {2}/, '- '),
    );
    expect(names(imported(items.join('')))).toEqual(['one', 'two']);
  });

  test('have positions in the whole file', () => {
    const text = `${helmRelease()}---\n${helmRelease({ name: 'more', values: `${VALUES}maxRuners: 1\n` })}`;
    const line = text.split('\n').findIndex(part => part.includes('maxRuners')) + 1;
    expect(imported(text).reasons).toEqual([expect.stringContaining(`${line} spec.values.maxRuners`)]);
  });
});

test('a HelmChart of k3s has its values in a string', () => {
  const text = `apiVersion: helm.cattle.io/v1
kind: HelmChart
metadata: { name: docs, namespace: kube-system }
spec:
  chart: ${SETS}/gha-runner-scale-set
  targetNamespace: ci
  valuesContent: |-
${indent(VALUES, 4)}`;
  const result = imported(text);
  expect([names(result), result.namespace]).toEqual([['docs'], 'ci']);
});

describe('a text without a release', () => {
  test.each([
    ['', 'githubConfigUrl: is required'],
    ['# nothing but a comment\n', 'githubConfigUrl: is required'],
    ['apiVersion: v1\nkind: Secret\nmetadata: { name: a }\n', 'has no release of gha-runner-scale-set: found Secret a'],
    ['apiVersion: v1\nkind: Kustomization\n', 'has no release of gha-runner-scale-set: found Kustomization'],
    ['bases: [base.yaml]\n', 'found a helmfile without releases of its own'],
    ['helmfiles:\n  - path: other.yaml\n', 'found a helmfile without releases of its own'],
    ['releases: []\n', 'has no release of gha-runner-scale-set: it is empty'],
    ['[]\n', 'has no release of gha-runner-scale-set: it is empty'],
  ])('is reported: %j', (text, reason) => {
    const { runners, reasons } = imported(text, { releaseName: 'docs' });
    expect(runners).toEqual([]);
    expect(reasons).toContainEqual(expect.stringContaining(reason));
  });

  test.each(['a text', '42'])('is refused if it is not a map: %s', text => {
    expect(() => imported(text)).toThrow('in.yaml:1:1  must be a map of values');
  });
});

describe('plain values', () => {
  const importPlain = (text: string) => imported(text, { releaseName: 'docs' });

  test.each([
    ['a byte order mark', `\ufeff${VALUES}`],
    ['Windows line endings', VALUES.replaceAll('\n', '\r\n')],
    ['JSON', JSON.stringify(parse(VALUES))],
    ['JSON with tabs', JSON.stringify(parse(VALUES), undefined, '\t')],
    ['a document marker', `---\n${VALUES}...\n`],
    ['a directive', `%YAML 1.1\n---\n${VALUES}`],
    [
      'anchors and merge keys',
      `x: &base { githubConfigSecret: github, maxRunners: 3 }\n<<: *base\ngithubConfigUrl: ${URL}\n`,
    ],
  ])('can have %s', (_, text) => {
    expect(importPlain(text).runners).toMatchObject([{ name: 'docs', repository: URL, maxRunners: 3 }]);
  });

  test('with a tab as indentation are refused with the position', () => {
    expect(() => importPlain(`${VALUES}template:\n\tspec: {}\n`)).toThrow(/^in\.yaml:5:\d+ {2}/);
  });

  test('can be large', () => {
    const env = Array.from({ length: 5000 }, (_, index) => `          - { name: V${index}, value: "${index}" }\n`);
    const text = `${VALUES}template:
  spec:
    containers:
      - name: runner
        image: registry.example/runner:5
        env:
${env.join('')}`;
    expect(Object.keys(importPlain(text).runners[0].env)).toHaveLength(5000);
  });

  test.each([
    ['template: null', 'template: must not be null: the chart fails; set to the default pod'],
    ['template: { spec: null }', 'template.spec: must not be null: the chart fails; set to the default pod'],
    [
      'template: { spec: { containers: null } }',
      'template.spec.containers: must not be null: it removes the container runner of the chart, ' +
        'and the API server refuses the set; set to the default container',
    ],
    ['template: { spec: { containers: [null] } }', 'template.spec.containers[0]: must be a map'],
  ])('with %s are reported', (line, reason) => {
    const { runners, reasons } = importPlain(`${VALUES}${line}\n`);
    expect(runners).toHaveLength(1);
    expect(reasons).toContainEqual(expect.stringContaining(reason));
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
    'template: { spec: { containers: [{ name: runner, image: "registry.example/a:1", command: [x], ' +
      'env: null, volumeMounts: null, resources: null }] } }',
  ])('can have a null that has no effect: %s', line => {
    const { runners, reasons } = importPlain(`${VALUES}${line}\n`);
    expect(runners).toHaveLength(1);
    expect(reasons).toEqual([]);
  });

  test('have every reason on one line', () => {
    const { notCarried } = importPlain(
      `${VALUES}minRunners: 5
runnerGroup: ""
proxy: { http: { url: x } }
listenerMetrics: { counters: { a: 1 } }
`,
    );
    expect(
      notCarried.map(({ reason }) => reason).filter(reason => /\n|deskrun\.yaml|nothing was written/.test(reason)),
    ).toEqual([]);
  });
});

describe('the same values become the same runner set in every kind of file', () => {
  const meta = (name: string) => `metadata: { name: ${name}, namespace: ${NAMESPACE} }`;
  const forms: Record<string, (values: string, name: string) => string> = {
    HelmRelease: (values, name) => `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
${meta(name)}
spec:
  chart: { spec: { chart: gha-runner-scale-set } }
  values:
${indent(values, 4)}`,
    Application: (values, name) => `apiVersion: argoproj.io/v1alpha1
kind: Application
${meta(name)}
spec:
  destination: { namespace: ${NAMESPACE} }
  source:
    chart: gha-runner-scale-set
    helm:
      values: |
${indent(values, 8)}`,
    helmfile: (values, name) => `releases:
  - name: ${name}
    namespace: ${NAMESPACE}
    chart: arc/gha-runner-scale-set
    values:
      -
${indent(values, 8)}`,
    'umbrella chart': values => `gha-runner-scale-set:\n${indent(values, 2)}`,
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
