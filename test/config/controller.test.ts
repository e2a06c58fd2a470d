import { expectFindings, fileOfSets, manifestsOf, refusalOf, runnerSet, writtenBy } from './files';

/** A configuration file with these lines before its runner sets. */
const fileWith = (lines: string, ...sets: string[]) =>
  [lines, fileOfSets(...(sets.length > 0 ? sets : [runnerSet('docs')]))].join('\n');
const kindsOf = (text: string, kind: string) => manifestsOf(text).filter(manifest => manifest.kind === kind);
const namesOf = (text: string, kind: string) => kindsOf(text, kind).map(({ metadata }) => metadata.name as string);

describe('an existing controller', () => {
  test('gets permissions for every runner set', () => {
    const text = fileWith('controller: { namespace: arc, serviceAccount: mine }', runnerSet('one'), runnerSet('two'));
    expect(kindsOf(text, 'RoleBinding').map(({ subjects }) => subjects as unknown)).toEqual(
      Array.from({ length: 2 }, () => [{ kind: 'ServiceAccount', namespace: 'arc', name: 'mine' }]),
    );
    expect(kindsOf(text, 'Deployment')).toEqual([]);
  });

  test('of another minor version is reported once, not for each runner set', () => {
    expectFindings(
      fileWith('controller:\n  version: ➤0.13.1', runnerSet('one'), runnerSet('two')),
      'controller.version: is 0.13.1, and arcVersion of the app is 0.14.2: a controller deletes runner sets of ' +
        'another minor version; set arcVersion to a 0.13 release, or upgrade the controller first',
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

describe('an installed controller', () => {
  const installed = 'controller: { install: {} }';

  test('is written with its CRDs to a file that sorts before those of the runner sets', () => {
    const files = Object.keys(writtenBy(fileWith(installed)));
    expect(files).toEqual(['01-controller.k8s.yaml', 'docs.k8s.yaml']);
    expect(kindsOf(fileWith(installed), 'CustomResourceDefinition')).toHaveLength(4);
  });

  test('gets permissions for the runner sets, whatever its name is', () => {
    const text = fileWith('controller: { namespace: arc, install: { releaseName: ci } }');
    expect(namesOf(text, 'Deployment')).toEqual(['ci-gha-rs-controller']);
    expect(
      kindsOf(text, 'RoleBinding').find(({ metadata }) => metadata.name === 'docs-gha-rs-manager').subjects,
    ).toEqual([{ kind: 'ServiceAccount', namespace: 'arc', name: 'ci-gha-rs-controller' }]);
  });

  test.each([
    ['serviceAccount', 'move it into install'],
    ['version', 'remove it: the installed version is arcVersion'],
    ['watchSingleNamespace', 'move it into install'],
  ])('is refused together with %s', (key, remedy) => {
    expectFindings(
      fileWith(`controller:\n  install: {}\n  ➤${key}: arc-runners`),
      ...[`controller.${key}: describes an existing controller, and install is set; ${remedy}`],
    );
  });

  test('has its findings reported at their positions', () => {
    expectFindings(
      fileWith('controller:\n  install:\n    replicas: 2\n    pprofAddr: ➤x'),
      'controller.install.pprofAddr: must end with a port (:8080; before it localhost, 127.0.0.1, 0.0.0.0, ' +
        '[::] or [::1]), got "x"; for none: leave it out',
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
  ])('has its pod fields checked: %s', (line, message) => {
    expect(refusalOf(fileWith(`controller: { install: { ${line.replace('➤', '')} } }`))).toContain(message);
  });

  test('refuses runner sets outside the namespace that it watches', () => {
    expectFindings(
      fileWith('controller: { install: { watchSingleNamespace: elsewhere } }').replace(
        'controller: {',
        'controller: ➤{',
      ),
      'controller.watchSingleNamespace: is elsewhere, so the controller never sees a set in arc-runners; put ' +
        'the set there, or give it another controller',
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

  test('writes every namespace of the file with the level that its runner sets need', () => {
    const text = fileWith(
      'createNamespace: true\ncontroller: { install: {} }',
      runnerSet('docs'),
      runnerSet('pods', '    namespace: pods', 'kubernetes-novolume'),
    );
    expect(levels(text)).toEqual({ 'arc-runners': 'privileged', pods: 'baseline', 'arc-systems': 'baseline' });
    expect(Object.keys(writtenBy(text))[0]).toBe('00-namespaces.k8s.yaml');
  });

  test('writes the namespace of an installed controller, and only once if runner sets share it', () => {
    expect(levels(fileWith('createNamespace: true'))).toEqual({ 'arc-runners': 'privileged' });
    expect(levels(fileWith('createNamespace: true\ncontroller: { namespace: arc-runners, install: {} }'))).toEqual({
      'arc-runners': 'privileged',
    });
  });

  test('uses podSecurityLevel', () => {
    expect(
      levels(
        fileWith('createNamespace: true\npodSecurityLevel: privileged', runnerSet('pods', '', 'kubernetes-novolume')),
      ),
    ).toEqual({ 'arc-runners': 'privileged' });
  });

  test('does not write a namespace with an invalid name', () => {
    expect(refusalOf(fileWith('createNamespace: true', runnerSet('docs', '    namespace: A b')))).toContain(
      'runners[0].namespace: must be a DNS label',
    );
  });

  test('reports a level that is too strict at podSecurityLevel', () => {
    expectFindings(
      fileWith('createNamespace: true\npodSecurityLevel: ➤baseline', runnerSet('docs', '', 'dind')),
      'podSecurityLevel: baseline would not admit the pods of docs/runners (docs): container dind is ' +
        'privileged; set privileged, or move the runner set to another namespace',
    );
  });

  test.each(['podSecurityLevel: baseline', 'createNamespace: false\npodSecurityLevel: baseline'])(
    'is required by podSecurityLevel: %s',
    lines => {
      expectFindings(
        fileWith(lines.replace('podSecurityLevel', '➤podSecurityLevel')),
        'podSecurityLevel: only applies to namespaces that deskrun writes; set createNamespace: true',
      );
    },
  );
});

test('a set named after a property of every JavaScript object keeps its file, at any position in the list', () => {
  const [first, last] = [
    ['constructor', 'docs'],
    ['docs', 'constructor'],
  ].map(names => Object.keys(writtenBy(fileWith('', ...names.map(name => runnerSet(name))))));
  expect(first).toEqual(['docs.k8s.yaml', 'runners-constructor.k8s.yaml']);
  expect(last).toEqual(first);
});

test.each(['0', '01', '00-namespaces', '01-controller', 'runners-0', 'runners-unnamed-0'])(
  'a set named %s has its own file, which sorts after those of namespaces and controller',
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
