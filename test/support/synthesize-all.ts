import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { appFromText } from '../../src/config/build';
import { DeskrunError } from '../../src/errors';
import { filesOf } from './files';

/** Reads configurations from standard input and prints the files of each, below the working directory. */
const texts = JSON.parse(readFileSync(0, 'utf8')) as string[];
process.stdout.write(
  JSON.stringify(
    texts.map(text => {
      const outdir = mkdtempSync('dist-');
      try {
        appFromText(text, 'deskrun.yaml', { outdir }).synth();
        return filesOf(outdir);
      } catch (error) {
        if (!(error instanceof DeskrunError)) throw error;
        return null;
      } finally {
        rmSync(outdir, { recursive: true });
      }
    }),
  ),
);
