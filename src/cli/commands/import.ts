import type { ArcVersion } from '../../app/versions';
import { dirname, resolve } from 'node:path';
import { readText } from '../../config-file/read-text';
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
    arcVersion: options['arc-version'] as ArcVersion | undefined,
  });
  for (const { file, line, column, path, reason, remedy } of notCarried) {
    // The whole file has no path.
    const what = path === '' ? '' : `${path}: `;
    io.stderr.write(`${file}:${line}:${column}  ${what}${reason}${remedy === undefined ? '' : `; ${remedy}`}\n`);
  }
  if (notCarried.length > 0) io.stderr.write(`not imported: ${notCarried.length}\n`);
  if (runners === 0) {
    io.stderr.write('no runner set was imported; nothing was written\n');
    return Promise.resolve(1);
  }
  io.stdout.write(config);
  return Promise.resolve(0);
};

/** `values.yaml`, or `release=values.yaml`. */
function release(written: string, namespace: string | undefined, { cwd }: Io): ChartRelease {
  const [, releaseName, file = written] = /^([^=/]+)=(.+)$/.exec(written) ?? [];
  const path = resolve(cwd, file);
  return { text: readText(path, file), file, directory: dirname(path), releaseName, namespace };
}
