import { filesOfThisRepository, workspaceInstance } from './files';

const isAccess = (document: string) => /^kind: (ServiceAccount|Role|RoleBinding)$/m.test(document);

test('the first instance of rubionic-workspace in deskrun.yaml: runner set and hook extension', () => {
  const documents = workspaceInstance(filesOfThisRepository(), 1).filter(document => !isAccess(document));
  expect(documents).toHaveLength(2);
  expect(documents.join('---\n')).toMatchSnapshot();
});
