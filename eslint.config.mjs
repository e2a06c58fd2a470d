import { defineConfig } from 'eslint/config';
import importX from 'eslint-plugin-import-x';
import tseslint from 'typescript-eslint';

// Lowest first: a folder or file of src/ imports from its own row and the rows above it, never from one below.
const layers = [
  [
    'errors',
    'file-error',
    'make-folder',
    'kubernetes',
    'plain-object',
    'memoized',
    'credential-text',
    'written-credentials',
    'schema',
    'config-file',
  ],
  ['app', 'pod'],
  ['hooks'],
  ['modes'],
  ['caches', 'network'],
  ['auth'],
  ['runners', 'builds', 'workspaces', 'microvms', 'controller', 'services', 'cluster', 'observability'],
  ['config'],
  ['import', 'testing'],
  ['index'],
  ['main', 'cli'],
];

const forbid = (files, prefix, names) => ({
  files,
  rules: {
    '@typescript-eslint/no-restricted-imports': [
      'error',
      {
        patterns: [
          { regex: `^${prefix}(${names.join('|')})(/|$)`, message: 'A lower layer does not import an upper one.' },
        ],
      },
    ],
  },
});

const layerRules = layers.slice(0, -1).flatMap((names, row) => {
  const upper = layers.slice(row + 1).flat();
  return [
    forbid(
      names.map(name => `src/${name}.ts`),
      '\\./',
      upper,
    ),
    forbid(
      names.map(name => `src/${name}/**/*.ts`),
      '(\\.\\./)+',
      upper,
    ),
  ];
});

export default defineConfig(
  { ignores: ['lib/', 'dist/', 'imports/', 'site/'] },
  tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      eqeqeq: 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-deprecated': 'error',
      '@typescript-eslint/no-unnecessary-condition': 'error',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { ignoreRestSiblings: true, destructuredArrayIgnorePattern: '^_' },
      ],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
    },
  },
  {
    // Their own tsconfig.json finds the package where it is installed; here it is the sources.
    files: ['examples/**/*.ts'],
    languageOptions: { parserOptions: { projectService: false, project: 'tsconfig.json' } },
  },
  {
    // Synthesized manifests and Jest's matchers are `any`. The assertions check them.
    files: ['test/**/*.ts'],
    rules: {
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
  {
    files: ['src/**/*.ts'],
    plugins: { 'import-x': importX },
    settings: {
      'import-x/extensions': ['.ts'],
      'import-x/resolver': { node: { extensions: ['.ts'] } },
      'import-x/parsers': { '@typescript-eslint/parser': ['.ts'] },
    },
    rules: {
      // A command is loaded when it runs, and may know the list of commands.
      'import-x/no-cycle': ['error', { allowUnsafeDynamicCyclicDependency: true }],
    },
  },
  { files: ['**/*.{js,cjs,mjs}'], extends: [tseslint.configs.disableTypeChecked] },
  { files: ['**/*.{js,cjs}'], rules: { '@typescript-eslint/no-require-imports': 'off' } },
  layerRules,
);
