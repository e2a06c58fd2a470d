import { pages } from '../support/markdown';

const questions = pages().filter(({ file }) => file.startsWith('docs/questions/') && !file.endsWith('/README.md'));
const index = pages().find(({ file }) => file === 'docs/questions/README.md')?.text ?? '';
const titleOf = (text: string) => /^title: '(.*)'$/m.exec(text)?.[1];

test('the index of the questions lists every page once, by its title', () => {
  const listed = [...index.matchAll(/^- \[(.+)\]\((.+)\)$/gm)].map(([, title, file]) => [file, title]);
  const written = questions.map(({ file, text }) => [file.replace('docs/questions/', ''), titleOf(text)]);
  expect(listed.sort()).toEqual(written.sort());
});

test.each(questions.map(page => [page.file, page] as const))(
  '%s has its title as its heading, and says what it does not solve',
  (_, { text }) => {
    expect(/^# (.*)$/m.exec(text)?.[1]).toBe(titleOf(text));
    expect(text).toContain('\n**What this does not solve.** ');
  },
);
