import { consoleIn } from '../../support/console';
import { Desk, PREPARED } from '../../support/desk';
import { pattern } from '../../support/pattern';

const docs = { name: 'docs' };

describe('Ctrl-C', () => {
  it('stops kubectl and prints what was done and what was not', async () => {
    const desk = new Desk({
      objects: { '/Secret ci/github': PREPARED['/Secret ci/github'] },
      waits: ['rollout'],
    }).configure([docs]);
    const console = consoleIn(desk.folder, desk.tools.env);
    const running = desk.runIn(console, ['up', '--context', 'desk']);
    while (!desk.tools.calls('kubectl').some(call => call.startsWith('rollout')))
      await new Promise(resolve => setTimeout(resolve, 20));
    console.interrupt();
    const { code, stderr } = await running;
    expect(code).toBe(1);
    expect(stderr).toMatch(
      pattern(
        /interrupted; done: apply Namespace ci, .*; not done: wait for controller arc-gha-rs-controller, /,
        /create ci\/docs, .*; run deskrun up to continue\n$/,
      ),
    );
    expect(desk.sets).toEqual([]);
  });
});
