import type { DeskrunApp, DeskrunAppProps } from '../../app/deskrun-app';
import { DEFAULT_ARC_VERSION } from '../../app/versions';
import type { DeskrunConfig, RunnerConfig } from '../../config/config';
import schema from '../../config/deskrun.schema.json';
import { ConfigSource } from '../../config-file/source';
import type { Finding } from '../../errors';
import { checkYaml, type JsonSchema } from '../../schema/check';
import type { RunnerSummary } from '../project';
import { isPlainObject } from '../../plain-object';
import { NEW_NAMESPACE, type ConfigText, type GitOpsTool } from './config-text';
import type { Examination } from './examine';
import { ListEdit } from './list-edit';
import { runnerEntry, type RunnerRequest } from './runner-request';
import { EditError } from './yaml-text';

/** A `deskrun.yaml`. Reading it checks the schema; building its app checks everything else. */
export class DeskrunYaml implements ConfigText {
  readonly clusterName: string;
  readonly clusterImage?: string;
  readonly namespace: string;
  readonly arcVersion: string;
  readonly gitOps?: GitOpsTool;
  readonly runners: readonly RunnerSummary[];
  readonly formFindings: readonly Finding[];
  readonly notes = [];
  private readonly entries: readonly Partial<RunnerConfig>[];

  /**
   * @throws ConfigFileError when the text is not YAML or has no list of runner sets; it has all findings of the file
   */
  static async parse(text: string, file: string): Promise<DeskrunYaml> {
    const source = new ConfigSource(text, file);
    const { value } = source;
    if (!isPlainObject(value) || !('runners' in value) || !Array.isArray(value.runners ?? []))
      throw source.error((await import('./examine')).examineValue(value).findings);
    return new DeskrunYaml(text, file, source, value);
  }

  private constructor(
    readonly text: string,
    private readonly file: string,
    private readonly source: ConfigSource,
    value: object,
  ) {
    this.formFindings = checkYaml(schema as JsonSchema, value);
    const config = value as Partial<DeskrunConfig>;
    const wrong = new Set(this.formFindings.filter(({ path }) => path[0] === 'runners').map(({ path }) => path[1]));
    this.entries = (config.runners ?? []).map(entry => (isPlainObject(entry) ? entry : {}));
    this.runners = (config.runners ?? []).filter((_, index) => !wrong.has(index)).map(summaryOf);
    this.clusterName = config.cluster?.name ?? 'deskrun';
    this.clusterImage = config.cluster?.image;
    this.namespace = config.namespace ?? NEW_NAMESPACE;
    this.arcVersion = config.arcVersion ?? DEFAULT_ARC_VERSION;
    this.gitOps = typeof config.gitOps === 'object' ? 'flux' : config.gitOps;
  }

  get names(): readonly string[] {
    return this.entries.flatMap(({ name }) => (typeof name === 'string' ? [name] : []));
  }

  secretOf(name: string): string | undefined {
    const secret: unknown = this.entries[this.indexOf(name)]?.auth?.secret;
    return typeof secret === 'string' ? secret : undefined;
  }

  with(request: RunnerRequest): string {
    const edit = new ListEdit(this.text, 'runners');
    const entry = runnerEntry(request);
    const index = this.indexOf(request.name);
    if (index === -1) return edit.append(entry);
    if (this.indicesOf(request.name).length > 1)
      throw new EditError(
        `${this.file} has several runner sets named ${request.name}; rename or remove one in the file`,
      );
    const present = this.entries[index] as Partial<RunnerConfig>;
    for (const key of ['template', 'jobPod'] as const) {
      if (entry[key] !== undefined && present[key] !== undefined) {
        throw new EditError(`${request.name} already has a ${key} in ${this.file}; add the mount to it in the file`);
      }
    }
    return edit.change(index, present.githubConfigUrl === undefined ? entry : withGithubConfigUrl(entry));
  }

  without(name: string): string {
    return this.indicesOf(name).reduceRight((text, index) => new ListEdit(text, 'runners').remove(index), this.text);
  }

  async app(props: DeskrunAppProps = {}): Promise<DeskrunApp> {
    const { appFromText } = await import('../../config/build');
    return appFromText(this.text, this.file, props);
  }

  async controllerApp(): Promise<DeskrunApp> {
    const { controllerAppFromText } = await import('../../config/build');
    return controllerAppFromText(this.text, this.file);
  }

  async examine(): Promise<Examination> {
    return (await import('./examine')).examineValue(this.source.value);
  }

  linesOf(findings: readonly Finding[]): Promise<string[]> {
    return Promise.resolve(this.source.lines(findings));
  }

  findingsOf(name: string, findings: readonly Finding[]): readonly Finding[] {
    const present = this.indexOf(name);
    const index = present === -1 ? this.entries.length : present;
    return findings
      .filter(({ path }) => path[0] === 'runners' && path[1] === index)
      .map(finding => ({ ...finding, path: finding.path.slice(2) }));
  }

  inlineCredential(): undefined {
    return undefined;
  }

  private indexOf(name: string): number {
    return this.entries.findIndex(entry => entry.name === name);
  }

  private indicesOf(name: string): number[] {
    return this.entries.flatMap((entry, index) => (entry.name === name ? [index] : []));
  }
}

/** Entries may name the repository by ARC's key. */
function withGithubConfigUrl({ repository, ...entry }: Partial<RunnerConfig>): Partial<RunnerConfig> {
  return repository === undefined ? entry : { ...entry, githubConfigUrl: repository };
}

function summaryOf({
  name,
  repository,
  githubConfigUrl,
  containerMode,
  minRunners,
  maxRunners,
  instances,
  runnerScaleSetName,
  auth,
}: RunnerConfig): RunnerSummary {
  return {
    name,
    repository: repository ?? (githubConfigUrl as string),
    mode: containerMode,
    minRunners,
    maxRunners,
    instances,
    runnerScaleSetName,
    secret: auth.secret,
  };
}
