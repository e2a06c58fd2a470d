import { shellCalls } from '../support/shell-lines';

test.each([
  [
    'npm ci && npx cdk8s synth  # comment',
    [
      ['npm', 'ci'],
      ['npx', 'cdk8s', 'synth'],
    ],
  ],
  [
    "tr -d '\\r\\n' < token.txt | kubectl apply -f -",
    [
      ['tr', '-d', '\\r\\n'],
      ['kubectl', 'apply', '-f', '-'],
    ],
  ],
  ['deskrun import a=b.yaml > deskrun.yaml', [['deskrun', 'import', 'a=b.yaml']]],
  [
    'source <(deskrun completion bash)',
    [
      ['deskrun', 'completion', 'bash'],
      ['source', 'SUBSTITUTED'],
    ],
  ],
  ['export A=$(scripts/a.sh) B=$(scripts/b.sh c)', [['scripts/a.sh'], ['scripts/b.sh', 'c']]],
  ['PROPERTY_RUNS=10 npx jest test/pod', [['npx', 'jest', 'test/pod']]],
  ['kubectl get pods \\\n  --namespace ci', [['kubectl', 'get', 'pods', '--namespace', 'ci']]],
])('the calls of %j', (script, calls) => {
  expect(shellCalls(script)).toEqual(calls);
});

test('a line that is not a simple command is refused', () => {
  expect(() => shellCalls('f() { true; }')).toThrow('cannot read "("');
});
