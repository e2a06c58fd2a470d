import { arcVersionProblem } from '../app/versions';
import { refuse } from '../errors';
import { ConfigDraft } from './config-draft';
import { ControllerDraft } from './controller';
import { dropInvalid } from './drop-invalid';
import { findReleases } from './find-releases';
import type { ArcChart, Found, FoundRelease } from './found-release';
import { notCarriedReport, type NotCarried, type Omission } from './not-carried';
import type { ChartRelease, HelmReleases } from './releases';
import { RunnerDraft } from './runner-set';

export { writeConfig } from './write-config';

/** Converts helm releases to a valid configuration and reports what it omits. */
export function importReleases({ runnerSets, controller, arcVersion }: HelmReleases): {
  readonly draft: ConfigDraft;
  readonly notCarried: NotCarried[];
} {
  const problem = arcVersion === undefined ? undefined : arcVersionProblem(arcVersion);
  refuse(problem === undefined ? [] : [{ path: ['arcVersion'], message: problem }]);
  const sets = runnerSets.map(release => ({ release, found: find(release, 'gha-runner-scale-set') }));
  const foundController = controller && find(controller, 'gha-runner-scale-set-controller');
  const all = [...sets.map(({ found }) => found), ...(foundController ? [foundController] : [])];
  const releases = all.flatMap(found => found.releases);
  const omissions = all.flatMap(found => found.omissions);
  const runners = sets.flatMap(({ release, found }) =>
    found.releases
      .filter(({ chart }) => chart === 'gha-runner-scale-set')
      .map(one => new RunnerDraft(one, release.containerMode)),
  );
  const installed = controllerOf(all, omissions);
  const version = arcVersion ?? versionOf(releases, omissions);
  const draft = new ConfigDraft(runners, installed && new ControllerDraft(installed), version);
  dropInvalid(draft);
  const drafts = [...runners, draft.file];
  return { draft, notCarried: notCarriedReport([...omissions, ...drafts.flatMap(part => part.omissions)]) };
}

function find(release: ChartRelease, chart: ArcChart): Found {
  const { releases, ...rest } = findReleases(release, chart);
  const [only] = releases.length === 1 ? releases : [];
  return {
    ...rest,
    releases: releases.map(one => ({
      ...one,
      releaseName: (only && release.releaseName) ?? one.releaseName,
      namespace: one.namespace ?? release.namespace,
    })),
  };
}

/** Returns the controller to install. The release that the caller names as controller comes first. */
function controllerOf(all: readonly Found[], omissions: Omission[]): FoundRelease | undefined {
  const [installed, ...others] = [...all]
    .reverse()
    .flatMap(({ releases }) => releases.filter(({ chart }) => chart === 'gha-runner-scale-set-controller'));
  omissions.push(
    ...others.map(({ file }) => ({
      place: file.place(),
      value: undefined,
      reason: 'is a second controller, and a configuration has only one; it is skipped',
    })),
  );
  return installed;
}

/** Returns the version of the charts if all releases name the same supported version. */
function versionOf(releases: readonly FoundRelease[], omissions: Omission[]): string | undefined {
  const named = releases.flatMap(({ version }) => (version ? [version] : []));
  const plain = (text: string) => text.replace(/^v/, '');
  const [first] = named;
  if (first === undefined) return undefined;
  if (
    named.every(({ text }) => plain(text) === plain(first.text)) &&
    arcVersionProblem(plain(first.text)) === undefined
  )
    return plain(first.text);
  omissions.push(
    ...named.map(({ text, place }) => ({
      place,
      value: text,
      reason: 'must be one supported version for all releases; the manifests are for the newest version',
      remedy: 'set arcVersion',
    })),
  );
  return undefined;
}
