import { stringify } from 'yaml';
import { buildConfig, type Built } from '../config/build';
import type { DeskrunConfig } from '../config/config';
import { ConfigSource } from '../config-file/source';
import { formatPath, type Finding, type ValuePath } from '../errors';
import { scalingOf } from '../runners/scaling';
import type { ConfigDraft } from './config-draft';
import { credentialPaths } from './credentials';
import type { Draft } from './draft';
import type { RunnerDraft } from './runner-set';

/** Keys that identify a runner set. Where one is invalid, the whole set is skipped. */
const IDENTITY_KEYS = ['name', 'repository', 'githubConfigUrl', 'containerMode', 'auth', 'vaultConfig', 'namespace'];

/**
 * Removes everything invalid from a configuration and records each removal with its reason.
 * Credentials go first, then every value that the checks of the configuration refuse.
 */
export function dropInvalid(config: ConfigDraft): void {
  for (const draft of [config.file, ...config.runners]) omitCredentials(draft);
  for (const runner of [...config.runners]) if (!hasRequiredKeys(runner)) config.drop(runner);
  let built = buildConfig(config.config());
  while (removeInvalid(config, built.findings)) built = buildConfig(config.config());
  if (problemsOf(config.config(), built).length === 0) return;
  for (const runner of [...config.runners]) dropIfInvalid(config, runner);
}

function omitCredentials(draft: Draft): void {
  // In reverse, because removing an entry of a list moves the entries behind it.
  for (const path of credentialPaths(draft.config).reverse()) {
    const from = draft.originOf(path);
    draft.remove(path);
    if (from)
      draft.omit(
        from,
        'holds a credential in plain text, which everyone who reads the manifests would see',
        'move it to a Secret: use valueFrom.secretKeyRef of the variable, or credentialSecretRef of the proxy',
      );
  }
}

/** Reports whether a set has the keys that every set needs. A missing one was recorded when it was read. */
function hasRequiredKeys({ config }: RunnerDraft): boolean {
  return (
    ['name', 'containerMode', 'auth'].every(key => config[key] !== undefined) &&
    (config.repository ?? config.githubConfigUrl) !== undefined
  );
}

/** Handles the first finding of each draft. Returns false when nothing was removed. */
function removeInvalid(config: ConfigDraft, findings: readonly Finding[]): boolean {
  const seen = new Set<Draft>();
  const runners = [...config.runners];
  for (const finding of findings) {
    const { path } = finding;
    const runner = path[0] === 'runners' ? runners[Number(path[1])] : undefined;
    const draft = runner ?? config.file;
    const inner = { ...finding, path: runner ? path.slice(2) : path };
    if (seen.has(draft)) continue;
    if (runner ? removeFromRunner(config, runner, inner) : removeAt(draft, inner)) seen.add(draft);
  }
  return seen.size > 0;
}

function removeFromRunner(config: ConfigDraft, runner: RunnerDraft, finding: Finding): boolean {
  const { path, message } = finding;
  if (!IDENTITY_KEYS.includes(String(path[0])) && removeAt(runner, finding)) return true;
  const place = runner.originOf(path) ?? runner.file.place();
  runner.omit(place, `${oneLine(message)}; the runner set is skipped`);
  config.drop(runner);
  return true;
}

/**
 * Removes the value at a path. Where the value is missing, removes the nearest one around it.
 * Returns false when no part of it came from the values.
 */
function removeAt(draft: Draft, { path, message, at }: Finding): boolean {
  const existing = draft.existingPath(path);
  const place = draft.originOf(existing);
  if (place === undefined) return false;
  const missing = formatPath(path.slice(existing.length));
  const value = draft.remove(existing);
  const reason = `${oneLine(message)}${defaultAfterRemoval(draft, existing)}`;
  if (missing === '') draft.omissions.push({ place: { ...place, at }, value, reason });
  else draft.omissions.push({ place, value, reason: `${missing}: ${reason}` });
  return true;
}

/** Names the number of runners that applies once the written one is removed. */
function defaultAfterRemoval({ config }: Draft, [key]: ValuePath): string {
  if (key !== 'minRunners' && key !== 'maxRunners') return '';
  const { minRunners, maxRunners } = config as { minRunners?: number; maxRunners?: number };
  return `; set to ${scalingOf(minRunners, maxRunners, false)[key]}`;
}

/** Skips a set that synthesis refuses. Its errors name the set alone and not the place in the values. */
function dropIfInvalid(config: ConfigDraft, runner: RunnerDraft): void {
  const alone = config.config([runner]);
  const [problem] = problemsOf(alone, buildConfig(alone));
  if (problem === undefined) return;
  runner.omit(runner.file.place(), `${problem}; the runner set is skipped`);
  config.drop(runner);
}

function problemsOf(config: DeskrunConfig, { app, findings }: Built): string[] {
  if (findings.length > 0) return findings.map(({ path, message }) => `${formatPath(path)}: ${oneLine(message)}`);
  try {
    // Some values cannot be written as YAML that is read again.
    new ConfigSource(stringify(config, { aliasDuplicateObjects: false }), 'deskrun.yaml');
    return app.node.findAll().flatMap(({ node }) => node.validate());
  } catch (error) {
    // cdk8s throws plain errors for values that it cannot write.
    return [(error as Error).message.split('\n')[0] as string];
  }
}

function oneLine(message: string): string {
  return message.replaceAll(/\n\s*/g, '; ');
}
