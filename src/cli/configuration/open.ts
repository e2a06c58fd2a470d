import { lstatSync } from 'node:fs';
import { readText } from '../../config-file/read-text';
import { ConfigFileError } from '../../errors';
import type { Call, Io } from '../command';
import type { Manifest, Project } from '../project';
import { NEW_NAMESPACE, type ConfigText } from './config-text';
import { findingsError } from './findings-error';
import { homeFolder, locate, type Location } from './locate';

/**
 * Reads the configuration of a command.
 *
 * @throws ConfigFileError when the file cannot be read or does not match its schema. Other findings are thrown by
 * the methods of the project that build its manifests.
 */
export async function openProject(call: Call, io: Io): Promise<Project> {
  const location = locate(call, io);
  const config = await readConfig(location, io);
  const { clusterName, clusterImage, namespace, arcVersion, runners } = config;
  let manifests: Promise<Manifest[]> | undefined;
  return {
    file: location.shown,
    clusterName,
    clusterImage,
    namespace,
    arcVersion,
    runners,
    manifests: () => (manifests ??= manifestsOf(config, io)),
    controllerManifests: async () => (await config.controllerApp()).manifests() as Manifest[],
    hostPaths: async () => {
      const { workloadHostPaths } = await import('../../cluster/workload-host-paths');
      const app = await config.app();
      // Throws errors of the manifests before a cluster is created from their paths.
      app.manifests();
      return workloadHostPaths(app);
    },
    credential: async secret => {
      const { CredentialStore } = await import('../credentials/store');
      return config.inlineCredential(secret) ?? new CredentialStore(homeFolder(io), location.path).read(secret);
    },
  };
}

/** The manifests of a configuration. Prints its notices. */
async function manifestsOf(config: ConfigText, io: Io): Promise<Manifest[]> {
  const app = await config.app();
  const manifests = app.manifests() as Manifest[];
  const { noticesOf } = await import('../../app/notices');
  for (const notice of noticesOf(app)) io.stderr.write(`note: ${notice}\n`);
  return manifests;
}

/**
 * Reads the configuration of a location. A missing file counts as a configuration without runner sets.
 *
 * @throws ConfigFileError when it cannot be read, or does not match its schema; it has all findings of the file,
 * also those that only building the manifests shows
 */
export async function readConfig(location: Location, io: Io): Promise<ConfigText> {
  const config = await readForChange(location, io);
  if (config.formFindings.length === 0) return config;
  const { findings } = await config.examine();
  throw findingsError(await config.linesOf(findings), findings);
}

/** Like {@link readConfig}, for a change: findings of other runner sets do not prevent it. */
export async function readForChange(location: Location, io: Io): Promise<ConfigText> {
  const config = await parseConfig(textOf(location), location);
  for (const note of config.notes) io.stderr.write(`note: ${note}\n`);
  return config;
}

/** Parses the text of a configuration. */
export async function parseConfig(text: string, { shown, form }: Location): Promise<ConfigText> {
  if (form === 'config.json') return (await import('./config-json')).ConfigJson.parse(text, shown);
  const { DeskrunYaml } = await import('./deskrun-yaml');
  return DeskrunYaml.parse(text, shown);
}

function textOf({ path, shown, form, mustExist }: Location): string {
  if (isMissing(path) && mustExist)
    throw new ConfigFileError(
      `${shown}: does not exist; check --config, or create it: deskrun init --config ${shown}; nothing was written`,
    );
  if (isMissing(path)) return form === 'config.json' ? '{}' : `namespace: ${NEW_NAMESPACE}\nrunners: []\n`;
  return readText(path, shown);
}

/** Reports whether a path does not exist. A dangling link exists. */
function isMissing(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) === undefined;
  } catch {
    return false;
  }
}
