import { synthBuild } from '../builds';

test('a build with the required props', () => {
  const manifests = synthBuild();
  expect(manifests.map(({ kind }) => kind)).toEqual(['ConfigMap', 'NetworkPolicy', 'Job']);
  const [map, , job] = manifests;
  expect(Object.keys(map?.data as object)).toEqual(['command', 'run.sh', 'source.sh']);
  expect(job?.spec.template.spec.containers).toHaveLength(1);
  expect(manifests).toMatchSnapshot();
});
