import { execFileSync, spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { endWithParent } from './program';

const root = resolve(__dirname, '../..');

/** The result of a call of the client library. */
export interface Call {
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- JSON of many forms
  readonly value?: any;
  readonly error?: string;
  /** The kind of error that users of the library distinguish. */
  readonly kind?: string;
}

/** The client library of ARC, `github.com/actions/scaleset`, as a process that makes one call at a time. */
export class ScaleSetClient {
  private readonly answers: AsyncIterator<string>;

  private constructor(private readonly process: ChildProcessWithoutNullStreams) {
    this.answers = createInterface({ input: process.stdout })[Symbol.asyncIterator]();
  }

  /** Starts it for a GitHub URL. Builds it first if it is not in the cache of the user. */
  static start(githubConfigUrl: string, token: string): ScaleSetClient {
    const folder = execFileSync(join(root, 'scripts/control-plane.sh'), ['scaleset'], { encoding: 'utf8' }).trim();
    return new ScaleSetClient(
      spawn(...endWithParent(join(folder, 'client'), [githubConfigUrl]), {
        env: { GITHUB_TOKEN: token },
        stdio: ['pipe', 'pipe', 'pipe'],
      }),
    );
  }

  /** Makes a call, such as `find 1 docs`. `scaleset-client/main.go` has all of them. */
  async call(...words: (string | number)[]): Promise<Call> {
    this.process.stdin.write(`${words.join(' ')}\n`);
    const { done, value } = await this.answers.next();
    if (done) throw new Error(`the client ended at: ${words.join(' ')}`);
    return JSON.parse(value) as Call;
  }

  stop(): void {
    this.process.stdin.end();
  }
}
