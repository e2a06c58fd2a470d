import type { Resources } from '../kubernetes';
import { mapOf, object, text, type TypedSchema } from '../schema/shape';

/** The names and types of what a container asks for and may use. */
export const resourcesSchema: TypedSchema<Resources> = object<Resources>({
  requests: mapOf(text),
  limits: mapOf(text),
});
