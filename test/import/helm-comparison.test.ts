import { testAgainstHelm, expectedObjects } from './helm-comparison';

// `test/controller/rbac.test.ts` tests the RBAC of the controller.
testAgainstHelm(expectedObjects, [
  'CustomResourceDefinition',
  'ClusterRole',
  'ClusterRoleBinding',
  'Role',
  'RoleBinding',
]);
