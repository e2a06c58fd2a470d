import { join, resolve } from 'node:path';
import { exampleApp, examples } from '../test/support/examples';

// Writes what the sources synthesize of every example, each into a folder of its name:
//
//   node -r ./scripts/typescript.cjs scripts/synth-examples.ts FOLDER

const [, , folder] = process.argv;
if (!folder) throw new Error('give the folder to write to');
for (const example of examples) exampleApp(example, { outdir: join(resolve(folder), example) }).synth();
