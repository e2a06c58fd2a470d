import { ApiObject, type App } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { refuse } from '../errors';
import type { ManifestFile } from './files';
import { fluxFiles, fluxFindings, fluxProblems, fluxSchema, type FluxProps } from './flux';
import { LAYERS, layerOf, type Layer } from './layers';
import { checkProps } from '../schema/props';

/**
 * Annotations with which a tool applies the objects of a layer after, and deletes them before, those of lower layers.
 */
type Annotations = (layer: Layer) => { readonly [name: string]: string };

/**
 * The GitOps tool that applies the manifests. It decides which annotations or Kustomizations are written, so that the
 * tool applies CRDs and controller before runner sets, and deletes runner sets before the controller.
 *
 * @example
 *   new DeskrunApp({ gitOps: GitOps.argoCd() });
 */
export class GitOps {
  /**
   * Argo CD: adds the annotation `argocd.argoproj.io/sync-wave`, with values from `-3` (CRDs) to `0` (runner sets).
   * An object that has the annotation already keeps its value. Your own objects get no annotation, so Argo CD applies
   * them in wave 0.
   *
   * @see https://argo-cd.readthedocs.io/en/stable/user-guide/sync-waves/
   */
  static argoCd(): GitOps {
    return new GitOps(layer => ({
      'argocd.argoproj.io/sync-wave': String(LAYERS.indexOf(layer) - (LAYERS.length - 1)),
    }));
  }

  /**
   * kapp: adds the annotations `kapp.k14s.io/change-group` and `kapp.k14s.io/change-rule.N`. The default rules of kapp
   * apply as well. An object that has one of these annotations already keeps its value.
   *
   * @example
   *   new DeskrunApp({ gitOps: GitOps.kapp() });
   *
   * @see https://carvel.dev/kapp/docs/latest/apply-ordering/
   */
  static kapp(): GitOps {
    return new GitOps(layer => {
      const earlier = LAYERS.slice(0, LAYERS.indexOf(layer));
      const rules = [
        ...earlier.map(other => `upsert after upserting ${kappGroup(other)}`),
        // By its default rules, kapp deletes custom resources before CRDs; a rule of ours would cause a cycle.
        ...earlier.filter(other => other !== 'definitions').map(other => `delete before deleting ${kappGroup(other)}`),
      ];
      return {
        'kapp.k14s.io/change-group': kappGroup(layer),
        ...Object.fromEntries(rules.map((rule, index) => [`kapp.k14s.io/change-rule.${index}`, rule])),
      };
    });
  }

  /**
   * Flux: writes the manifests to the folders `controller/` and `runners/`, and a Kustomization for each of them to
   * `flux/`. Apply the file in `flux/` to the cluster. Only the Kustomization of `runners/` prunes, because Flux does
   * not delete in order of dependencies. To remove the controller, delete its objects manually.
   *
   * @example
   *   GitOps.flux({ sourceRef: { kind: 'GitRepository', name: 'infrastructure' } });
   *
   * @throws PropsError when Flux does not accept the path or the interval
   * @see https://fluxcd.io/flux/components/kustomize/kustomizations/
   */
  static flux(props: FluxProps): GitOps {
    const { props: checked, findings } = checkProps(fluxSchema, props);
    refuse([...findings, ...fluxFindings(checked)]);
    return new GitOps(() => ({}), checked);
  }

  private constructor(
    private readonly annotations: Annotations,
    private readonly flux?: FluxProps,
  ) {}

  /** Returns why the tool cannot apply this app in order. @internal */
  _problems(app: App): string[] {
    return this.flux ? fluxProblems(app) : [];
  }

  /** Returns the files of an app at the paths for the tool, and the additional files that the tool needs. @internal */
  _arranged(files: Iterable<ManifestFile>, extension: string): Iterable<ManifestFile> {
    return this.flux ? fluxFiles(this.flux, files, extension) : files;
  }

  /** Adds the annotations to all objects of this library below a construct. @internal */
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
