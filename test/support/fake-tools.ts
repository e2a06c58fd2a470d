import { symlinkSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { LiveObject } from '../../src/cli/kubectl/objects';
import { docker } from './fake-docker';
import { kind } from './fake-kind';
import { kubectl } from './fake-kubectl';
import { temporaryFolder } from './folders';

export type Program = 'kubectl' | 'kind' | 'docker';

/** One call of a program. */
export interface ToolCall {
  readonly program: Program;
  readonly argv: readonly string[];
  readonly stdin: string;
}

/** The output and exit code of a call. By default no output and code 0. */
export interface Answer {
  readonly stdout?: string;
  readonly stderr?: string;
  readonly code?: number;
}

/** The state that a fake program reads and writes. The program documents its fields. */
export type FakeState = Readonly<Record<string, unknown>>;

/** Answers a call and changes the state. Returns undefined to run until it is killed. */
type Answering = (call: ToolCall, state: never) => Answer | undefined;

const PROGRAMS: Readonly<Record<Program, Answering>> = { kubectl, kind, docker };

/** The handler of each executable, by its path. */
const executables = new Map<string, (argv: readonly string[], stdin: string) => Answer | undefined>();

// The executables are small and ask this process: to start a program of Node.js for each call takes ten times as long.
const server = createServer(socket => {
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    if (chunk.at(-1) !== 0) return;
    const [file = '', count, ...words] = Buffer.concat(chunks).toString().split('\0').slice(0, -1);
    const argv = words.slice(0, Number(count));
    const [stdin] = words.slice(argv.length);
    if (stdin === undefined) return;
    try {
      const answer = executables.get(file)?.(argv, stdin);
      if (answer) socket.end(`${answer.code ?? 0}\0${answer.stderr ?? ''}\0${answer.stdout ?? ''}`);
    } catch (error) {
      socket.destroy();
      throw error;
    }
  });
});
beforeAll(done => void server.listen(0, '127.0.0.1', done));
afterAll(() => void server.close());

/** Fake programs on a PATH that has no other programs. */
export class FakeTools {
  readonly folder = temporaryFolder();
  private readonly states = new Map<Program, FakeState>();
  private readonly log: ToolCall[] = [];

  /** The environment with this PATH. */
  get env(): NodeJS.ProcessEnv {
    const { port } = server.address() as AddressInfo;
    return { PATH: this.folder, HOME: this.folder, FAKE_TOOLS_PORT: String(port) };
  }

  /** Adds a program in this state. */
  add(program: Program, state: FakeState = {}): this {
    this.states.set(program, copyOf({ ...(program === 'kubectl' && { objects: {} }), ...state }));
    const file = join(this.folder, program);
    symlinkSync(join(__dirname, 'fake-tool.sh'), file);
    executables.set(file, (argv, stdin) => {
      const call = { program, argv, stdin };
      this.log.push(call);
      return PROGRAMS[program](call, this.states.get(program) as never);
    });
    return this;
  }

  /** Changes the state of a program. */
  change(program: Program, state: FakeState): void {
    this.states.set(program, copyOf({ ...this.states.get(program), ...state }));
  }

  /** The current state of a program. */
  state(program: Program): FakeState {
    return copyOf(this.states.get(program) as FakeState);
  }

  /** The objects of the cluster, by key with the API group: `/ConfigMap ci/docs`. */
  get cluster(): Readonly<Record<string, LiveObject>> {
    return this.state('kubectl').objects as Readonly<Record<string, LiveObject>>;
  }

  /** The calls of a program. */
  callsOf(program: Program): ToolCall[] {
    return this.log.filter(call => call.program === program);
  }

  /** The calls of a program, each as one line. */
  calls(program: Program): string[] {
    return this.callsOf(program).map(({ argv }) => argv.join(' '));
  }
}

/** Returns a copy with JSON values only. */
function copyOf(state: FakeState): FakeState {
  return JSON.parse(JSON.stringify(state)) as FakeState;
}
