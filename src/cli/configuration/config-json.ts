import type { DeskrunApp, DeskrunAppProps } from '../../app/deskrun-app';
import { DEFAULT_ARC_VERSION } from '../../app/versions';
import { DEFAULT_HOST_ROOTS, isBelow } from '../../caches/host-paths';
import type { DeskrunConfig, RunnerConfig } from '../../config/config';
import { ConfigFileError, type Finding, type ValuePath } from '../../errors';
import { checkSchema } from '../../schema/check';
import type { RunnerSummary } from '../project';
import { CONFIG_JSON } from './config-json-schema';
import { NEW_NAMESPACE, type ConfigText } from './config-text';
import {
  installationChanges,
  readInstallation,
  secretOf,
  type Installation,
  type ReadInstallation,
} from './installation';
import type { RunnerRequest } from './runner-request';

interface ConfigJsonFile {
  readonly cluster_name?: string;
  readonly namespace?: string;
  readonly installations?: Readonly<Record<string, Installation>> | null;
}

/**
 * A `config.json`, as the first deskrun writes it. Everything in it that is not asked to change stays, whether it is known here or not.
 */
export class ConfigJson implements ConfigText {
  readonly clusterName: string;
  readonly namespace: string;
  readonly arcVersion = DEFAULT_ARC_VERSION;
  readonly runners: readonly RunnerSummary[];
  private readonly value: ConfigJsonFile;
  private readonly installations: ReadonlyMap<string, Installation>;
  private readonly read: readonly ReadInstallation[];

  /** @throws ConfigFileError for what is no JSON, or not of the form that the first deskrun writes */
  static async parse(text: string, file: string): Promise<ConfigJson> {
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch (error) {
      // The parser quotes what it found, which may be a token.
      const position = /position (\d+)/.exec((error as Error).message)?.[1];
      const line = position === undefined ? '' : `:${text.slice(0, Number(position)).split('\n').length}`;
      throw new ConfigFileError(`${file}${line}  is not JSON; nothing was written`);
    }
    const findings = checkSchema(CONFIG_JSON, value);
    if (findings.length > 0) throw await errorAt(text, file, findings);
    return new ConfigJson(text, file, value as ConfigJsonFile);
  }

  private constructor(
    readonly text: string,
    private readonly file: string,
    value: ConfigJsonFile,
  ) {
    this.value = value;
    this.installations = new Map(Object.entries(value.installations ?? {}));
    this.read = [...this.installations].map(([name, installation]) => readInstallation(name, installation));
    this.clusterName = value.cluster_name || 'deskrun';
    this.namespace = value.namespace ?? NEW_NAMESPACE;
    this.runners = this.read.map(({ entry }) => {
      const { name, repository, containerMode, minRunners, maxRunners, instances, auth } = entry as RunnerConfig;
      return {
        name,
        repository: repository as string,
        mode: containerMode,
        minRunners,
        maxRunners,
        instances,
        secret: auth.secret,
      };
    });
  }

  with(request: RunnerRequest): string {
    const { AuthValue, ...present } = this.installations.get(request.name) ?? {};
    const kept = request.secret === undefined && AuthValue !== undefined ? { AuthValue } : {};
    return this.withInstallations(
      new Map(this.installations).set(request.name, { ...present, ...installationChanges(request), ...kept }),
    );
  }

  without(name: string): string {
    return this.withInstallations(new Map([...this.installations].filter(([other]) => other !== name)));
  }

  async app(props: DeskrunAppProps = {}): Promise<DeskrunApp> {
    const { appFromText } = await import('../../config/build');
    const { stringify } = await import('yaml');
    try {
      return appFromText(stringify(this.config), this.file, props);
    } catch (error) {
      if (!(error instanceof ConfigFileError)) throw error;
      throw await errorAt(
        this.text,
        this.file,
        error.findings.map(finding => ({ ...finding, path: this.written(finding.path) })),
      );
    }
  }

  findingsOf(name: string, findings: readonly Finding[]): readonly Finding[] {
    return findings
      .filter(({ path }) => path[0] === 'installations' && path[1] === name)
      .map(finding => ({ ...finding, path: asked(finding.path.slice(2)) }));
  }

  inlineCredential(secret: string): { readonly [key: string]: string } | undefined {
    const holder = [...this.installations].find(
      ([name, installation]) => installation.AuthValue && secretOf(name, installation) === secret,
    );
    if (!holder) return undefined;
    const [name, { AuthType, AuthValue = '' }] = holder;
    if (AuthType !== 'github-app') return { github_token: AuthValue.trim() };
    throw new ConfigFileError(
      `${this.file}: installations.${name} has the App's private key and neither its id nor that of its installation; ` +
        `give all three: deskrun add ${name} --replace --app-id … --installation-id … --private-key-file …`,
    );
  }

  private withInstallations(entries: ReadonlyMap<string, Installation>): string {
    return `${JSON.stringify({ cluster_name: 'deskrun', ...this.value, installations: Object.fromEntries(entries) }, null, 2)}\n`;
  }

  /** The same in the words of `deskrun.yaml`. */
  private get config(): DeskrunConfig {
    const runners = this.read.map(({ entry }) => entry as RunnerConfig);
    const sources = runners.flatMap(({ cachePaths = [] }) => cachePaths.flatMap(({ source }) => source || []));
    // The first deskrun asked for no leave to use a directory: who named one meant it.
    const hostRoots = [...new Set(sources)].filter(
      source => !DEFAULT_HOST_ROOTS.some(root => source === root || isBelow(source, root)),
    );
    return { namespace: this.namespace, ...(hostRoots.length > 0 && { hostRoots }), runners };
  }

  /** Where what stands at a path of `deskrun.yaml` is written here. */
  private written([top, index, key, position, ...rest]: ValuePath): ValuePath {
    if (top !== 'runners') return [top ?? ''];
    const name = [...this.installations.keys()][index as number] ?? '';
    const place = key === 'cachePaths' ? this.read[index as number]?.cacheOrigins[position as number] : undefined;
    return [
      'installations',
      name,
      ...(place ? [...place, ...rest.map(fieldOf)] : key === undefined ? [] : [fieldOf(key)]),
    ];
  }
}

const FIELDS: Readonly<Record<string, string>> = {
  name: 'Name',
  repository: 'Repository',
  containerMode: 'ContainerMode',
  minRunners: 'MinRunners',
  maxRunners: 'MaxRunners',
  instances: 'Instances',
  source: 'Source',
  target: 'Target',
  caches: 'Caches',
  auth: 'Secret',
  template: 'Mounts',
  jobPod: 'Mounts',
};

function fieldOf(key: string | number): string {
  return FIELDS[key] ?? String(key);
}

/** The path of a finding in the words of a request. */
function asked([field, index]: ValuePath): ValuePath {
  if (field === 'Mounts' || field === 'CachePaths') return index === undefined ? ['template'] : ['cachePaths', index];
  return Object.entries(FIELDS)
    .filter(([, name]) => name === field)
    .map(([key]) => key)
    .slice(0, 1);
}

/** JSON is YAML, and so can tell where everything stands. */
async function errorAt(text: string, file: string, findings: readonly Finding[]): Promise<ConfigFileError> {
  const { ConfigSource } = await import('../../config/source');
  return new ConfigSource(text, file).error(findings);
}
