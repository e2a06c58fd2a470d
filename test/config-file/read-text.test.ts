import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeText, readText } from '../../src/config-file/read-text';

const text = 'namespace: größe\nrunners: []\n';

test('UTF-8 text is read unchanged, without a byte order mark', () => {
  expect(decodeText(Buffer.from(text), 'a')).toBe(text);
  expect(decodeText(Buffer.from(`\ufeff${text}`), 'a')).toBe(text);
  expect(decodeText(Buffer.from(''), 'a')).toBe('');
  expect(decodeText(Buffer.from('replacement \ufffd'), 'a')).toBe('replacement \ufffd');
});

test.each([
  ['Latin-1', Buffer.from(text, 'latin1'), 'a:1  byte 0xf6 is not UTF-8; save the file as UTF-8; nothing was written'],
  ['a cut character', Buffer.from('a: b\nc: ö').subarray(0, -1), 'a:2  byte 0xc3 is not UTF-8; save the file as UTF-8'],
  [
    'UTF-16 with its mark',
    Buffer.from(`\ufeff${text}`, 'utf16le'),
    'a: is UTF-16; save it as UTF-8; nothing was written',
  ],
  ['UTF-16 of the other order', Buffer.from(`\ufeff${text}`, 'utf16le').swap16(), 'a: is UTF-16; save it as UTF-8'],
  ['UTF-16 without a mark', Buffer.from('namespace: ci', 'utf16le'), 'a: is UTF-16; save it as UTF-8'],
  ['NUL bytes', Buffer.from('a: b\n\0\0'), 'a:2  has a NUL byte, so it is not a text file; nothing was written'],
])('%s is refused, with the line', (_, bytes, message) => {
  expect(() => decodeText(bytes, 'a')).toThrow(message);
});

test('a dangling symbolic link is reported as such', () => {
  const folder = mkdtempSync(join(tmpdir(), 'test-'));
  try {
    symlinkSync('gone.yaml', join(folder, 'deskrun.yaml'));
    expect(() => readText(join(folder, 'deskrun.yaml'), 'deskrun.yaml')).toThrow(
      'deskrun.yaml: cannot be read: it is a symbolic link to gone.yaml, which does not exist; nothing was written',
    );
    writeFileSync(join(folder, 'gone.yaml'), text);
    expect(readText(join(folder, 'deskrun.yaml'), 'deskrun.yaml')).toBe(text);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
