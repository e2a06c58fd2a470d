import { arcVersionProblem } from '../app/versions';
import { refuse } from '../errors';
import { ControllerDraft } from './controller';
import { releasesIn } from './forms';
import type { ArcChart, Found, FoundRelease } from './found-release';
import { reportOf, type Left, type NotCarried } from './left';
import type { ChartRelease, HelmReleases } from './releases';
import { RunnerDraft } from './runner-set';
import { settle } from './settle';
import { Whole } from './whole';

export { writeConfig } from './write';

/** What the values of releases become, and what of them does not. */
export function imported({ runnerSets, controller, arcVersion }: HelmReleases): {
  readonly whole: Whole;
  readonly notCarried: NotCarried[];
} {
  const problem = arcVersion === undefined ? undefined : arcVersionProblem(arcVersion);
  refuse(problem === undefined ? [] : [{ path: ['arcVersion'], message: problem }]);
  const sets = runnerSets.map(release => ({ release, found: found(release, 'gha-runner-scale-set') }));
  const ofController = controller && found(controller, 'gha-runner-scale-set-controller');
  const all = [...sets.map(set => set.found), ...(ofController ? [ofController] : [])];
  const left: Left[] = all.flatMap(part => part.left);
  const runners = sets.flatMap(({ release, found: { releases } }) =>
    releases
      .filter(({ chart }) => chart === 'gha-runner-scale-set')
      .map(one => new RunnerDraft(one, release.containerMode)),
  );
  const [installed, ...others] = [...all]
    .reverse()
    .flatMap(({ releases }) => releases.filter(({ chart }) => chart === 'gha-runner-scale-set-controller'));
  left.push(
    ...others.map(({ file }) => ({
      place: file.place(),
      value: undefined,
      reason: 'is a second controller, and a configuration has one; it is left out',
    })),
  );
  const version =
    arcVersion ??
    versionOf(
      all.flatMap(({ releases }) => releases),
      left,
    );
  const whole = new Whole(runners, installed && new ControllerDraft(installed), version);
  settle(whole);
  return { whole, notCarried: reportOf([...left, ...[...runners, whole.file].flatMap(draft => draft.left)]) };
}

function found(release: ChartRelease, chart: ArcChart): Found {
  const { releases, ...rest } = releasesIn(release, chart);
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

/** The version of the charts, where all releases name one that is known. */
function versionOf(releases: readonly FoundRelease[], left: Left[]): string | undefined {
  const named = releases.flatMap(({ version }) => (version ? [version] : []));
  const plain = (text: string) => text.replace(/^v/, '');
  const [first] = named;
  if (first === undefined) return undefined;
  if (
    named.every(({ text }) => plain(text) === plain(first.text)) &&
    arcVersionProblem(plain(first.text)) === undefined
  )
    return plain(first.text);
  left.push(
    ...named.map(({ text, place }) => ({
      place,
      value: text,
      reason: 'is not one version, of those that are known here, for all releases; the manifests are for the newest',
      remedy: 'say the version with arcVersion',
    })),
  );
  return undefined;
}
