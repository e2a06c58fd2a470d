import { KubernetesNoVolumeRunnerSet, type Resources, type ScaleSet } from 'cdk8s-deskrun';
import { Construct } from 'constructs';

/** Resources of a job, by the size that teams ask for. */
const SIZES: Readonly<Record<RunnerSize, Resources>> = {
  small: { requests: { cpu: '500m', memory: '1Gi' }, limits: { memory: '2Gi' } },
  large: { requests: { cpu: '4', memory: '8Gi' }, limits: { memory: '16Gi' } },
};

export type RunnerSize = 'small' | 'large';

/** Properties of the runners of a team. */
export interface TeamRunnersProps {
  /** Name of the team: the start of every `runs-on:`, and the Secret with its credential. */
  readonly team: string;

  /** URL of the repository or organization. */
  readonly githubConfigUrl: string;

  /** The sizes that the team may ask for. @default - small */
  readonly sizes?: readonly RunnerSize[];

  /** Most jobs at a time, for each size. @default 5 */
  readonly maxRunners?: number;
}

/**
 * The runners of a team: a runner set for each size, `runs-on: TEAM-SIZE`. Every job runs in a pod of its own, nothing is
 * privileged, and every object has the label `your-org.example/team`.
 */
export class TeamRunners extends Construct {
  /** The scale sets by their size. */
  readonly scaleSets: ReadonlyMap<RunnerSize, ScaleSet>;

  constructor(scope: Construct, id: string, props: TeamRunnersProps) {
    super(scope, id);
    const { team, githubConfigUrl, sizes = ['small'], maxRunners = 5 } = props;
    this.scaleSets = new Map(
      sizes.flatMap(size => {
        const set = new KubernetesNoVolumeRunnerSet(this, size, {
          name: `${team}-${size}`,
          githubConfigUrl,
          auth: { secret: team },
          maxRunners,
          labels: { 'your-org.example/team': team },
          jobPod: { resources: SIZES[size], labels: { 'your-org.example/team': team } },
        });
        return set.scaleSets.map((scaleSet): [RunnerSize, ScaleSet] => [size, scaleSet]);
      }),
    );
  }
}
