import type { DeskrunApp, DeskrunAppProps } from '../../app/deskrun-app';
import { DEFAULT_ARC_VERSION } from '../../app/versions';
import { DEFAULT_HOST_ROOTS, hostRootFindings, isBelow } from '../../caches/host-paths';
import type { DeskrunConfig, RunnerConfig } from '../../config/config';
import { ConfigFileError, prefixFindings, type Finding, type ValuePath } from '../../errors';
import { isPlainObject } from '../../plain-object';
import { checkSchema } from '../../schema/check';
import type { RunnerSummary } from '../project';
import { CONFIG_JSON, UPSTREAM_FIELDS } from './config-json-schema';
import { NEW_NAMESPACE, type ConfigText } from './config-text';
import { duplicateKeyLines } from './duplicate-keys';
import type { Examination } from './examine';
import { findingsError } from './findings-error';
import {
  installationChanges,
  mountFindings,
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
  readonly cluster_hosts?: unknown;
}

/**
 * A `config.json` as upstream deskrun (rkoster/deskrun) writes it. Changes keep all other fields, also unknown ones.
 */
export class ConfigJson implements ConfigText {
  readonly clusterName: string;
  readonly namespace: string;
  readonly arcVersion = DEFAULT_ARC_VERSION;
  readonly runners: readonly RunnerSummary[];
  readonly names: readonly string[];

  /** All installations by name. Only those of {@link read} match the schema. */
  private readonly installations: ReadonlyMap<string, Installation>;
  private readonly read: ReadonlyMap<string, ReadInstallation>;

  /** @throws ConfigFileError when the text is not JSON, has duplicate keys, or its installations are not a map */
  static async parse(text: string, file: string): Promise<ConfigJson> {
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch (error) {
      // The message of the parser is not shown: it quotes the text, which may be a token.
      const position = /position (\d+)/.exec((error as Error).message)?.[1];
      const line = position === undefined ? '' : `:${text.slice(0, Number(position)).split('\n').length}`;
      throw new ConfigFileError(`${file}${line}  is not valid JSON; nothing was written`);
    }
    const duplicates = duplicateKeyLines(text, file);
    if (duplicates.length > 0) throw findingsError(duplicates);
    const findings = [...checkSchema(CONFIG_JSON, value), ...miscasedFields(value)];
    if (!isPlainObject(value) || !isPlainObject(value.installations ?? {})) throw await errorAt(text, file, findings);
    const wrong = malformed(findings);
    const aboutMounts = Object.entries((value as ConfigJsonFile).installations ?? {}).flatMap(([name, installation]) =>
      wrong.has(name) ? [] : prefixFindings(['installations', name], mountFindings(installation)),
    );
    return new ConfigJson(text, file, value, [...findings, ...aboutMounts]);
  }

