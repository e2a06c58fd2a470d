import type { IConstruct } from 'constructs';

/**
 * The order in which objects are applied. They are deleted in reverse, and each layer only when the next one is gone:
 * only a running controller removes the finalizers of a runner set, and it needs the set's Role and Secret for that.
 */
export const LAYERS = ['definitions', 'controller', 'support', 'runners'] as const;

export type Layer = (typeof LAYERS)[number];

const LAYER = 'cdk8s-deskrun/layer';

/** Sets the layer of all objects in a construct. Must be called before the construct has children. */
export function setLayer(scope: IConstruct, layer: Layer): void {
  scope.node.setContext(LAYER, layer);
}

/** Returns the layer of a construct, or undefined when the construct is not part of this library. */
export function layerOf(scope: IConstruct): Layer | undefined {
  return scope.node.tryGetContext(LAYER) as Layer | undefined;
}
