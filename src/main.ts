import { cpSync, rmSync } from 'node:fs';
import { appFromFile } from './config/build';
import { DeskrunError } from './errors';
import { writing } from './file-error';

/** The folder that cdk8s.yaml lets cdk8s empty before this runs, and the one that people apply. */
const SCRATCH = '.synth';
const DIST = 'dist';

/** Writes the manifests of deskrun.yaml: to dist/ as a whole or not at all, or wherever `cdk8s synth --output` says. */
function main(): void {
  const asked = process.env.CDK8S_OUTDIR ?? DIST;
  const outdir = asked === SCRATCH ? DIST : asked;
  appFromFile('deskrun.yaml', { outdir }).synth();
  if (asked !== SCRATCH) return;
  writing(SCRATCH, () => {
    rmSync(SCRATCH, { recursive: true, force: true });
    cpSync(DIST, SCRATCH, { recursive: true });
  });
  // On standard error, since cdk8s keeps what its app says on the other.
  process.stderr.write(`${DIST}/ is up to date; cdk8s lists its copy:\n`);
}

try {
  main();
} catch (error) {
  if (!(error instanceof DeskrunError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
