import { manifestProblems } from '../support/manifests';
import { synthBuild } from './builds';
import { everything } from './golden/cases';

const outside = ['Secret ci/git', 'PriorityClass system-cluster-critical'];

test.each([{}, everything, { ...everything, runs: 'once' }])('API servers take a build', props => {
  expect(manifestProblems(synthBuild(props), outside)).toEqual([]);
});
