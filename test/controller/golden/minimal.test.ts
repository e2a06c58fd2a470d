import { synthController } from '../controllers';

test('a minimal ArcController, without its CRDs', () => {
  const { manifests, manager } = synthController();
  expect(manifests).toHaveLength(6);
  expect(manager.image).toMatch(/:0\.14\.2$/);
  expect(manager.args).toContain('--metrics-addr=0');
  expect(manifests).toMatchSnapshot();
});
