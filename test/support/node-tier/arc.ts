import { Chart } from 'cdk8s';
import { ArcController, DeskrunApp, GitHubAuth, RunnerSet, type RunnerSetProps } from '../../../src';
import { controllerOnlyCrds } from '../arc';
import { FakeGitHub } from '../fake-github';
import { runnerChart, type Manifest, type Surroundings } from '../sets';
import { isReady, NODE_ADDRESS, NodeNamespace } from './node';
import { Workflows } from './workflows';

const TOKEN = 'not-a-token';
const CONTROLLER_NAMESPACE = 'arc-systems';

/**
 * The real controller on the test node, as a pod of the Deployment of this library, with a fake GitHub that has jobs.
 * Runner sets are in one namespace. Fake runners run the steps of their jobs.
 */
export class NodeArc {
  private constructor(
    readonly runners: NodeNamespace,
    readonly controllers: NodeNamespace,
    readonly github: FakeGitHub,
    readonly workflows: Workflows,
  ) {}

  static async start(namespace: string): Promise<NodeArc> {
    const runners = await NodeNamespace.create(namespace);
    const controllers = await NodeNamespace.create(CONTROLLER_NAMESPACE);
    const github = await FakeGitHub.start({ token: TOKEN }, NODE_ADDRESS);
    const arc = new NodeArc(runners, controllers, github, await Workflows.start(github));
    await runners.cluster.applyCrds();
    await runners.cluster.apply(controllerOnlyCrds());
    const chart = new Chart(new DeskrunApp(), 'arc', { namespace: CONTROLLER_NAMESPACE });
    new ArcController(chart, 'controller', { crds: 'external' });
    await runners.cluster.apply([
      ...chart.toJson(),
      {
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: { name: 'github', namespace },
        stringData: { github_token: TOKEN },
      },
    ]);
    return arc;
  }

  /** Deletes all runner sets, then the controller, then the namespaces. */
  async stop(): Promise<void> {
    await this.runners.kubectl('delete', 'autoscalingrunnersets', '--all', '--wait=true', '--timeout=90s');
    await this.controllers.delete();
    await this.runners.delete();
    await this.workflows.stop();
    await this.github.stop();
  }

  /** The manifests of a runner set for this GitHub. */
  set(
    name: string,
    props: Pick<RunnerSetProps, 'containerMode'> & Partial<RunnerSetProps>,
    around: Surroundings = {},
  ): Manifest[] {
    const chart = runnerChart({ namespace: this.runners.name, ...around });
    new RunnerSet(chart, 'set', {
      name,
      githubConfigUrl: `${this.github.url}/rubionic/${name}`,
      auth: GitHubAuth.fromSecret('github'),
      ...props,
    });
    return chart.toJson();
  }

  /** Applies a set and waits until its listener has a session with GitHub. */
  async apply(manifests: readonly Manifest[]): Promise<string> {
    await this.runners.cluster.apply(manifests);
    const set = manifests.find(({ kind }) => kind === 'AutoscalingRunnerSet').metadata.name as string;
    await this.runners.waitFor(`${set} listens`, () => {
      const scaleSet = [...this.github.scaleSets.values()].find(({ name }) => name === set);
      return Promise.resolve([...this.github.sessions.values()].includes(scaleSet?.id ?? -1) ? true : undefined);
    });
    return set;
  }

  /** The runner pods of a set that are ready. */
  async runnersOf(set: string): Promise<Manifest[]> {
    const pods = JSON.parse(
      await this.runners.kubectl(
        ...['get', 'pods', '--output=json'],
        `--selector=actions.github.com/scale-set-name=${set},actions-ephemeral-runner=True`,
      ),
    ).items as Manifest[];
    return pods.filter(isReady);
  }

  /** Waits until no pod of a runner is left. */
  async untilGone(runner: string): Promise<void> {
    await this.runners.waitFor(`the pods of ${runner} are gone`, async () =>
      (await this.runners.kubectl('get', 'pods', '--output=name')).includes(runner) ? undefined : true,
    );
  }
}
