import type { DeskrunApp, DeskrunAppProps } from '../../app/deskrun-app';
import { DEFAULT_ARC_VERSION } from '../../app/versions';
import { DEFAULT_HOST_ROOTS, isBelow } from '../../caches/host-paths';
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
 * A `config.json`, as upstream deskrun (rkoster/deskrun) writes it. Everything in it that is not asked to change stays, whether it is
 * known here or not.
 */
export class ConfigJson implements ConfigText {
  readonly clusterName: string;
  readonly namespace: string;
  readonly arcVersion = DEFAULT_ARC_VERSION;
  readonly runners: readonly RunnerSummary[];
  readonly names: readonly string[];

  /** All installations, by name. Those of {@link read} alone are known to be of the right form. */
  private readonly installations: ReadonlyMap<string, Installation>;
  private readonly read: ReadonlyMap<string, ReadInstallation>;

  /** @throws ConfigFileError for what is not JSON, or has no installations that could be changed */
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
            `${this.file}: cluster_hosts (${hosts.join(', ')}) stay in the file and are not used: they are Incus containers of upstream deskrun; manage them with incus`,
          ]),
      ...renamed.map(
        ([name, { Name }]) =>
          `${this.file}: installations.${name}.Name is ${JSON.stringify(Name)}, by which upstream deskrun deployed it; deskrun calls the set ${name}`,
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
      throw await errorAt(this.text, this.file, error.findings.map(this.inWordsOfFile));
    }
  }

  async controllerApp(): Promise<DeskrunApp> {
    const { controllerAppFromText } = await import('../../config/build');
    const { stringify } = await import('yaml');
    return controllerAppFromText(stringify(this.config), this.file);
  }

  async examine(): Promise<Examination> {
    const examined = (await import('./examine')).examineValue(this.config);
    return { ...examined, findings: [...this.formFindings, ...examined.findings.map(this.inWordsOfFile)] };
  }

  async linesOf(findings: readonly Finding[]): Promise<string[]> {
    const { ConfigSource } = await import('../../config/source');
    return new ConfigSource(this.text, this.file).lines(findings);
  }

  findingsOf(name: string, findings: readonly Finding[]): readonly Finding[] {
    return findings
      .filter(({ path }) => path[0] === 'installations' && path[1] === name)
      .map(finding => ({ ...finding, path: asked(finding.path.slice(2)) }));
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
      `${this.file}: installations.${name} has the App's private key and neither its id nor that of its installation; ` +
        `give all three: deskrun add ${name} --replace --app-id … --installation-id … --private-key-file …`,
    );
  }

  private fieldsOf(name: string): Installation {
    const installation = this.installations.get(name);
    return isPlainObject(installation) ? installation : {};
  }

  private withInstallations(entries: ReadonlyMap<string, Installation>): string {
    return `${JSON.stringify({ cluster_name: 'deskrun', ...this.value, installations: Object.fromEntries(entries) }, null, 2)}\n`;
  }

  /** The same in the words of `deskrun.yaml`, as far as it is of the right form. */
  private get config(): DeskrunConfig {
    const runners = [...this.read.values()].map(({ entry }) => entry as RunnerConfig);
    const sources = runners.flatMap(({ cachePaths = [] }) => cachePaths.flatMap(({ source }) => source || []));
    // Upstream deskrun lets a set use any directory of the node.
    const hostRoots = [...new Set(sources)].filter(
      source => !DEFAULT_HOST_ROOTS.some(root => source === root || isBelow(source, root)),
    );
    return { namespace: this.namespace, ...(hostRoots.length > 0 && { hostRoots }), runners };
  }

  private readonly inWordsOfFile = (finding: Finding): Finding => ({ ...finding, path: this.written(finding.path) });

  /** Where what stands at a path of `deskrun.yaml` is written here. */
  private written([top, index, key, position, ...rest]: ValuePath): ValuePath {
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

/** The names of installations that have findings. */
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

/** The path of a finding in the words of a request. */
function asked([field, index]: ValuePath): ValuePath {
  if (field === 'Mounts' || field === 'CachePaths') return index === undefined ? ['template'] : ['cachePaths', index];
  return Object.entries(FIELDS)
    .filter(([, name]) => name === field)
    .map(([key]) => key)
    .slice(0, 1);
}

/** Fields whose capitals are others. Upstream deskrun, which is written in Go, reads them; here they would be left out silently. */
function miscasedFields(value: unknown): Finding[] {
  const installations = isPlainObject(value) && isPlainObject(value.installations) ? value.installations : {};
  return Object.entries(installations).flatMap(([name, entry]) =>
    Object.keys(isPlainObject(entry) ? entry : {}).flatMap((key): Finding[] => {
      const meant = UPSTREAM_FIELDS.find(field => field !== key && field.toLowerCase() === key.toLowerCase());
      return meant === undefined
        ? []
        : [{ path: ['installations', name, key], at: 'key', message: `is not read; write ${meant}` }];
    }),
  );
}

/** JSON is YAML, and so can tell where everything stands. */
async function errorAt(text: string, file: string, findings: readonly Finding[]): Promise<ConfigFileError> {
  const { ConfigSource } = await import('../../config/source');
  return new ConfigSource(text, file).error(findings);
}
