import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { App, YamlOutputType, type AppProps, type Chart } from 'cdk8s';
import { ManifestError, refuse, type Finding } from '../errors';
import { writing } from '../file-error';
import { makeFolder } from '../make-folder';
import { withDocumentCache } from './documents';
import { manifestFiles, sharedFiles, type ManifestFile } from './files';
import { GitOps } from './gitops';
import { noticesOf } from './notices';
import { Order } from './order';
import { requireFolder, shownPath } from './output-folder';
import { publish } from './publish';
import {
  ARC_VERSION_CONTEXT,
  arcVersionProblem,
  DEFAULT_ARC_VERSION,
  DEFAULT_KUBERNETES_VERSION,
  KUBERNETES_VERSION_CONTEXT,
  kubernetesVersionProblem,
  type ArcVersion,
} from './versions';
import { documentsText, writeDocuments } from './write';
import { checkProps } from '../schema/props';
import { anyObject, flag, instanceOf, list, object, text } from '../schema/shape';

/**
 * Props of {@link DeskrunApp}, in addition to those of every cdk8s `App`.
 *
 * @example
 *   { outdir: 'dist', kubernetesVersion: '1.30', gitOps: GitOps.argoCd() }
 */
export interface DeskrunAppProps extends AppProps {
  /**
   * Version of Actions Runner Controller (ARC) for which manifests are written: one of {@link ARC_VERSIONS}. Its minor
   * version must be that of the controller in the cluster, because a controller deletes runner sets of another one.
   *
   * @default '0.14.2'
   */
  readonly arcVersion?: ArcVersion;

  /**
   * Oldest Kubernetes version on which the manifests must work: a minor version such as `'1.30'`, `'1.27'` or later.
   *
   * @default '1.36'
   */
  readonly kubernetesVersion?: string;

  /**
   * GitOps tool that applies the manifests. They are written with the annotations or Kustomizations from which the tool
   * knows the order in which to apply and delete objects.
   *
   * @default - none: manifests for `kubectl apply -f dist/`
   */
  readonly gitOps?: GitOps;
}

const propsSchema = object<DeskrunAppProps>({
  outdir: text,
  outputFileExtension: text,
  yamlOutputType: { type: 'integer', enum: Object.values(YamlOutputType).filter(value => typeof value === 'number') },
  recordConstructMetadata: flag,
  resolvers: list(anyObject),
  // The constructor checks the value and lists the allowed ones.
  arcVersion: text,
  kubernetesVersion: text,
  gitOps: instanceOf<GitOps>('a GitOps, such as GitOps.argoCd()', value => value instanceof GitOps),
});

/**
 * A cdk8s app for runner sets. Use it in place of cdk8s `App`.
 *
 * It checks the whole app before it writes a file, and reports all errors at once. A failed run leaves the output
 * folder unchanged. It removes manifests of an earlier run that are no longer part of the app, and no other files.
 *
 * @example
 *   const app = new DeskrunApp({ kubernetesVersion: '1.30' });
 *   const chart = new RunnerChart(app, 'runners', { namespace: 'arc-runners' });
 *   app.synth();
 */
export class DeskrunApp extends App {
  /** Version of ARC for which manifests are written, such as `0.14.2`. */
  readonly arcVersion: ArcVersion;
  /** Oldest Kubernetes version on which the manifests must work, such as `1.36`. */
  readonly kubernetesVersion: string;

  private readonly gitOps?: GitOps;

  /** @throws PropsError with all errors in the props */
  constructor(props: DeskrunAppProps = {}) {
    // A copy, because cdk8s would fail on null, which the check below refuses.
    super({ ...props });
    const { props: checked, findings } = checkProps(propsSchema, props);
    this.gitOps = checked.gitOps;
    this.arcVersion = checked.arcVersion ?? DEFAULT_ARC_VERSION;
    this.kubernetesVersion = checked.kubernetesVersion ?? DEFAULT_KUBERNETES_VERSION;
    refuse([
      ...findings,
      ...problemAt('arcVersion', arcVersionProblem(this.arcVersion)),
      ...problemAt('kubernetesVersion', kubernetesVersionProblem(this.kubernetesVersion)),
    ]);
    this.node.setContext(ARC_VERSION_CONTEXT, this.arcVersion);
    this.node.setContext(KUBERNETES_VERSION_CONTEXT, this.kubernetesVersion);
  }

