import { PassThrough } from 'node:stream';
import { watch } from '../../../src/cli/status/watch';
import { ToolError } from '../../../src/cli/tool';

/** Runs watch with these screens, and returns the output after the last one. */
async function watched(
  pictures: readonly (string | Error)[],
  isTTY?: true,
  size: { readonly rows?: number; readonly columns?: number } = {},
): Promise<string> {
  const interruption = new AbortController();
  const written: string[] = [];
  const stdout = Object.assign(new PassThrough(), { isTTY, ...size });
  stdout.on('data', (chunk: Buffer) => written.push(String(chunk)));
  const left = [...pictures];
  const draw = () => {
    const picture = left.shift() ?? '';
    if (left.length === 0) interruption.abort();
    return typeof picture === 'string' ? Promise.resolve(picture) : Promise.reject(picture);
  };
  await watch(
    draw,
    { stdin: new PassThrough(), stdout, stderr: new PassThrough(), env: {}, cwd: '/', signal: interruption.signal },
    1,
  );
  return written.join('');
}

test('without a terminal, each screen is printed below the one before', async () => {
  expect(await watched(['one\n', 'two\n', ''])).toBe('one\n\ntwo\n\n');
});

test('on a terminal, each screen replaces the one before', async () => {
  expect(await watched(['one\nand\n', 'two\n', ''], true)).toBe(
    '\u001b[Hone\u001b[K\nand\u001b[K\n\u001b[J\u001b[Htwo\u001b[K\n\u001b[J',
  );
});

test.each([
  ['a screen that fits', 'a\nb\nc\n', { rows: 4, columns: 20 }, 'a\nb\nc\n'],
  [
    'the beginning of a screen that does not fit',
    'a\nb\nc\nd\n',
    { rows: 4, columns: 20 },
    'a\nb\n… 2 more lines; deskrun status shows all\n',
  ],
  [
    'no line that would wrap',
    'a\nbbbbb\nc\n',
    { rows: 4, columns: 4 },
    'a\n… 2 more lines; deskrun status shows all\n',
  ],
])('a terminal shows %s', async (_, picture, size, shown) => {
  expect((await watched([picture, ''], true, size)).replace(/\u001b\[[HKJ]/g, '')).toBe(shown);
});

test('an error after the first screen is shown in place of one screen', async () => {
  expect(await watched(['one\n', new ToolError('the cluster cannot be looked at'), 'two\n', ''])).toBe(
    'one\n\nthe cluster cannot be looked at\n\ntwo\n\n',
  );
});

test('an error before the first screen ends the command', async () => {
  await expect(watched([new ToolError('the cluster cannot be looked at'), 'one\n', ''])).rejects.toThrow(
    'the cluster cannot be looked at',
  );
});

test('an unexpected error ends the command', async () => {
  await expect(watched(['one\n', new TypeError('no function'), 'two\n', ''])).rejects.toThrow('no function');
});
