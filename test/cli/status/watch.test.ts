import { PassThrough } from 'node:stream';
import { watch } from '../../../src/cli/status/watch';
import { ToolError } from '../../../src/cli/tool';

/** Watches pictures, one after the other, and returns what was written when the last has been drawn. */
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

test('elsewhere than on a terminal, each picture stands below the one before', async () => {
  expect(await watched(['one\n', 'two\n', ''])).toBe('one\n\ntwo\n\n');
});

test('on a terminal, each picture is drawn over the one before', async () => {
  expect(await watched(['one\nand\n', 'two\n', ''], true)).toBe(
    '\u001b[Hone\u001b[K\nand\u001b[K\n\u001b[J\u001b[Htwo\u001b[K\n\u001b[J',
  );
});

test.each([
  ['all of it, where that fits', 'a\nb\nc\n', { rows: 4, columns: 20 }, 'a\nb\nc\n'],
  [
    'its beginning, where it does not',
    'a\nb\nc\nd\n',
    { rows: 4, columns: 20 },
    'a\nb\n… 2 more lines; deskrun status shows all\n',
  ],
  [
    'no line that would go on in a second one',
    'a\nbbbbb\nc\n',
    { rows: 4, columns: 4 },
    'a\n… 2 more lines; deskrun status shows all\n',
  ],
])('a terminal shows of a picture %s', async (_, picture, size, shown) => {
  expect((await watched([picture, ''], true, size)).replace(/\u001b\[[HKJ]/g, '')).toBe(shown);
});

test('what goes wrong later takes the place of one picture', async () => {
  expect(await watched(['one\n', new ToolError('the cluster cannot be looked at'), 'two\n', ''])).toBe(
    'one\n\nthe cluster cannot be looked at\n\ntwo\n\n',
  );
});

test('what goes wrong at first ends it', async () => {
  await expect(watched([new ToolError('the cluster cannot be looked at'), 'one\n', ''])).rejects.toThrow(
    'the cluster cannot be looked at',
  );
});

test('a fault of ours ends it', async () => {
  await expect(watched(['one\n', new TypeError('no function'), 'two\n', ''])).rejects.toThrow('no function');
});
