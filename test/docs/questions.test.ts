import { CACHE_CATALOGUE } from '../../src/caches/catalogue';
import { DIAGNOSES } from '../../src/cli/doctor/diagnoses';
import { MODE_CAPABILITIES } from '../../src/modes/capabilities';
import { pages } from '../support/markdown';

const questions = pages().filter(({ file }) => file.startsWith('docs/questions/') && !file.endsWith('/README.md'));
const index = pages().find(({ file }) => file === 'docs/questions/README.md')?.text ?? '';
const titleOf = (text: string) => /^title: '(.*)'$/m.exec(text)?.[1];

test('the index lists every page once, by its title', () => {
  const listed = [...index.matchAll(/^- \[(.+)\]\((.+)\)$/gm)].map(([, title, file]) => [file, title]);
  const written = questions.map(({ file, text }) => [file.replace('docs/questions/', ''), titleOf(text)]);
  expect(listed.sort()).toEqual(written.sort());
});

test.each(questions.map(page => [page.file, page] as const))(
  '%s has its title as its heading, and a section about its limits',
  (_, { text }) => {
    expect(/^# (.*)$/m.exec(text)?.[1]).toBe(titleOf(text));
    expect(text).toContain('\n**What this does not solve.** ');
  },
);

/** Words with a hyphen that pages name besides modes, caches and diagnoses. */
const OTHER_WORDS = [
  'arc-systems',
  'ephemeral-storage',
  'gha-runner-scale-set',
  'gha-runner-scale-set-controller',
  'kube-system',
  'runs-on',
  'sync-wave',
];

test('every diagnosis, mode and cache that questions and guides name exists', () => {
  const known = [
    ...DIAGNOSES.map(({ id }) => id),
    ...Object.keys(MODE_CAPABILITIES),
    ...Object.keys(CACHE_CATALOGUE),
    ...OTHER_WORDS,
  ];
  const named = pages()
    .filter(({ file }) => /^docs\/(questions|guide)\//.test(file))
    .flatMap(({ text }) => [...text.matchAll(/`([a-z]+(?:-[a-z0-9]+)+)`/g)].map(([, word]) => word));
  expect(named).not.toEqual([]);
  expect(named.filter(word => !known.includes(word ?? ''))).toEqual([]);
});
