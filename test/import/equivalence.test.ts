import { testAgainst, told } from './judge';

// A controller's rights are told in `test/controller/rbac.test.ts`.
testAgainst(told, ['CustomResourceDefinition', 'ClusterRole', 'ClusterRoleBinding', 'Role', 'RoleBinding']);
