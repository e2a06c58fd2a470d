import { filesOfThisRepository, workspaceInstance } from './files';

const isAccess = (document: string) => /^kind: (ServiceAccount|Role|RoleBinding)$/m.test(document);

test('rubionic-workspace.k8s.yaml of the deskrun.yaml of this repository: the first of its three instances, without ServiceAccount and rights', () => {
  const documents = workspaceInstance(filesOfThisRepository(), 1).filter(document => !isAccess(document));
  expect(documents).toHaveLength(2);
  expect(documents.join('---\n')).toMatchSnapshot();
});
