import { arcVersionProblem } from '../app/versions';
import { refuse } from '../errors';
import { ControllerDraft } from './controller';
import { reportOf, type NotCarried } from './left';
import type { HelmReleases } from './releases';
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
  const controllerDraft = controller && new ControllerDraft(controller);
  const runners = runnerSets.map(release => new RunnerDraft(release));
  const whole = new Whole(runners, controllerDraft, arcVersion);
  settle(whole);
  return { whole, notCarried: reportOf([...runners, whole.file].flatMap(({ left }) => left)) };
}
