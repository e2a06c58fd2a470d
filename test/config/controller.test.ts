import { expectFindings, fileOfSets, manifestsOf, refusalOf, runnerSet, writtenBy } from './files';

/** A file with these lines before its runner sets. */
const fileWith = (lines: string, ...sets: string[]) =>
  [lines, fileOfSets(...(sets.length > 0 ? sets : [runnerSet('docs')]))].join('\n');
const kindsOf = (text: string, kind: string) => manifestsOf(text).filter(manifest => manifest.kind === kind);
const namesOf = (text: string, kind: string) => kindsOf(text, kind).map(({ metadata }) => metadata.name as string);

describe('a controller that is in the cluster', () => {
  test('is allowed to manage every set', () => {
    const text = fileWith('controller: { namespace: arc, serviceAccount: mine }', runnerSet('one'), runnerSet('two'));
    expect(kindsOf(text, 'RoleBinding').map(({ subjects }) => subjects as unknown)).toEqual(
      Array.from({ length: 2 }, () => [{ kind: 'ServiceAccount', namespace: 'arc', name: 'mine' }]),
    );
    expect(kindsOf(text, 'Deployment')).toEqual([]);
  });

  test('of another minor version is pointed at, once for all sets', () => {
    expectFindings(
      fileWith('controller:\n  version: ➤0.13.1', runnerSet('one'), runnerSet('two')),
      'controller.version: is 0.13.1, and arcVersion of the app is 0.14.2: a controller deletes runner sets of another minor version; set arcVersion to a 0.13 release, or upgrade the controller first',
    );
  });

  test.each([
    [
      'namespace',
      'controller:\n  namespace: ➤Arc',
      'controller.namespace: must be a DNS label of at most 63 characters, got "Arc"',
    ],
    [
      'serviceAccount',
      'controller:\n  serviceAccount: ➤a b',
      'controller.serviceAccount: must be the name of a ServiceAccount, got "a b"',
    ],
    [
      'version',
      'controller:\n  version: ➤latest',
      'controller.version: must be a release of ARC such as 0.14.2, got "latest"',
    ],
  ])('with a wrong %s is refused', (_, lines, message) => {
    expectFindings(fileWith(lines), message);
  });
});

describe('a controller to install', () => {
  const installed = 'controller: { install: {} }';

  test('is in a file that sorts before those of the sets, with the definitions', () => {
    const files = Object.keys(writtenBy(fileWith(installed)));
    expect(files).toEqual(['01-controller.k8s.yaml', 'docs.k8s.yaml']);
    expect(kindsOf(fileWith(installed), 'CustomResourceDefinition')).toHaveLength(4);
  });

  test('is the one that may manage the sets, by whatever name', () => {
    const text = fileWith('controller: { namespace: arc, install: { releaseName: ci } }');
    expect(namesOf(text, 'Deployment')).toEqual(['ci-gha-rs-controller']);
    expect(
      kindsOf(text, 'RoleBinding').find(({ metadata }) => metadata.name === 'docs-gha-rs-manager').subjects,
    ).toEqual([{ kind: 'ServiceAccount', namespace: 'arc', name: 'ci-gha-rs-controller' }]);
  });

  test.each([
    ['serviceAccount', 'say it under install'],
    ['version', 'with install it is arcVersion'],
    ['watchSingleNamespace', 'say it under install'],
  ])('cannot be described by %s beside it', (key, remedy) => {
    expectFindings(
      fileWith(`controller:\n  install: {}\n  ➤${key}: arc-runners`),
      ...[`controller.${key}: is for a controller that is in the cluster; ${remedy}`],
    );
  });

  test('has its mistakes pointed at where they stand', () => {
    expectFindings(
      fileWith('controller:\n  install:\n    replicas: 2\n    pprofAddr: ➤x'),
      'controller.install.pprofAddr: must end with a port (:8080; before it localhost, 127.0.0.1, 0.0.0.0, [::] or [::1]), got "x"; for none: leave it out',
    );
  });

  test.each([
    ['env: [{ name: A, ➤valeu: b }]', 'controller.install.env[0].valeu: unknown key; did you mean value?'],
    ['volumes: [{ ➤nme: a }]', 'controller.install.volumes[0].nme: unknown key; did you mean name?'],
    [
      'podSecurityContext: { ➤runasuser: 1 }',
      'controller.install.podSecurityContext.runasuser: unknown key; did you mean runAsUser?',
    ],
    [
      'securityContext: { ➤privilegd: true }',
      'controller.install.securityContext.privilegd: unknown key; did you mean privileged?',
    ],
    ['tolerations: [{ ➤kee: a }]', 'controller.install.tolerations[0].kee: unknown key; did you mean key?'],
  ])('is checked as a pod is: %s', (line, message) => {
    expect(refusalOf(fileWith(`controller: { install: { ${line.replace('➤', '')} } }`))).toContain(message);
  });

  test('looks after no set outside the namespace it watches', () => {
    expectFindings(
      fileWith('controller: { install: { watchSingleNamespace: elsewhere } }').replace(
        'controller: {',
        'controller: ➤{',
      ),
      'controller.watchSingleNamespace: is elsewhere, so the controller never sees a set in arc-runners; put the set there, or give it another controller',
    );
  });
});

