import { cpSync, rmSync } from 'node:fs';
import { appFromFile } from './config/build';
import { DeskrunError } from './errors';
import { writing } from './file-error';

/** SCRATCH is the output folder in cdk8s.yaml, which cdk8s empties first. DIST is the folder to apply. */
const SCRATCH = '.synth';
const DIST = 'dist';

/** Writes the manifests of deskrun.yaml to dist/, or to the folder of `cdk8s synth --output`. */
function main(): void {
  const asked = process.env.CDK8S_OUTDIR ?? DIST;
  const outdir = asked === SCRATCH ? DIST : asked;
  appFromFile('deskrun.yaml', { outdir }).synth();
  if (asked !== SCRATCH) return;
  writing(SCRATCH, () => {
    rmSync(SCRATCH, { recursive: true, force: true });
    cpSync(DIST, SCRATCH, { recursive: true });
  });
  // cdk8s captures standard output of its app.
  process.stderr.write(`wrote ${DIST}/; cdk8s lists a copy of it:\n`);
}

try {
  main();
} catch (error) {
  if (!(error instanceof DeskrunError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
