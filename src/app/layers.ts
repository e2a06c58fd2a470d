import type { IConstruct } from 'constructs';

/**
 * What has to be there before what. Deleted in the opposite order, each layer after the one above it is gone: only a
 * running controller takes the finalizers off a runner set, and only with the set's rights and Secret.
 */
export const LAYERS = ['definitions', 'controller', 'support', 'runners'] as const;

export type Layer = (typeof LAYERS)[number];

const LAYER = 'cdk8s-deskrun/layer';

/** Says to which layer everything below a construct belongs, before there is anything below it. */
export function setLayer(scope: IConstruct, layer: Layer): void {
  scope.node.setContext(LAYER, layer);
}

/** The layer of a construct; nothing, when it is none of this library's. */
export function layerOf(scope: IConstruct): Layer | undefined {
  return scope.node.tryGetContext(LAYER) as Layer | undefined;
}
