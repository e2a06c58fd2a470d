import { existsSync, readFileSync } from 'node:fs';
import { Agent, request } from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';

/** The response of a server. */
export interface Response {
  readonly status: number;
  readonly text: string;
}

/** A client of an API server that authenticates with a token. */
export class Api {
  private readonly agent = new Agent({ keepAlive: true });

  constructor(
    readonly server: string,
    readonly certificate: string,
    private readonly token: string,
  ) {}

  /** Closes its connections. */
  close(): void {
    this.agent.destroy();
  }

  /**
   * Sends a request. Returns undefined if the server does not answer. Repeats it after a 429 response, as all clients
   * do.
   */
  async send(method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, body?: unknown): Promise<Response | undefined> {
    for (let tries = 1; ; tries++) {
      const reply = await this.sendOnce(method, path, body);
      if (reply?.status !== 429 || tries === 10) return reply;
      await sleep(1_000);
    }
  }

  private sendOnce(method: string, path: string, body: unknown): Promise<Response | undefined> {
    if (!existsSync(this.certificate)) return Promise.resolve(undefined);
    const type = method === 'PATCH' ? 'application/merge-patch+json' : 'application/json';
    return new Promise(resolve => {
      const asked = request(
        `${this.server}${path}`,
        {
          method,
          ca: readFileSync(this.certificate),
          headers: { authorization: `Bearer ${this.token}`, 'content-type': type },
          agent: this.agent,
          timeout: 5_000,
        },
        response => {
          let text = '';
          response
            .setEncoding('utf8')
            .on('data', (part: string) => (text += part))
            .on('end', () => resolve({ status: response.statusCode ?? 0, text }));
        },
      );
      asked
        .on('error', () => resolve(undefined))
        .on('close', () => resolve(undefined))
        .on('timeout', () => asked.destroy())
        .end(body === undefined ? undefined : JSON.stringify(body));
    });
  }

  /** Sends a GET request. Returns undefined if the response is an error. */
  async get(path: string): Promise<string | undefined> {
    const reply = await this.send('GET', path);
    return reply?.status === 200 ? reply.text : undefined;
  }
}
