import { findDevContainers } from '../../../src/builds/devcontainer/find';
import { checkoutOf } from './reading';

test('all three locations are found, in their order of precedence', () => {
  const checkout = checkoutOf({
    '.devcontainer/web/devcontainer.json': '{}',
    '.devcontainer.json': '{}',
    '.devcontainer/api/devcontainer.json': '{}',
    '.devcontainer/devcontainer.json': '{}',
  });
  expect(findDevContainers(checkout)).toEqual([
    '.devcontainer/devcontainer.json',
    '.devcontainer.json',
    '.devcontainer/api/devcontainer.json',
    '.devcontainer/web/devcontainer.json',
  ]);
});

test('a folder counts only if it has the file itself', () => {
  const checkout = checkoutOf({ '.devcontainer/web/api/devcontainer.json': '{}', '.devcontainer/Dockerfile': '' });
  expect(findDevContainers(checkout)).toEqual([]);
});

test('a checkout without any has none', () => {
  expect(findDevContainers(checkoutOf({ 'devcontainer.json': '{}' }))).toEqual([]);
});
