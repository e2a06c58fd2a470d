import arc from '../../imports/autoscalingrunnerset.schema.json';
import type { JsonSchema } from '../schema/json-schema';

const pod = arc.properties.spec.properties.template.properties.spec.properties;
const container = arc.$defs.containers2.items.properties;

/** Says where a field of a pod or of a container belongs that a user wrote as a key of a runner set or of `jobPod`. */
export function podFieldRemedy(containerName: string): NonNullable<JsonSchema['keyRemedy']> {
  return key => {
    if (Object.hasOwn(pod, key)) return `it is a field of the pod: write template: { spec: { ${key}: ... } }`;
    return Object.hasOwn(container, key)
      ? 'it is a field of the container: write ' +
          `template: { spec: { containers: [{ name: ${containerName}, ${key}: ... }] } }`
      : undefined;
  };
}
