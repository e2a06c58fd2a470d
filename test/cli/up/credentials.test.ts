import { consoleIn } from '../../support/console';
import { Desk, PREPARED } from '../../support/desk';

const TOKEN = 'fake-token-of-nobody';

/** A desk whose runner was added with a token that `deskrun` stores. */
async function deskWithToken(): Promise<Desk> {
  const { '/Secret ci/github': _, ...objects } = PREPARED;
  const desk = new Desk({ objects }).configure([]);
  const added = await desk.runIn(consoleIn(desk.folder, { ...desk.tools.env, TOKEN }), [
    'add',
    'docs',
    '--repository',
    'https://github.com/rubionic/docs',
    '--mode',
    'dind',
    '--auth-env',
    'TOKEN',
  ]);
  expect(added).toMatchObject({ code: 0 });
  return desk;
}

describe('a credential that deskrun stores', () => {
  it('becomes the Secret that the runner reads', async () => {
    const desk = await deskWithToken();
    expect(await desk.deskrun('up')).toMatchObject({ code: 0 });
    expect(desk.object('Secret ci/docs-github')?.data).toEqual({ github_token: Buffer.from(TOKEN).toString('base64') });
  });

  it('is in no output and on no command line', async () => {
    const desk = await deskWithToken();
    const said = [
      await desk.deskrun('up'),
      await desk.deskrun('diff', '-o', 'json'),
      await desk.deskrun('up', '-o', 'json'),
    ]
      .map(outcome => JSON.stringify(outcome))
      .concat(desk.tools.calls('kubectl'))
      .join('\n');
    expect(said).not.toContain(TOKEN);
    expect(said).not.toContain(Buffer.from(TOKEN).toString('base64'));
  });

  it('is deleted with the last runner', async () => {
    const desk = await deskWithToken();
    await desk.deskrun('up');
    await desk.deskrun('down');
    expect(desk.object('Secret ci/docs-github')).toBeUndefined();
  });

  it('is deleted with its runner when that is removed from the configuration', async () => {
    const desk = await deskWithToken();
    await desk.deskrun('up');
    expect((await desk.runIn(consoleIn(desk.folder, desk.tools.env), ['remove', 'docs'])).code).toBe(0);
    expect(await desk.deskrun('up')).toMatchObject({ code: 0 });
    expect(desk.sets).toEqual([]);
    expect(desk.object('Secret ci/docs-github')).toBeUndefined();
  });
});
