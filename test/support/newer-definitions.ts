import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { request } from 'node:https';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { Api } from './api';

/**
 * The way of an older controller to an API server whose definitions are newer than its own: a field that they demand, and that it
 * does not know, is added to what it makes. All else passes as it is. Who comes this way comes as the account of the token.
 */
export class NewerDefinitions {
  private constructor(private readonly server: Server) {}

  static async of(api: Pick<Api, 'server' | 'certificate'>, token: string): Promise<NewerDefinitions> {
    const ca = readFileSync(api.certificate);
    const server = createServer((asked, answer) => void pass(asked, answer, { ...api, ca, token }).catch(() => answer.destroy()));
    await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
    return new NewerDefinitions(server);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    const closed = new Promise(resolve => this.server.close(resolve));
    this.server.closeAllConnections();
    await closed;
  }
}

async function pass(asked: IncomingMessage, answer: ServerResponse, { server, ca, token }: { server: string; ca: Buffer; token: string }): Promise<void> {
  const { method = 'GET', url = '/', headers } = asked;
  const body = completed(method, url, await buffer(asked));
  const own = { ...headers, host: new URL(server).host, authorization: `Bearer ${token}`, ...(body.length > 0 && { 'content-length': String(body.length) }) };
  const passed = request(`${server}${url}`, { method, ca, headers: own }, reply => {
    answer.writeHead(reply.statusCode ?? 502, reply.headers);
    reply.on('error', () => answer.destroy()).pipe(answer);
  });
  passed.on('error', () => answer.destroy());
  // A watch ends when whoever watches goes.
  answer.on('close', () => passed.destroy());
  passed.end(body);
}

function completed(method: string, url: string, body: Buffer): Buffer {
  if (method !== 'POST' || !/\/ephemeralrunnersets(\?|$)/.test(url)) return body;
  const runnerSet = JSON.parse(body.toString()) as { spec: object };
  return Buffer.from(JSON.stringify({ ...runnerSet, spec: { patchID: 0, ...runnerSet.spec } }));
}
