import * as fc from 'fast-check';
import { ScaleSet, type DeskrunApp, type JobPod } from '../../src';
import { appFromText } from '../../src/config/build';
import { DeskrunError } from '../../src/errors';
import { textOf, type Config } from './arbitrary-configs';
import { filesOf, temporaryFolder } from './folders';
import { ifAccepted, type Manifest } from './sets';

/** Returns the files of a configuration, or undefined if it is refused. Ignores output. */
export function filesIfAccepted(
  config: Config | string,
  outdir = temporaryFolder(),
): Record<string, string> | undefined {
  const stderr = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  try {
    appFromText(typeof config === 'string' ? config : textOf(config), 'deskrun.yaml', { outdir }).synth();
    return filesOf(outdir);
  } catch (error) {
    if (!(error instanceof DeskrunError)) throw error;
    return undefined;
  } finally {
    stderr.mockRestore();
  }
}

/** Returns the files of a valid configuration. Refused ones are skipped. */
export function filesOfAccepted(config: Config | string, outdir?: string): Record<string, string> {
  const files = filesIfAccepted(config, outdir);
  fc.pre(files !== undefined);
  return files;
}

/** A valid configuration, as objects. */
export interface Synthesized {
  readonly manifests: readonly Manifest[];
  readonly scaleSets: readonly {
    readonly name: string;
    readonly namespace: string;
    readonly runnerPod: Manifest;
    readonly jobPod: JobPod | undefined;
  }[];
}

/** Returns the objects of a valid configuration, without writing files. */
export function objectsOfAccepted(config: Config): Synthesized {
  const app = ifAccepted(() => appFromText(textOf(config), 'deskrun.yaml'));
  fc.pre(app !== undefined);
  return { manifests: app.manifests() as Manifest[], scaleSets: scaleSetsOf(app) };
}

function scaleSetsOf(app: DeskrunApp): Synthesized['scaleSets'] {
  return app.node
    .findAll()
    .filter((construct): construct is ScaleSet => construct instanceof ScaleSet)
    .map(scaleSet => {
      const {
        metadata: { name, namespace },
        spec: { template },
      } = scaleSet.resource.toJson();
      return { name, namespace, runnerPod: template, jobPod: scaleSet.effectiveJobPod() };
    });
}
