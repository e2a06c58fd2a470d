import { ApiObject, type App } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { refuse } from '../errors';
import type { ManifestFile } from './files';
import { fluxFiles, fluxFindings, fluxProblems, fluxSchema, type FluxProps } from './flux';
import { LAYERS, layerOf, type Layer } from './layers';
import { checkProps } from '../schema/props';

/** The annotations by which a tool applies an object of a layer after those before it, and deletes it before them. */
type Annotations = (layer: Layer) => { readonly [name: string]: string };

/** For which GitOps tool the manifests say in what order they are applied and deleted. */
export class GitOps {
  /**
   * Argo CD: `argocd.argoproj.io/sync-wave` from -3 to 0. Objects of the app's own have wave 0 unless they say
   * otherwise.
   *
   * @see https://argo-cd.readthedocs.io/en/stable/user-guide/sync-waves/
   */
  static argoCd(): GitOps {
    return new GitOps(layer => ({
      'argocd.argoproj.io/sync-wave': String(LAYERS.indexOf(layer) - (LAYERS.length - 1)),
    }));
  }

  /**
   * kapp: `kapp.k14s.io/change-group` and `kapp.k14s.io/change-rule`, beside the rules that kapp has for every app.
   *
   * @see https://carvel.dev/kapp/docs/latest/apply-ordering/
   */
  static kapp(): GitOps {
    return new GitOps(layer => {
      const earlier = LAYERS.slice(0, LAYERS.indexOf(layer));
      const rules = [
        ...earlier.map(other => `upsert after upserting ${kappGroup(other)}`),
        // kapp itself deletes custom resources first and their definitions next; a rule against that would be a circle.
        ...earlier.filter(other => other !== 'definitions').map(other => `delete before deleting ${kappGroup(other)}`),
      ];
      return {
        'kapp.k14s.io/change-group': kappGroup(layer),
        ...Object.fromEntries(rules.map((rule, index) => [`kapp.k14s.io/change-rule.${index}`, rule])),
      };
    });
  }

  /**
   * Flux: Kustomizations in `flux/`, for charts that go into `controller/` and `runners/`.
   *
   * @throws PropsError when the path or the interval is none that Flux takes
   */
  static flux(given: FluxProps): GitOps {
    const { props, findings } = checkProps(fluxSchema, given);
    refuse([...findings, ...fluxFindings(props)]);
    return new GitOps(() => ({}), props);
  }

  private constructor(
    private readonly annotations: Annotations,
    private readonly flux?: FluxProps,
  ) {}

  /** Why the order cannot be kept. @internal */
  _problems(app: App): string[] {
    return this.flux ? fluxProblems(app) : [];
  }

  /** The files of an app where the tool looks for them, with what it needs beside. @internal */
  _arranged(files: Iterable<ManifestFile>, extension: string): Iterable<ManifestFile> {
    return this.flux ? fluxFiles(this.flux, files, extension) : files;
  }

  /** Writes the order onto every object of this library below a construct that does not say otherwise. @internal */
  _annotate(root: IConstruct): void {
    for (const object of root.node.findAll().filter(construct => ApiObject.isApiObject(construct))) {
      const layer = layerOf(object);
      if (layer === undefined) continue;
      const { annotations: given = {} } = object.metadata.toJson() as { annotations?: Record<string, string> };
      for (const [name, value] of Object.entries(this.annotations(layer))) {
        if (!Object.hasOwn(given, name)) object.metadata.addAnnotation(name, value);
      }
    }
  }
}

function kappGroup(layer: Layer): string {
  return `deskrun.dev/${layer}`;
}
