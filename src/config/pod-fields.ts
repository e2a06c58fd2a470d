import arc from '../../imports/autoscalingrunnerset.schema.json';
import type { JsonSchema } from '../schema/json-schema';

const pod = arc.properties.spec.properties.template.properties.spec.properties;
const container = arc.$defs.containers2.items.properties;

/** Says where a field of a pod or of a container belongs that stands among the keys of a runner set or of its job pod. */
export function podFieldRemedy(containerName: string): NonNullable<JsonSchema['keyRemedy']> {
  return key => {
    if (Object.hasOwn(pod, key)) return `it is a field of the pod: write template: { spec: { ${key}: ... } }`;
    return Object.hasOwn(container, key)
      ? 'it is a field of the container: write ' +
          `template: { spec: { containers: [{ name: ${containerName}, ${key}: ... }] } }`
      : undefined;
  };
}
