import { elapsed, Progress } from '../../src/cli/progress';
import { consoleIn } from '../support/console';

describe('progress', () => {
  it('is a plain line if standard error is not a terminal', () => {
    const { io, stderr } = consoleIn('/');
    new Progress(io.stderr).begin('create docs').done();
    expect(stderr()).toBe('create docs\n');
  });

  it('prints the failed step and the reason in a file', () => {
    const { io, stderr } = consoleIn('/');
    new Progress(io.stderr).begin('create docs').failed('no');
    expect(stderr()).toBe('create docs\nfailed: create docs: no\n');
  });

  it('is one line with the elapsed time on a terminal', () => {
    const { io, stderr } = consoleIn('/', {}, { isTTY: true });
    new Progress(io.stderr).begin('create docs').done();
    expect(stderr()).toMatch(/^\r\u001b\[Kcreate docs {2}\d+s\r\u001b\[Kcreate docs {2}\d+s\n$/);
  });

  it('prints the reason of a failure below that line on a terminal', () => {
    const { io, stderr } = consoleIn('/', {}, { isTTY: true });
    new Progress(io.stderr).begin('create docs').failed('no');
    expect(stderr()).toMatch(/create docs {2}\d+s\nfailed: no\n$/);
  });

  it('is cut at the width of the terminal', () => {
    const { io, stderr } = consoleIn('/', {}, { isTTY: true, columns: 10 });
    new Progress(io.stderr).begin('create documentation').done();
    expect(stderr()).toBe('\r\u001b[Kcreate do\r\u001b[Kcreate do\n');
  });

  it('has no colour, with and without NO_COLOR', () => {
    const { io, stderr } = consoleIn('/', {}, { isTTY: true });
    new Progress(io.stderr).begin('create docs').done();
    expect(stderr().replaceAll('\u001b[K', '')).not.toContain('\u001b');
  });

  it.each([
    [0, '0s'],
    [59_400, '59s'],
    [60_000, '1m00s'],
    [125_000, '2m05s'],
  ])('formats %d ms as %s', (milliseconds, text) => {
    expect(elapsed(milliseconds)).toBe(text);
  });
});
