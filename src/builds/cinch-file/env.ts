import type { Finding, ValuePath } from '../../errors';
import { isPlainObject } from '../../plain-object';
import { VARIABLE } from '../../pod/rules/syntax';
import { writtenCredentials } from '../../written-credentials';
import type { Reading } from './reading';
import type { WrittenFile, Scalar, WrittenService } from './written';

/** Reads environment variables. Numbers and booleans become text. */
export function readEnv(
  written: { readonly [name: string]: Scalar },
  path: ValuePath,
  reading: Reading,
): { readonly [name: string]: string } {
  const entries = Object.entries(written).map(([name, value]): [string, string] => {
    if (!VARIABLE.fits(name))
      reading.refuse([...path, name], `must ${VARIABLE.must}, got ${JSON.stringify(name)}`, 'key');
    return [name, reading.text(value, [...path, name])];
  });
  return Object.fromEntries(entries);
}

const SECRET_NAME = /(token|secret|password|private_?key)$/i;

const GIVE_SECRET =
  'this file must not hold secrets, since it is in the repository; give it to the build from a Secret';

/** Refuses variables of the build that are secrets by their name. */
export function refuseSecretNames({ env = {}, services = {} }: WrittenFile, reading: Reading): void {
  const ofServices = valuesOf(services);
  for (const [name, value] of Object.entries(env)) {
    if (SECRET_NAME.test(name) && !ofServices.has(String(value)))
      reading.refuse(['env', name], `is a secret by its name; ${GIVE_SECRET}, or set allowPlainSecrets`, 'key');
  }
}

/** The values that the file itself gives to services, such as the password of a database for one build. */
function valuesOf(services: { readonly [name: string]: WrittenService }): ReadonlySet<string> {
  return new Set(Object.values(services).flatMap(({ env = {} }) => Object.values(env).map(String)));
}

/** Finds credentials in a file. A password in the URL of a service of the file is none. */
export function credentialFindings(value: unknown): Finding[] {
  const services = isPlainObject(value) && isPlainObject(value.services) ? Object.keys(value.services) : [];
  const hosts = ['localhost', '127.0.0.1', ...services];
  const checked: unknown = JSON.parse(JSON.stringify(value), (_, inner: unknown) =>
    typeof inner === 'string' ? withoutPasswords(inner, hosts) : inner,
  );
  return writtenCredentials(checked).map(finding => ({
    ...finding,
    message: `holds a credential; ${GIVE_SECRET}`,
  }));
}

function withoutPasswords(text: string, hosts: readonly string[]): string {
  return text.replace(/\/\/[^/\s@]*@([^/\s:?#]+)/g, (url, host: string) => (hosts.includes(host) ? `//${host}` : url));
}
