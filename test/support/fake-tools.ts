import { appendFileSync, chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LiveObject } from '../../src/cli/kubectl/objects';
import { temporaryFolder } from './folders';

export type Program = 'kubectl' | 'kind' | 'docker';

/** One call of a program. */
export interface ToolCall {
  readonly program: Program;
  readonly argv: readonly string[];
  /** Unless it is long. */
  readonly stdin: string;
}

/** The state that a fake program reads and writes. The program documents its fields. */
export type FakeState = Readonly<Record<string, unknown>>;

/** Fake programs on a PATH that has no other programs. */
export class FakeTools {
  readonly folder = temporaryFolder();
  private readonly log = join(this.folder, 'calls');

  constructor() {
    appendFileSync(this.log, '');
  }

  /** What a process has to have in its environment to find them. */
  get env(): NodeJS.ProcessEnv {
    return {
      PATH: this.folder,
      HOME: this.folder,
      FAKE_CALLS: this.log,
      FAKE_CLUSTER: this.stateFile('kubectl'),
      FAKE_KIND: this.stateFile('kind'),
      FAKE_DOCKER: this.stateFile('docker'),
    };
  }

  /** Puts a program there, in this state. */
  add(program: Program, state: FakeState = {}): this {
    writeFileSync(this.stateFile(program), JSON.stringify({ ...(program === 'kubectl' && { objects: {} }), ...state }));
    const file = join(this.folder, program);
    writeFileSync(file, `#!${process.execPath}\nrequire(${JSON.stringify(join(__dirname, `fake-${program}.js`))});\n`);
    chmodSync(file, 0o755);
    return this;
  }

  /** Changes the state of a program. */
  change(program: Program, state: FakeState): void {
    writeFileSync(this.stateFile(program), JSON.stringify({ ...this.state(program), ...state }));
  }

  /** The state of a program as it is now. */
  state(program: Program): FakeState {
    return JSON.parse(readFileSync(this.stateFile(program), 'utf8')) as FakeState;
  }

  /** The objects of the cluster, by key with the API group: `/ConfigMap ci/docs`. */
  get cluster(): Readonly<Record<string, LiveObject>> {
    return this.state('kubectl').objects as Readonly<Record<string, LiveObject>>;
  }

  /** The calls of a program, as they were made. */
  callsOf(program: Program): ToolCall[] {
    return readFileSync(this.log, 'utf8')
      .split('\n')
      .slice(0, -1)
      .map(line => JSON.parse(line) as ToolCall)
      .filter(call => call.program === program);
  }

  /** The calls of a program, each as one line. */
  calls(program: Program): string[] {
    return this.callsOf(program).map(({ argv }) => argv.join(' '));
  }

  private stateFile(program: Program): string {
    return join(this.folder, `${program}.json`);
  }
}
