import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { request } from 'node:https';
import { buffer } from 'node:stream/consumers';
import type { Api } from './api';
import { Loopback } from './loopback';

/**
 * A proxy between an older controller and an API server with newer CRDs. It adds required fields that the controller
 * does not know to the objects that it creates, and passes everything else on. Requests are authenticated with the
 * token of the ServiceAccount.
 */
export class NewerCrdProxy {
  private constructor(private readonly server: Loopback) {}

  static async of(api: Pick<Api, 'server' | 'certificate'>, token: string): Promise<NewerCrdProxy> {
    const ca = readFileSync(api.certificate);
    return new NewerCrdProxy(
      await Loopback.start(
        (asked, answer) => void forward(asked, answer, { ...api, ca, token }).catch(() => answer.destroy()),
      ),
    );
  }

  get url(): string {
    return this.server.url;
  }

  async stop(): Promise<void> {
    await this.server.stop();
  }
}

async function forward(
  asked: IncomingMessage,
  answer: ServerResponse,
  { server, ca, token }: { server: string; ca: Buffer; token: string },
): Promise<void> {
  const { method = 'GET', url = '/', headers } = asked;
  const body = withRequiredFields(method, url, await buffer(asked));
  const own = {
    ...headers,
    host: new URL(server).host,
    authorization: `Bearer ${token}`,
    ...(body.length > 0 && { 'content-length': String(body.length) }),
  };
  const passed = request(`${server}${url}`, { method, ca, headers: own }, reply => {
    answer.writeHead(reply.statusCode ?? 502, reply.headers);
    reply.on('error', () => answer.destroy()).pipe(answer);
  });
  passed.on('error', () => answer.destroy());
  // A watch ends when its client disconnects.
  answer.on('close', () => passed.destroy());
  passed.end(body);
}

function withRequiredFields(method: string, url: string, body: Buffer): Buffer {
  if (method !== 'POST' || !/\/ephemeralrunnersets(\?|$)/.test(url)) return body;
  const runnerSet = JSON.parse(body.toString()) as { spec: object };
  return Buffer.from(JSON.stringify({ ...runnerSet, spec: { patchID: 0, ...runnerSet.spec } }));
}
