import { parse } from 'yaml';
import { workflowSnippet } from '../../src/cli/workflow-snippet';
import { MODE_CAPABILITIES, type ContainerModeType } from '../../src/modes/capabilities';
import { instanceNames } from '../../src/runners/naming';

test('in a mode that runs steps in the runner, only runs-on is needed', () => {
  expect(workflowSnippet(['docs'], 'dind')).toEqual(['runs-on: docs']);
});

test('in a mode that runs every job in a job pod, container is needed too', () => {
  expect(workflowSnippet(['docs'], 'kubernetes')).toEqual([
    'runs-on: docs',
    'container: ubuntu:24.04  # required in containerMode kubernetes; use any image with the tools of your steps',
  ]);
});

test('a job runs on one of several instances', () => {
  expect(workflowSnippet(instanceNames('docs', 2), 'dind')).toEqual(['runs-on: docs-1  # or docs-2']);
  expect(workflowSnippet(instanceNames('docs', 9), 'dind')).toEqual(['runs-on: docs-1  # or docs-2 to docs-9']);
});

test.each(Object.keys(MODE_CAPABILITIES) as ContainerModeType[])(
  'the snippet for mode %s is YAML with the name of the runner set',
  mode => {
    for (const name of ['docs', '123', 'true', '1e5', 'null'])
      expect(parse(workflowSnippet([name, 'other'], mode).join('\n'))).toHaveProperty('runs-on', name);
  },
);
