import * as fc from 'fast-check';
import { ScaleSet, type DeskrunApp, type JobPod } from '../../src';
import { appFromText } from '../../src/config/build';
import { DeskrunError } from '../../src/errors';
import { textOf, type Config } from './arbitrary-configs';
import { filesOf, temporaryFolder } from './folders';
import { ifAccepted, type Manifest } from './sets';

/**
 * The files that a configuration becomes in a folder, or nothing where it is refused. What is said meanwhile is not
 * looked at.
 */
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

/** The files of a configuration that is taken, which every law about good ones starts from. */
export function filesOfAccepted(config: Config | string, outdir?: string): Record<string, string> {
  const files = filesIfAccepted(config, outdir);
  fc.pre(files !== undefined);
  return files;
}

/** A configuration that is taken, as objects. */
export interface Synthesized {
  readonly manifests: readonly Manifest[];
  readonly scaleSets: readonly {
    readonly name: string;
    readonly namespace: string;
    readonly runnerPod: Manifest;
    readonly jobPod: JobPod | undefined;
  }[];
}

/** The objects of a configuration that is taken, without writing them. */
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
