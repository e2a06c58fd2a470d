import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An HTTP server on a loopback interface, by default on a free port. */
export class Loopback {
  private constructor(
    private readonly server: Server,
    private readonly address: string,
  ) {}

  static async start(answer: RequestListener, address = '127.0.0.1', port = 0): Promise<Loopback> {
    const server = createServer(answer);
    await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, address, resolve));
    return new Loopback(server, address);
  }

  get url(): string {
    return `http://${this.address}:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    const closed = new Promise(resolve => this.server.close(resolve));
    this.server.closeAllConnections();
    await closed;
  }
}
