import { Construct } from 'constructs';
import { describeContent } from '../app/plain-document';
import { toYaml } from '../app/yaml';
import type { HookExtension } from '../hooks/merge';
import { k8s } from '../kubernetes';

/** Props of a {@link HookExtensionMap}. */
export interface HookExtensionMapProps {
  readonly metadata: k8s.ObjectMeta;

  /** Key of the file in the ConfigMap. */
  readonly key: string;
  readonly extension: HookExtension;
}

/**
 * The ConfigMap with the extension file of the container hooks. It has no finalizer: the controller would never remove
 * it.
 */
export class HookExtensionMap extends Construct {
  constructor(scope: Construct, id: string, props: HookExtensionMapProps) {
    super(scope, id);
    const data = { [props.key]: toYaml(props.extension) };
    describeContent(new k8s.KubeConfigMap(this, 'Resource', { metadata: props.metadata, data }), () => ({ data }));
  }
}
