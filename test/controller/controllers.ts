import { Chart } from 'cdk8s';
import { DeskrunApp, type DeskrunAppProps } from '../../src';
import { ArcController } from '../../src/controller/arc-controller';
import type { ArcControllerProps } from '../../src/controller/arc-controller-props';
import type { Manifest } from '../support/sets';

/** An empty chart for a controller, in its own app. */
export function controllerChart(app: DeskrunAppProps = {}, namespace: string | undefined = 'arc-systems'): Chart {
  return new Chart(new DeskrunApp(app), 'arc', { namespace });
}

/** The manifests of a controller in its own app, without CRDs by default. */
export function synthController(props: ArcControllerProps = {}, app: DeskrunAppProps = {}): SynthesizedController {
  const chart = controllerChart(app);
  const controller = new ArcController(chart, 'controller', { crds: 'external', ...props });
  return new SynthesizedController(controller, chart.toJson());
}

/** The manifests of a controller, with methods to find objects. */
export class SynthesizedController {
  constructor(
    readonly controller: ArcController,
    readonly manifests: readonly Manifest[],
  ) {}

  /** `Kind namespace/name` of every manifest, in order. */
  get names(): string[] {
    return this.manifests.map(
      ({ kind, metadata }) =>
        `${kind} ${metadata.namespace === undefined ? '' : `${metadata.namespace}/`}${metadata.name}`,
    );
  }

  /** The only manifest of a kind whose name has this suffix. */
  one(kind: string, nameEnd = ''): Manifest {
    const found = this.manifests.filter(
      manifest => manifest.kind === kind && String(manifest.metadata.name).endsWith(nameEnd),
    );
    if (found.length !== 1)
      throw new Error(`${found.length} manifests of kind ${kind}${nameEnd && ` named *${nameEnd}`}`);
    return found[0];
  }

  get deployment(): Manifest {
    return this.one('Deployment');
  }

  get template(): Manifest {
    return this.deployment.spec.template;
  }

  get manager(): Manifest {
    return this.template.spec.containers[0];
  }
}
