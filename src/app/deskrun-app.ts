import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ApiObject, App, YamlOutputType, type AppProps } from 'cdk8s';
import { ManifestError, refuse, type Finding } from '../errors';
import { noticesOf } from './notices';
import { publish } from './publish';
import { ARC_VERSION_CONTEXT, arcVersionProblem, DEFAULT_ARC_VERSION, DEFAULT_KUBERNETES_VERSION, KUBERNETES_VERSION_CONTEXT, kubernetesVersionProblem } from './versions';

/** Properties of a DeskrunApp, beside those of any cdk8s app. */
export interface DeskrunAppProps extends AppProps {
  /** Version of the Actions Runner Controller in the cluster: 0.12.1, 0.13.0, 0.13.1, 0.14.0, 0.14.1 or 0.14.2. @default '0.14.2' */
  readonly arcVersion?: string;

  /** Minor version of the oldest Kubernetes the manifests are for. @default '1.36' */
  readonly kubernetesVersion?: string;
}

/**
 * A cdk8s app that writes all of its manifests or none: everything is checked first, written to a folder of its own, and moved
 * to its place file by file. Files of an earlier run that are no longer part of the app are removed, and nothing else is.
 */
export class DeskrunApp extends App {
  readonly arcVersion: string;
  readonly kubernetesVersion: string;

  constructor(props: DeskrunAppProps = {}) {
    super(props);
    this.arcVersion = props.arcVersion ?? DEFAULT_ARC_VERSION;
    this.kubernetesVersion = props.kubernetesVersion ?? DEFAULT_KUBERNETES_VERSION;
    refuse([
      ...problemAt('arcVersion', arcVersionProblem(this.arcVersion)),
      ...problemAt('kubernetesVersion', kubernetesVersionProblem(this.kubernetesVersion)),
    ]);
    this.node.setContext(ARC_VERSION_CONTEXT, this.arcVersion);
    this.node.setContext(KUBERNETES_VERSION_CONTEXT, this.kubernetesVersion);
  }

  /**
   * Checks everything and writes the manifests. What works but should be known is said on standard error.
   *
   * @throws ManifestError with every problem of the tree, before anything is written
   */
  override synth(): void {
    const problems = this.node.findAll().flatMap(({ node }) => node.validate().map(message => `[${node.path}] ${message}`)).concat(this.sharedFiles());
    if (problems.length > 0) throw new ManifestError(problems);

    const { outdir } = this;
    const made = mkdirSync(outdir, { recursive: true });
    // Inside, since beside it may be another file system, to which no file can be moved in one step.
    const staging = mkdtempSync(join(outdir, '.synth-'));
    try {
      this.writeTo(staging);
      publish(staging, outdir);
    } catch (error) {
      if (made !== undefined) rmSync(made, { recursive: true, force: true });
      throw error;
    } finally {
      rmSync(staging, { recursive: true, force: true });
    }
    for (const notice of noticesOf(this)) process.stderr.write(`note: ${notice}\n`);
  }

  /** cdk8s names a file for each object without its namespace, and lets the last of two objects have it. */
  private sharedFiles(): string[] {
    const perChart = this.yamlOutputType === YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE;
    if (!perChart && this.yamlOutputType !== YamlOutputType.FILE_PER_RESOURCE) return [];
    const files = new Map<string, string>();
    return this.node.findAll().filter(construct => ApiObject.isApiObject(construct)).flatMap(construct => {
      const { kind, name, chart, node } = construct;
      const file = `${perChart ? chart.node.path : ''}/${kind}.${name}`.replace(/[^0-9a-zA-Z-_./]/g, '');
      const other = files.get(file);
      files.set(file, node.path);
      return other === undefined ? [] : [`[${node.path}] would be written over ${other}, which is a ${kind} called ${name} too; choose another yamlOutputType`];
    });
  }

  private writeTo(folder: string): void {
    const outdir = Object.getOwnPropertyDescriptor(this, 'outdir') as PropertyDescriptor;
    Object.defineProperty(this, 'outdir', { ...outdir, value: folder });
    try {
      super.synth();
    } finally {
      Object.defineProperty(this, 'outdir', outdir);
    }
  }
}

function problemAt(prop: string, message: string | undefined): Finding[] {
  return message === undefined ? [] : [{ path: [prop], message }];
}
