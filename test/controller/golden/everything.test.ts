import { synthController } from '../controllers';
import { everything } from './cases';

test('an ArcController with all props, without the rules of roles, which no prop changes', () => {
  const { manifests, deployment } = synthController(everything);
  expect(manifests).toHaveLength(10);
  expect(deployment.spec.template.spec.containers[0].args).toContain('--leader-election-id=arc-controller');
  expect(deployment.metadata.labels).toMatchObject({ team: 'ci' });
  expect(manifests.filter(({ kind }) => kind !== 'Role')).toMatchSnapshot();
});