  /**
   * All charts, each after the charts that it depends on.
   *
   * @throws ManifestError when there is a dependency cycle
   */
  override get charts(): Chart[] {
    return [...new Order(this).charts];
  }

  /**
   * Checks the app and writes the manifests to the output folder (`outdir`). Prints notices, such as a setting that
   * works but has a cost, to standard error.
   *
   * @throws ManifestError with all errors in the app, before any file is written
   * @throws FileError when the output folder cannot be written; its files are then unchanged
   */
  override synth(): void {
    withDocumentCache(this, () => this.writeAll(this.checked()));
    for (const notice of noticesOf(this)) process.stderr.write(`note: ${notice}\n`);
  }

  /**
   * Returns the manifests as one YAML text: the documents that `synth` writes, in the same order, with `---` between
   * them. Writes no file.
   *
   * @throws ManifestError with all errors in the app
   */
  override synthYaml(): string {
    return documentsText(this.manifests());
  }

  /**
   * Returns the manifests as plain objects: the documents that `synth` writes, in the same order. Writes no file.
   *
   * @throws ManifestError with all errors in the app
   */
  manifests(): object[] {
    return withDocumentCache(this, () =>
      [...this.files(this.checked())].flatMap(({ documents }) => [...documents] as object[]),
    );
  }

  private writeAll(order: Order): void {
    const shown = shownPath(this.outdir);
    writing(shown, () => {
      requireFolder(this.outdir, shown);
      this.writeTo(this.outdir, order);
    });
  }

  private writeTo(outdir: string, order: Order): void {
    const made = makeFolder(outdir);
    let staging: string | undefined;
    try {
      // Inside the output folder: files can be renamed only within one file system.
      staging = mkdtempSync(join(outdir, '.synth-'));
      this.stage(staging, order);
      publish(staging, outdir);
    } catch (error) {
      if (made !== undefined) rmSync(made, { recursive: true, force: true });
      throw error;
    } finally {
      if (staging !== undefined) rmSync(staging, { recursive: true, force: true });
    }
  }

  /** Returns the order of charts and objects, or throws all errors in the app. */
  private checked(): Order {
    this.gitOps?._annotate(this);
    const problems = this.node
      .findAll()
      .flatMap(({ node }) => node.validate().map(message => `[${node.path}] ${message}`))
      .concat(sharedFiles(this), this.gitOps?._problems(this) ?? []);
    const order = orderOf(this, problems);
    if (order === undefined || problems.length > 0) throw new ManifestError(problems);
    return order;
  }

  /** Returns all files to write, including those that the GitOps tool needs. */
  private files(order: Order): Iterable<ManifestFile> {
    const files = manifestFiles(this, order);
    return this.gitOps?._arranged(files, this.outputFileExtension) ?? files;
  }

  private stage(folder: string, order: Order): void {
    for (const { path, documents } of this.files(order)) {
      const file = join(folder, path);
      makeFolder(dirname(file));
      writeDocuments(file, documents);
    }
    // A private member of cdk8s' App, which also sets it from an environment variable.
    if (Reflect.get(this, 'recordConstructMetadata') === true)
      writeFileSync(join(folder, 'construct-metadata.json'), constructMetadata(order));
  }
}

function orderOf(app: App, problems: string[]): Order | undefined {
  try {
    return new Order(app);
  } catch (error) {
    if (!(error instanceof ManifestError)) throw error;
    problems.push(...error.problems);
    return undefined;
  }
}

/** Returns the construct path of each object by its name, in the format of cdk8s. */
function constructMetadata(order: Order): string {
  const objects = order.charts.flatMap(chart => order.objectsOf(chart));
  return JSON.stringify({
    version: '1.0.0',
    resources: Object.fromEntries(objects.map(({ name, node: { path } }) => [name, { path }])),
  });
}

function problemAt(prop: string, message: string | undefined): Finding[] {
  return message === undefined ? [] : [{ path: [prop], message }];
}
