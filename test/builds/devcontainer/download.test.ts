import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { downloadFeatureMetadata, FeatureDownloadError } from '../../../src/builds/devcontainer/features/download';
import { ConfigFileError } from '../../../src/errors';
import { checkoutOf, FILE, read, withImage } from './reading';

const METADATA = { id: 'node', version: '1.6.1', options: { version: { type: 'string', default: 'lts' } } };
const MANIFEST = JSON.stringify({ annotations: { 'dev.containers.metadata': JSON.stringify(METADATA) } });
const digestOf = (text: string) => `sha256:${createHash('sha256').update(text).digest('hex')}`;

let server: Server;
let answer: (request: IncomingMessage, response: ServerResponse) => void;
let registry: string;

beforeEach(async () => {
  server = createServer((request, response) => answer(request, response));
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  registry = `127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => new Promise(resolve => server.close(resolve)));

/** Downloads the metadata of a feature whose manifest has the digest. */
function download(digest = digestOf(MANIFEST), resolved = `${registry}/acme/features/node@${digest}`) {
  const lock = { features: { 'x/y/node:1': { resolved, integrity: digest } } };
  return downloadFeatureMetadata(FILE, checkoutOf({ '.devcontainer/devcontainer-lock.json': JSON.stringify(lock) }));
}

test('the metadata of a locked feature is what its manifest says', async () => {
  answer = ({ url, headers }, response) => {
    expect(url).toBe(`/v2/acme/features/node/manifests/${digestOf(MANIFEST)}`);
    expect(headers.accept).toBe('application/vnd.oci.image.manifest.v1+json');
    response.end(MANIFEST);
  };
  const featureMetadata = await download();
  expect(featureMetadata).toEqual({ [`${registry}/acme/features/node@${digestOf(MANIFEST)}`]: METADATA });
});

test('it is enough to read the devcontainer.json', async () => {
  answer = (_, response) => response.end(MANIFEST);
  const featureMetadata = await download();
  const [resolved] = Object.keys(featureMetadata) as [string];
  const lock = { features: { 'x.io/y/z/node:1': { resolved, integrity: digestOf(MANIFEST) } } };
  const files = { '.devcontainer/devcontainer-lock.json': JSON.stringify(lock) };
  const { image } = read(withImage({ features: { 'x.io/y/z/node:1': {} } }), files, { featureMetadata });
  expect((image as { text: string }).text).toContain(`RUN oras pull ${resolved} && `);
});

test('a token is taken where the registry asks for one', async () => {
  answer = ({ url = '', headers }, response) => {
    if (url.startsWith('/token?')) {
      expect(url).toBe('/token?service=registry&scope=repository%3Aacme%2Ffeatures%2Fnode%3Apull');
      response.end(JSON.stringify({ token: 'fake-token' }));
    } else if (headers.authorization === 'Bearer fake-token') response.end(MANIFEST);
    else {
      const scope = 'repository:acme/features/node:pull';
      response.writeHead(401, {
        'www-authenticate': `Bearer realm="http://${registry}/token",service="registry",scope="${scope}"`,
      });
      response.end();
    }
  };
  expect(Object.values(await download())).toEqual([METADATA]);
});

test('nothing is downloaded where nothing is locked', async () => {
  expect(await downloadFeatureMetadata(FILE, checkoutOf({}))).toEqual({});
});

describe('is refused', () => {
  const refusal = async (downloading: Promise<unknown>) => {
    const error = await downloading.catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(FeatureDownloadError);
    return (error as Error).message.replace(/^.*?node@sha256:[0-9a-f]+: /, '');
  };

  test('another manifest than the locked one', async () => {
    answer = (_, response) => response.end(`${MANIFEST} `);
    expect(await refusal(download())).toBe('the registry has another manifest under this digest');
  });

  test('a manifest without metadata', async () => {
    answer = (_, response) => response.end('{}');
    expect(await refusal(download(digestOf('{}')))).toBe(
      'was published without metadata in its manifest; use a later version',
    );
  });

  test.each(['not JSON', JSON.stringify({ annotations: { 'dev.containers.metadata': '{' } })])(
    'an answer that is no JSON: %s',
    async text => {
      answer = (_, response) => response.end(text);
      expect(await refusal(download(digestOf(text)))).toMatch(
        /^what the registry answers cannot be read: SyntaxError: /,
      );
    },
  );

  test('an answer that is an error', async () => {
    answer = (_, response) => response.writeHead(404).end();
    expect(await refusal(download())).toBe('the registry answers 404');
  });

  test('a registry that needs credentials', async () => {
    answer = (_, response) => response.writeHead(401, { 'www-authenticate': 'Basic' }).end();
    expect(await refusal(download())).toBe('the registry needs credentials');
    answer = ({ url }, response) =>
      response
        .writeHead(url?.startsWith('/token') ? 403 : 401, {
          'www-authenticate': `Bearer realm="http://${registry}/token"`,
        })
        .end();
    expect(await refusal(download())).toBe('the registry needs credentials');
  });

  test('a registry that is not there', async () => {
    const digest = digestOf(MANIFEST);
    expect(await refusal(download(digest, `127.0.0.1:1/acme/features/node@${digest}`))).toMatch(
      /^the registry cannot be reached: /,
    );
  });

  test.each(['https://example.com/devcontainer-feature-node.tgz', `ghcr.io/a/b@sha256:${'0'.repeat(64)}`])(
    'what has no manifest with the digest of the lock file: %s',
    async resolved => {
      expect(await refusal(download(digestOf(MANIFEST), resolved))).toBe(
        `${resolved}: only features of registries, with a digest, have metadata to download`,
      );
    },
  );

  test('an invalid lock file, with its position', async () => {
    const checkout = checkoutOf({ '.devcontainer/devcontainer-lock.json': '[]' });
    await expect(downloadFeatureMetadata(FILE, checkout)).rejects.toBeInstanceOf(ConfigFileError);
  });
});
