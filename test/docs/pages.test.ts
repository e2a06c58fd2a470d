import { join } from 'node:path';
import { GENERATED, referencePages, writeReferencePages } from '../../scripts/reference-pages';
import { filesOf } from '../support/files';

const docs = join(__dirname, '../../docs');

test('the generated pages are up to date; ACCEPT_DIFF=1 updates them', () => {
  if (process.env.ACCEPT_DIFF) writeReferencePages(docs);
  const written = GENERATED.flatMap(folder =>
    Object.entries(filesOf(join(docs, folder))).map(([file, text]) => [`${folder}/${file}`, text]),
  );
  expect(Object.fromEntries(written)).toEqual(Object.fromEntries(referencePages()));
});