describe('createNamespace', () => {
  const levels = (text: string) =>
    Object.fromEntries(
      kindsOf(text, 'Namespace').map(({ metadata }) => [
        metadata.name as string,
        metadata.labels['pod-security.kubernetes.io/enforce'] as string,
      ]),
    );

  test('writes every namespace of the file with the level that its sets need', () => {
    const text = fileWith(
      'createNamespace: true\ncontroller: { install: {} }',
      runnerSet('docs'),
      runnerSet('pods', '    namespace: pods', 'kubernetes-novolume'),
    );
    expect(levels(text)).toEqual({ 'arc-runners': 'privileged', pods: 'baseline', 'arc-systems': 'baseline' });
    expect(Object.keys(writtenBy(text))[0]).toBe('00-namespaces.k8s.yaml');
  });

  test("writes the controller's only where it is installed, and once where sets are in it too", () => {
    expect(levels(fileWith('createNamespace: true'))).toEqual({ 'arc-runners': 'privileged' });
    expect(levels(fileWith('createNamespace: true\ncontroller: { namespace: arc-runners, install: {} }'))).toEqual({
      'arc-runners': 'privileged',
    });
  });

  test('keeps to a level that is given', () => {
    expect(
      levels(
        fileWith('createNamespace: true\npodSecurityLevel: privileged', runnerSet('pods', '', 'kubernetes-novolume')),
      ),
    ).toEqual({ 'arc-runners': 'privileged' });
  });

  test('does not write one whose name is none', () => {
    expect(refusalOf(fileWith('createNamespace: true', runnerSet('docs', '    namespace: A b')))).toContain(
      'runners[0].namespace: must be a DNS label',
    );
  });

  test('says of a level too strict where it is written', () => {
    expectFindings(
      fileWith('createNamespace: true\npodSecurityLevel: ➤baseline', runnerSet('docs', '', 'dind')),
      'podSecurityLevel: baseline would not admit the pods of docs/runners (docs): container dind is privileged; make it privileged, or give the set a namespace of its own',
    );
  });

  test.each(['podSecurityLevel: baseline', 'createNamespace: false\npodSecurityLevel: baseline'])(
    'is needed for a level: %s',
    lines => {
      expectFindings(
        fileWith(lines.replace('podSecurityLevel', '➤podSecurityLevel')),
        'podSecurityLevel: is for namespaces that are written here; set createNamespace: true',
      );
    },
  );
});

test('a set that is called as what every JavaScript object has keeps its file, whichever place it has in the list', () => {
  const [first, last] = [
    ['constructor', 'docs'],
    ['docs', 'constructor'],
  ].map(names => Object.keys(writtenBy(fileWith('', ...names.map(name => runnerSet(name))))));
  expect(first).toEqual(['docs.k8s.yaml', 'runners-constructor.k8s.yaml']);
  expect(last).toEqual(first);
});

test.each(['0', '01', '00-namespaces', '01-controller', 'runners-0', 'runners-unnamed-0'])(
  'a set called %s has a file of its own, after those that come first',
  name => {
    const files = Object.keys(
      writtenBy(
        fileWith(
          'createNamespace: true\ncontroller: { install: {} }',
          runnerSet(JSON.stringify(name)),
          runnerSet('docs'),
        ),
      ),
    );
    expect(files).toHaveLength(4);
    expect(files.slice(0, 2)).toEqual(['00-namespaces.k8s.yaml', '01-controller.k8s.yaml']);
  },
);
