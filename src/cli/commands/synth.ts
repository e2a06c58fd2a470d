import { existsSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { noticesOf } from '../../app/notices';
import { RECORD } from '../../app/publish';
import { applyHint } from '../apply-hint';
import type { Run } from '../command';
import { locate } from '../configuration/locate';
import { readConfig } from '../configuration/open';
import { UsageError } from '../usage-error';

export const run: Run = async (call, io) => {
  const { out, stdout } = call.options as { out?: string; stdout?: boolean };
  if (out !== undefined && stdout) throw new UsageError('--out and --stdout exclude each other; remove one');
  const location = locate(call, io);
  const config = await readConfig(location, io);
  const folder = out ?? 'dist';
  const outdir = resolve(io.cwd, folder);
  const app = await config.app({ outdir });
  if (stdout) {
    io.stdout.write(app.synthYaml());
    for (const notice of noticesOf(app)) io.stderr.write(`note: ${notice}\n`);
    return 0;
  }
  const isFirst = written(outdir).length === 0;
  app.synth();
  const sets = config.runners.length;
  io.stderr.write(`wrote ${folder}: ${sets} ${sets === 1 ? 'runner set' : 'runner sets'}\n`);
  if (sets === 0) io.stderr.write(`no runner sets in ${location.shown}; to add one: deskrun add --help\n`);
  const files = written(outdir);
  if (isFirst && files.length > 0)
    io.stderr.write(`files: ${files.join(', ')}\nto apply them: ${applyHint(config.gitOps, folder)}\n`);
  return 0;
};

/** The files that the last synth wrote. None before the first one, or if a folder has the path of the list. */
function written(outdir: string): string[] {
  const record = join(outdir, RECORD);
  const isThere = existsSync(record) && statSync(record).isFile();
  return isThere ? readFileSync(record, 'utf8').split('\n').filter(Boolean) : [];
}
