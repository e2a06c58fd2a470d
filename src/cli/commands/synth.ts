import { resolve } from 'node:path';
import { noticesOf } from '../../app/notices';
import type { Run } from '../command';
import { locate } from '../configuration/locate';
import { readConfig } from '../configuration/open';
import { UsageError } from '../usage-error';

export const run: Run = async (call, io) => {
  const { out, stdout } = call.options as { out?: string; stdout?: boolean };
  if (out !== undefined && stdout) throw new UsageError('--out and --stdout both say where the manifests go; keep one');
  const config = await readConfig(locate(call, io), io);
  const folder = out ?? 'dist';
  const app = await config.app({ outdir: resolve(io.cwd, folder) });
  if (stdout) {
    io.stdout.write(app.synthYaml());
    for (const notice of noticesOf(app)) io.stderr.write(`note: ${notice}\n`);
    return 0;
  }
  app.synth();
  io.stderr.write(
    `${folder} is up to date: ${config.runners.length} ${config.runners.length === 1 ? 'runner set' : 'runner sets'}\n`,
  );
  return 0;
};
