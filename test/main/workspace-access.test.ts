import { filesOfThisRepository, workspaceInstance } from './files';

const isAccess = (document: string) => /^kind: (ServiceAccount|Role|RoleBinding)$/m.test(document);

test('the first instance of rubionic-workspace in deskrun.yaml: ServiceAccounts, roles and bindings', () => {
  const documents = workspaceInstance(filesOfThisRepository(), 1).filter(document => isAccess(document));
  expect(documents).toHaveLength(5);
  expect(documents.join('---\n')).toMatchSnapshot();
});
