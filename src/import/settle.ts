import { stringify } from 'yaml';
import { appFromText, configFindings } from '../config/build';
import { ConfigFileError, formatPath, type Finding, type ValuePath } from '../errors';
import { scalingOf } from '../runners/scaling';
import { credentialPaths } from './credentials';
import type { Draft } from './draft';
import type { RunnerDraft } from './runner-set';
import type { Whole } from './whole';

/** What a set cannot be without: it would be another one. */
const ESSENTIAL = ['name', 'repository', 'githubConfigUrl', 'containerMode', 'auth', 'vaultConfig', 'namespace'];

/**
 * Takes out of a configuration what cannot be in it, each with its reason, until it is one that works: credentials first, then
 * whatever the configuration's own checks find.
 */
export function settle(whole: Whole): void {
  for (const draft of [whole.file, ...whole.runners]) leaveCredentials(draft);
  for (const runner of [...whole.runners]) if (!isIdentified(runner)) whole.drop(runner);
  for (
    let findings = configFindings(whole.config());
    takeOut(whole, findings);
    findings = configFindings(whole.config())
  );
  for (const runner of [...whole.runners]) dropUnsound(whole, runner);
}

function leaveCredentials(draft: Draft): void {
  // Backwards, since the places of those before it stay as they are.
  for (const path of credentialPaths(draft.config).reverse()) {
    const from = draft.originOf(path);
    draft.remove(path);
    if (from)
      draft.leave(
        from,
        'holds a credential in plain text, which everybody who reads the manifests would have',
        'keep it in a Secret, and refer to it: valueFrom.secretKeyRef of a variable, credentialSecretRef of a proxy',
      );
  }
}

/** Whether all is there that makes a set; where it is not, that has been said. */
function isIdentified({ config }: RunnerDraft): boolean {
  return (
    ['name', 'containerMode', 'auth'].every(key => config[key] !== undefined) &&
    (config.repository ?? config.githubConfigUrl) !== undefined
  );
}

/** Acts on the first finding of each part; false when there is none to act on. */
function takeOut(whole: Whole, findings: readonly Finding[]): boolean {
  const seen = new Set<Draft>();
  const runners = [...whole.runners];
  for (const finding of findings) {
    const { path } = finding;
    const runner = path[0] === 'runners' ? runners[Number(path[1])] : undefined;
    const draft = runner ?? whole.file;
    const inner = { ...finding, path: runner ? path.slice(2) : path };
    if (seen.has(draft)) continue;
    if (runner ? takeOutOf(whole, runner, inner) : leaveAt(draft, inner)) seen.add(draft);
  }
  return seen.size > 0;
}

function takeOutOf(whole: Whole, runner: RunnerDraft, finding: Finding): boolean {
  const { path, message } = finding;
  if (!ESSENTIAL.includes(String(path[0])) && leaveAt(runner, finding)) return true;
  const place = runner.originOf(path) ?? runner.file.place();
  runner.leave(place, `${message.replaceAll(/\n\s*/g, '; ')}; the runner set is left out`);
  whole.drop(runner);
  return true;
}

/** Takes a part out, or what is nearest around one that is missing; false where nothing in the values said any of it. */
function leaveAt(draft: Draft, { path, message, at }: Finding): boolean {
  const there = draft.nearest(path);
  const place = draft.originOf(there);
  if (place === undefined) return false;
  const reason = message.replaceAll(/\n\s*/g, '; ');
  const missing = formatPath(path.slice(there.length));
  if (missing === '')
    draft.left.push({ place: { ...place, at }, value: draft.remove(there), reason: reason + instead(draft, there) });
  else draft.left.push({ place, value: draft.remove(there), reason: `${missing}: ${reason}${instead(draft, there)}` });
  return true;
}

/** What stands where a number was taken out. */
function instead({ config }: Draft, [key]: ValuePath): string {
  if (key !== 'minRunners' && key !== 'maxRunners') return '';
  const others = { ...config, [key]: undefined } as { minRunners?: number; maxRunners?: number };
  return `; here it is ${scalingOf(others.minRunners, others.maxRunners, false)[key]}`;
}

/** The last check is that of synthesis, which says only whose manifests are not sound. */
function dropUnsound(whole: Whole, runner: RunnerDraft): void {
  const problems = problemsOf(stringify(whole.config([runner]), { aliasDuplicateObjects: false }));
  if (problems[0] === undefined) return;
  runner.leave(runner.file.place(), `${problems[0]}; the runner set is left out`);
  whole.drop(runner);
}

function problemsOf(text: string): string[] {
  try {
    return appFromText(text, 'deskrun.yaml')
      .node.findAll()
      .flatMap(({ node }) => node.validate());
  } catch (error) {
    if (error instanceof ConfigFileError && error.findings.length > 0)
      return error.findings.map(({ path, message }) => `${formatPath(path)}: ${message.replaceAll(/\n\s*/g, '; ')}`);
    // Of cdk8s too, which throws at values that it cannot write.
    return [(error as Error).message.split('\n')[0] as string];
  }
}
