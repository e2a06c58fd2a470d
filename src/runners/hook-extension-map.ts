import { Construct } from 'constructs';
import { toYaml } from '../app/yaml';
import type { HookExtension } from '../hooks/merge';
import { isPlainObject, k8s } from '../kubernetes';

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
    new k8s.KubeConfigMap(this, 'Resource', {
      metadata: props.metadata,
      data: { [props.key]: toYaml(sorted(props.extension)) },
    });
  }
}

/** With keys in one order, so that a file says the same whichever way its parts were written. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isPlainObject(value)) return value;
  return Object.fromEntries(Object.keys(value).sort().map(key => [key, sorted(value[key])]));
}