  private constructor(
    readonly text: string,
    private readonly file: string,
    private readonly value: ConfigJsonFile,
    readonly formFindings: readonly Finding[],
  ) {
    this.installations = new Map(Object.entries(value.installations ?? {}));
    this.names = [...this.installations.keys()];
    const wrong = malformed(formFindings);
    this.read = new Map(
      [...this.installations]
        .filter(([name]) => !wrong.has(name))
        .map(([name, installation]) => [name, readInstallation(name, installation)]),
    );
    this.clusterName = value.cluster_name || 'deskrun';
    this.namespace = value.namespace ?? NEW_NAMESPACE;
    this.runners = [...this.read.values()].map(({ entry }) => {
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

  get notes(): readonly string[] {
    const hosts = isPlainObject(this.value.cluster_hosts) ? Object.keys(this.value.cluster_hosts) : [];
    const renamed = [...this.installations].filter(
      ([name, installation]) => this.read.has(name) && (installation.Name ?? name) !== name,
    );
    return [
      ...(hosts.length === 0
        ? []
        : [
            `${this.file}: cluster_hosts (${hosts.join(', ')}) are kept but not used: ` +
              'they are Incus containers of upstream deskrun; manage them with incus',
          ]),
      ...renamed.map(
        ([name, { Name }]) =>
          `${this.file}: installations.${name}.Name is ${JSON.stringify(Name)}, ` +
          `the name under which upstream deskrun deployed it; deskrun names the set ${name}`,
      ),
    ];
  }

  secretOf(name: string): string | undefined {
    return this.installations.has(name) ? secretOf(name, this.fieldsOf(name)) : undefined;
  }

  with(request: RunnerRequest): string {
    const { AuthValue, ...present } = this.fieldsOf(request.name);
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
      throw await errorAt(this.text, this.file, error.findings.map(this.toFilePath));
    }
  }

  async controllerApp(): Promise<DeskrunApp> {
    const { controllerAppFromText } = await import('../../config/build');
    const { stringify } = await import('yaml');
    return controllerAppFromText(stringify(this.config), this.file);
  }

  async examine(): Promise<Examination> {
    const examined = (await import('./examine')).examineValue(this.config);
    return { ...examined, findings: [...this.formFindings, ...examined.findings.map(this.toFilePath)] };
  }

  async linesOf(findings: readonly Finding[]): Promise<string[]> {
    const { ConfigSource } = await import('../../config-file/source');
    return new ConfigSource(this.text, this.file).lines(findings);
  }

  findingsOf(name: string, findings: readonly Finding[]): readonly Finding[] {
    return findings
      .filter(({ path }) => path[0] === 'installations' && path[1] === name)
      .map(finding => ({ ...finding, path: runnerPath(finding.path.slice(2)) }));
  }

  inlineCredential(secret: string): { readonly [key: string]: string } | undefined {
    const holder = [...this.installations].find(
      ([name, installation]) =>
        this.read.has(name) && installation.AuthValue && secretOf(name, installation) === secret,
    );
    if (!holder) return undefined;
    const [name, { AuthType, AuthValue = '' }] = holder;
    if (AuthType !== 'github-app') return { github_token: AuthValue.trim() };
    throw new ConfigFileError(
      `${this.file}: installations.${name} has the private key of a GitHub App ` +
        'but not its app ID and installation ID; ' +
        `set all three: deskrun add ${name} --replace --app-id … --installation-id … --private-key-file …`,
    );
  }

  private fieldsOf(name: string): Installation {
    const installation = this.installations.get(name);
    return isPlainObject(installation) ? installation : {};
  }

  private withInstallations(entries: ReadonlyMap<string, Installation>): string {
    const value = { cluster_name: 'deskrun', ...this.value, installations: Object.fromEntries(entries) };
    return `${JSON.stringify(value, null, 2)}\n`;
  }

  /** The installations that match the schema, as a configuration with the keys of `deskrun.yaml`. */
  private get config(): DeskrunConfig {
    const runners = [...this.read.values()].map(({ entry }) => entry as RunnerConfig);
    const sources = runners.flatMap(({ cachePaths = [] }) => cachePaths.flatMap(({ source }) => source || []));
    // Upstream deskrun allows any host directory. One that no cache may use is a finding of its cache alone.
    const hostRoots = [...new Set(sources)].filter(
      source =>
        !DEFAULT_HOST_ROOTS.some(root => source === root || isBelow(source, root)) &&
        hostRootFindings([source]).length === 0,
    );
    return { namespace: this.namespace, ...(hostRoots.length > 0 && { hostRoots }), runners };
  }

  private readonly toFilePath = (finding: Finding): Finding => ({ ...finding, path: this.filePath(finding.path) });

  /** The path in this file for a path of `deskrun.yaml`. */
  private filePath([top, index, key, position, ...rest]: ValuePath): ValuePath {
    if (top !== 'runners') return [top ?? ''];
    const [name, installation] = [...this.read][index as number] ?? ['', undefined];
    const place = key === 'cachePaths' ? installation?.cacheOrigins[position as number] : undefined;
    return [
      'installations',
      name,
      ...(place ? [...place, ...rest.map(fieldOf)] : key === undefined ? [] : [fieldOf(key)]),
    ];
  }
}

/** The names of the installations that have findings. */
function malformed(findings: readonly Finding[]): ReadonlySet<unknown> {
  return new Set(findings.filter(({ path }) => path[0] === 'installations').map(({ path }) => path[1]));
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

/** The path inside an installation as the path inside an entry of `runners` in `deskrun.yaml`. */
function runnerPath([field, index]: ValuePath): ValuePath {
  if (field === 'Mounts' || field === 'CachePaths') return index === undefined ? ['template'] : ['cachePaths', index];
  return Object.entries(FIELDS)
    .filter(([, name]) => name === field)
    .map(([key]) => key)
    .slice(0, 1);
}

/**
 * Fields in another case. Upstream deskrun reads them, since Go matches JSON keys case-insensitively; this deskrun
 * does not.
 */
function miscasedFields(value: unknown): Finding[] {
  const installations = isPlainObject(value) && isPlainObject(value.installations) ? value.installations : {};
  return Object.entries(installations).flatMap(([name, entry]) =>
    Object.keys(isPlainObject(entry) ? entry : {}).flatMap((key): Finding[] => {
      const meant = UPSTREAM_FIELDS.find(field => field !== key && field.toLowerCase() === key.toLowerCase());
      return meant === undefined
        ? []
        : [{ path: ['installations', name, key], at: 'key', message: `unknown field; write ${meant}` }];
    }),
  );
}

/** The findings with their positions. JSON is YAML, so the YAML parser finds them. */
async function errorAt(text: string, file: string, findings: readonly Finding[]): Promise<ConfigFileError> {
  const { ConfigSource } = await import('../../config-file/source');
  return new ConfigSource(text, file).error(findings);
}
