import type { DeskrunApp, DeskrunAppProps } from '../../app/deskrun-app';
import { DEFAULT_ARC_VERSION } from '../../app/versions';
import type { DeskrunConfig, RunnerConfig } from '../../config/config';
import schema from '../../config/deskrun.schema.json';
import { ConfigSource } from '../../config/source';
import type { Finding } from '../../errors';
import { checkSchema, type JsonSchema } from '../../schema/check';
import type { RunnerSummary } from '../project';
import type { ConfigText } from './config-text';
import { EditError, ListEdit } from './list-edit';
import { runnerEntry, type RunnerRequest } from './runner-request';

/** A `deskrun.yaml`. Its form is checked when it is read, what it means when its app is made. */
export class DeskrunYaml implements ConfigText {
  readonly clusterName: string;
  readonly clusterImage?: string;
  readonly namespace: string;
  readonly arcVersion: string;
  readonly runners: readonly RunnerSummary[];
  private readonly entries: readonly RunnerConfig[];

  /** @throws ConfigFileError for what is no YAML, or not of the form that the schema describes */
  constructor(
    readonly text: string,
    private readonly file: string,
  ) {
    const source = new ConfigSource(text, file);
    const { value } = source;
    const findings = checkSchema(schema as JsonSchema, value);
    if (findings.length > 0) throw source.error(findings);
    const config = value as DeskrunConfig;
    this.entries = config.runners;
    this.clusterName = config.cluster?.name ?? 'deskrun';
    this.clusterImage = config.cluster?.image;
    this.namespace = config.namespace;
    this.arcVersion = config.arcVersion ?? DEFAULT_ARC_VERSION;
    this.runners = config.runners.map(summary);
  }

  with(request: RunnerRequest): string {
    const edit = new ListEdit(this.text, 'runners');
    const entry = runnerEntry(request);
    const index = this.indexOf(request.name);
    if (index === -1) return edit.append(entry);
    const present = this.entries[index] as RunnerConfig;
    for (const key of ['template', 'jobPod'] as const) {
      if (entry[key] !== undefined && present[key] !== undefined) {
        throw new EditError(
          `${request.name} has a ${key} of its own in ${this.file}; add the mount there, in an editor`,
        );
      }
    }
    return edit.change(index, present.githubConfigUrl === undefined ? entry : renamed(entry));
  }

  without(name: string): string {
    return new ListEdit(this.text, 'runners').remove(this.indexOf(name));
  }

  async app(props: DeskrunAppProps = {}): Promise<DeskrunApp> {
    const { appFromText } = await import('../../config/build');
    return appFromText(this.text, this.file, props);
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
}

function renamed({ repository, ...entry }: Partial<RunnerConfig>): Partial<RunnerConfig> {
  return repository === undefined ? entry : { ...entry, githubConfigUrl: repository };
}

function summary({
  name,
  repository,
  githubConfigUrl,
  containerMode,
  minRunners,
  maxRunners,
  instances,
  auth,
}: RunnerConfig): RunnerSummary {
  return {
    name,
    repository: repository ?? (githubConfigUrl as string),
    mode: containerMode,
    minRunners,
    maxRunners,
    instances,
    secret: auth.secret,
  };
}
