import { consoleIn } from '../../support/console';
import { Desk } from '../../support/desk';

const docs = { name: 'docs' };

describe('the command line', () => {
  it.each([['soon'], ['0s'], ['15'], ['-1m']])('refuses --timeout=%s', async timeout => {
    const { code, stderr } = await new Desk().configure([docs]).deskrun('up', `--timeout=${timeout}`);
    expect(code).toBe(2);
    expect(stderr).toBe(`--timeout must be a duration such as 90s, 15m or 1h, got ${JSON.stringify(timeout)}\n`);
  });

  it('refuses a --project that is not a label value', async () => {
    const desk = new Desk().configure([docs]);
    const { code, stderr } = await desk.runIn(consoleIn(desk.folder, desk.tools.env), [
      'up',
      '--context',
      'desk',
      '--project',
      'my project',
    ]);
    expect(code).toBe(2);
    expect(stderr).toContain(
      '--project must have at most 63 letters, digits, -, _ and ., starting and ending with a letter or digit, ' +
        'got "my project"',
    );
  });
});
