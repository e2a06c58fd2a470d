import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { ConfigFileError } from '../../errors';
import type { ChartRelease } from '../../import/releases';
import { valuesToConfig } from '../../import/values-to-config';
import type { ContainerModeType } from '../../modes/capabilities';
import type { Io, Run } from '../command';

interface ImportOptions {
  readonly controller?: string;
  readonly namespace?: string;
  readonly 'controller-namespace'?: string;
  readonly mode?: ContainerModeType;
  readonly 'arc-version'?: string;
}

export const run: Run = (call, io) => {
  const options = call.options as ImportOptions;
  const { config, runners, notCarried } = valuesToConfig({
    runnerSets: call.positionals.map(written => ({
      ...release(written, options.namespace, io),
      containerMode: options.mode,
    })),
    controller:
      options.controller === undefined ? undefined : release(options.controller, options['controller-namespace'], io),
    arcVersion: options['arc-version'],
  });
  for (const { file, line, column, path, reason, remedy } of notCarried) {
    io.stderr.write(`${file}:${line}:${column}  ${path}: ${reason}${remedy === undefined ? '' : `; ${remedy}`}\n`);
  }
  if (notCarried.length > 0) io.stderr.write(`not carried: ${notCarried.length}\n`);
  if (runners === 0) {
    io.stderr.write('no runner set was carried; nothing was written\n');
    return Promise.resolve(1);
  }
  io.stdout.write(config);
  return Promise.resolve(0);
};

/** `values.yaml`, or `release=values.yaml`. */
function release(written: string, namespace: string | undefined, { cwd }: Io): ChartRelease {
  const [, releaseName, file = written] = /^([^=/]+)=(.+)$/.exec(written) ?? [];
  return { text: textOf(file, cwd), file, directory: dirname(resolve(cwd, file)), releaseName, namespace };
}

function textOf(file: string, cwd: string): string {
  try {
    return readFileSync(resolve(cwd, file), 'utf8');
  } catch (error) {
    throw new ConfigFileError(`${file}: cannot be read (${(error as NodeJS.ErrnoException).code ?? String(error)})`);
  }
}
