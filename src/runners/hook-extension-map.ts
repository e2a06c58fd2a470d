import { Construct } from 'constructs';
import { tellContent } from '../app/plain-document';
import { toYaml } from '../app/yaml';
import type { HookExtension } from '../hooks/merge';
import { k8s } from '../kubernetes';

/** What a ConfigMap with a hook extension is made of. */
export interface HookExtensionMapProps {
  readonly metadata: k8s.ObjectMeta;

  /** The key that the runner finds the file under. */
  readonly key: string;
  readonly extension: HookExtension;
}

/** The file from which the container hook takes its extension. It carries no finalizer: the controller would never remove it. */
export class HookExtensionMap extends Construct {
  constructor(scope: Construct, id: string, props: HookExtensionMapProps) {
    super(scope, id);
    const data = { [props.key]: toYaml(props.extension) };
    tellContent(new k8s.KubeConfigMap(this, 'Resource', { metadata: props.metadata, data }), () => ({ data }));
  }
}
