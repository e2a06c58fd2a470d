import { Size } from 'cdk8s';
import type { Resources } from '../kubernetes';
import { sizeRemedy } from '../schema/remedies';
import { either, instanceOf, mapOf, number, object, text, withRemedy, type TypedSchema } from '../schema/shape';

const sizeSchema = instanceOf<Size>('a Size', value => value instanceof Size);

/** Schema of an amount of memory or storage: a string or a cdk8s `Size`. */
export const storageSchema: TypedSchema<string | Size> = withRemedy(either(text, sizeSchema), sizeRemedy);

const amounts = mapOf(either(text, number, sizeSchema));

/** Names and types of the requests and limits of a container. */
export const resourcesSchema: TypedSchema<Resources> = object<Resources>({ requests: amounts, limits: amounts });
