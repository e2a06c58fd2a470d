import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { App, YamlOutputType, type AppProps, type Chart } from 'cdk8s';
import { ManifestError, refuse, type Finding } from '../errors';
import { writing } from '../file-error';
import { makeFolder } from '../make-folder';
import { keepingDocuments } from './documents';
import { manifestFiles, sharedFiles, type ManifestFile } from './files';
import { GitOps } from './gitops';
import { noticesOf } from './notices';
import { Order } from './order';
import { refuseAsFolder, shownPath } from './output-folder';
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

/** Properties of a DeskrunApp, beside those of any cdk8s app. */
export interface DeskrunAppProps extends AppProps {
  /**
   * Version of the Actions Runner Controller (ARC) that the manifests are for. The controller deletes runner sets of
   * another minor version, so it must match the controller in the cluster.
   *
   * @default '0.14.2'
   */
  readonly arcVersion?: ArcVersion;

  /**
   * Minor version of the oldest Kubernetes that the manifests are for: `'1.27'` or later, without a patch.
   *
   * @default '1.36'
   */
  readonly kubernetesVersion?: string;

  /**
   * The GitOps tool for which manifests say in what order they are applied and deleted.
   *
   * @default - none: as `kubectl apply -f dist/` takes them
   */
  readonly gitOps?: GitOps;
}

const propsSchema = object<DeskrunAppProps>({
  outdir: text,
  outputFileExtension: text,
  yamlOutputType: { type: 'integer', enum: Object.values(YamlOutputType).filter(value => typeof value === 'number') },
  recordConstructMetadata: flag,
  resolvers: list(anyObject),
  // The constructor checks the value, and lists the allowed ones.
  arcVersion: text,
  kubernetesVersion: text,
  gitOps: instanceOf<GitOps>('a GitOps, such as GitOps.argoCd()', value => value instanceof GitOps),
});

/**
 * A cdk8s app that writes all of its manifests or none: everything is checked first, written to a folder of its own,
 * and moved to its place file by file. Files of an earlier run that are no longer part of the app are removed, and
 * nothing else is.
 */
export class DeskrunApp extends App {
  /** Version of ARC that the manifests are for. */
  readonly arcVersion: ArcVersion;
  /** Minor version of Kubernetes that the manifests are for. */
  readonly kubernetesVersion: string;

  private readonly gitOps?: GitOps;

  /** @throws PropsError with everything that is wrong with the props */
  constructor(given: DeskrunAppProps = {}) {
    super(given);
    const { props, findings } = checkProps(propsSchema, given);
    this.gitOps = props.gitOps;
    this.arcVersion = props.arcVersion ?? DEFAULT_ARC_VERSION;
    this.kubernetesVersion = props.kubernetesVersion ?? DEFAULT_KUBERNETES_VERSION;
    refuse([
      ...findings,
      ...problemAt('arcVersion', arcVersionProblem(this.arcVersion)),
      ...problemAt('kubernetesVersion', kubernetesVersionProblem(this.kubernetesVersion)),
    ]);
    this.node.setContext(ARC_VERSION_CONTEXT, this.arcVersion);
    this.node.setContext(KUBERNETES_VERSION_CONTEXT, this.kubernetesVersion);
  }

  /** All charts, each after those it depends on. @throws ManifestError when one depends on itself */
  override get charts(): Chart[] {
    return [...new Order(this).charts];
  }

  /**
   * Checks everything and writes the manifests. What works but should be known is said on standard error.
   *
   * @throws ManifestError with every problem of the tree, before anything is written
   * @throws FileError when the output folder cannot be written; its files are then as they were
   */
  override synth(): void {
    keepingDocuments(this, () => this.writeAll(this.checked()));
    for (const notice of noticesOf(this)) process.stderr.write(`note: ${notice}\n`);
  }

  /**
   * The manifests as one text: the documents that `synth` writes, in the same order.
   *
   * @throws ManifestError with every problem of the tree
   */
  override synthYaml(): string {
    return documentsText(this.manifests());
  }

  /**
   * The manifests as data: the documents that `synth` writes, in the same order.
   *
   * @throws ManifestError with every problem of the tree
   */
  manifests(): object[] {
    return keepingDocuments(this, () =>
      [...this.files(this.checked())].flatMap(({ documents }) => [...documents] as object[]),
    );
  }

  private writeAll(order: Order): void {
    const shown = shownPath(this.outdir);
    writing(shown, () => {
      refuseAsFolder(this.outdir, shown);
      this.writeTo(this.outdir, order);
    });
  }

  private writeTo(outdir: string, order: Order): void {
    const made = makeFolder(outdir);
    let staging: string | undefined;
    try {
      // Inside, since beside it may be another file system, to which no file can be moved in one step.
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

  /** The order of everything, when there is nothing wrong with anything. */
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

  /** Every file to write, with those that the GitOps tool needs. */
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
    // Private in cdk8s, which sets it from the environment too.
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

/** The path of every object by its name, as cdk8s records it. */
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
