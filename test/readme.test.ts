import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { modeSummary } from '../src/cli/explain/modes';
import { MODE_CAPABILITIES, type ContainerModeType } from '../src/modes/capabilities';

const readme = readFileSync(join(__dirname, '../README.md'), 'utf8');

test('README has each mode with its summary and a link to its page', () => {
  const [, table = ''] = /<!-- modes -->\n([\s\S]*?)<!-- \/modes -->/.exec(readme) ?? [];
  const [, , ...rows] = table.trim().split('\n');
  expect(rows.map(row => row.replace(/ +\|/g, ' |'))).toEqual(
    (Object.keys(MODE_CAPABILITIES) as ContainerModeType[]).map(
      mode => `| [\`${mode}\`](docs/modes/${mode}.md) | ${modeSummary(mode)} |`,
    ),
  );
});
