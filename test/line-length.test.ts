import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

const MAX_LENGTH = 120;
const ROOT = join(__dirname, '..');

/** Folders and files without longer lines. Add more, until these are all. */
const CHECKED = [
  '.ci',
  'bench',
  'eslint.config.mjs',
  'fuzz',
  'jest.cluster.config.js',
  'jest.config.js',
  'jest.helm.config.js',
  'jest.node.config.js',
  'mutation',
  'scripts',
  'src/app',
  'src/auth',
  'src/builds',
  'src/caches',
  'src/cli',
  'src/cluster',
  'src/config',
  'src/config-file',
  'src/controller',
  'src/credential-text.ts',
  'src/errors.ts',
  'src/file-error.ts',
  'src/hooks',
  'src/import',
  'src/index.ts',
  'src/kubernetes.ts',
  'src/main.ts',
  'src/make-folder.ts',
  'src/memoized.ts',
  'src/modes',
  'src/network',
  'src/plain-object.ts',
  'src/pod',
  'src/runners',
  'src/schema',
  'src/testing',
  'src/written-credentials.ts',
  'test/app',
  'test/auth',
  'test/caches',
  'test/cli',
  'test/cluster',
  'test/config',
  'test/controller',
  'test/docs',
  'test/examples',
  'test/helm',
  'test/hooks',
  'test/import',
  'test/kubernetes.properties.test.ts',
  'test/kubernetes.test.ts',
  'test/laws',
  'test/line-length.test.ts',
  'test/main',
  'test/main.test.ts',
  'test/network',
  'test/node',
  'test/pod',
  'test/props.test.ts',
  'test/public-types.test.ts',
  'test/readme.test.ts',
  'test/reality',
  'test/runners',
  'test/schema',
  'test/support',
  'test/written-credentials.test.ts',
];

function codeBelow(path: string): string[] {
  if (statSync(join(ROOT, path)).isDirectory())
    return readdirSync(join(ROOT, path)).flatMap(name => codeBelow(`${path}/${name}`));
  return /\.(ts|js|cjs|mjs|sh|go)$|^\.ci\/run$/.test(path) ? [path] : [];
}

function longLines(file: string): string[] {
  const lines = readFileSync(join(ROOT, file), 'utf8').split('\n');
  return lines.flatMap((line, index) =>
    line.length > MAX_LENGTH && !line.includes('https://') ? [`${file}:${index + 1}`] : [],
  );
}

// Prettier does not break comments and strings.
test.each(CHECKED)(`no line in %s is longer than ${MAX_LENGTH} characters, except with a URL`, path => {
  const files = codeBelow(path);
  expect(files).not.toEqual([]);
  expect(files.flatMap(longLines)).toEqual([]);
});
