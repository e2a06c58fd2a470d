import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LiveObject } from '../../src/cli/kubectl/objects';
import { temporaryFolder } from './folders';

/** One call of a program. */
export interface ToolCall {
  readonly argv: readonly string[];
  readonly stdin: string;
}

/** What a fake program finds, and what it leaves: see the program itself for what each field does. */
export interface FakeState {
  readonly calls: ToolCall[];
  readonly [field: string]: unknown;
}

/** The state of the fake cluster. */
export interface FakeCluster extends FakeState {
  readonly objects: Readonly<Record<string, LiveObject>>;
}

/** Programs on a PATH of their own, which has nothing else. */
export class FakeTools {
  readonly folder = temporaryFolder();

  /** What a process has to have in its environment to find them. */
  get env(): NodeJS.ProcessEnv {
    return { PATH: this.folder, HOME: this.folder, FAKE_CLUSTER: this.stateFile('kubectl'), FAKE_KIND: this.stateFile('kind'), FAKE_DOCKER: this.stateFile('docker') };
  }

  /** Puts a program there, in this state. */
  add(program: 'kubectl' | 'kind' | 'docker', state: Readonly<Record<string, unknown>> = {}): this {
    writeFileSync(this.stateFile(program), JSON.stringify({ calls: [], ...(program === 'kubectl' && { objects: {} }), ...state }));
    const file = join(this.folder, program);
    writeFileSync(file, `#!${process.execPath}\nrequire(${JSON.stringify(join(__dirname, `fake-${program}.js`))});\n`);
    chmodSync(file, 0o755);
    return this;
  }

  /** Changes the state of a program. */
  change(program: 'kubectl' | 'kind' | 'docker', state: Readonly<Record<string, unknown>>): void {
    writeFileSync(this.stateFile(program), JSON.stringify({ ...this.state(program), ...state }));
  }

  /** The state of a program as it is now. */
  state(program: 'kubectl' | 'kind' | 'docker'): FakeState {
    return JSON.parse(readFileSync(this.stateFile(program), 'utf8')) as FakeState;
  }

  get cluster(): FakeCluster {
    return this.state('kubectl') as FakeCluster;
  }

  /** The objects of the cluster, by key without the group: `Role arc-runners/docs`. */
  get objects(): Map<string, LiveObject> {
    return new Map(Object.entries(this.cluster.objects).map(([key, object]) => [key.slice(key.indexOf('/') + 1), object]));
  }

  /** The calls of a program: `['get', 'clusters']`, joined by spaces. */
  calls(program: 'kubectl' | 'kind' | 'docker'): string[] {
    return existsSync(this.stateFile(program)) ? this.state(program).calls.map(({ argv }) => argv.join(' ')) : [];
  }

  private stateFile(program: string): string {
    return join(this.folder, `${program}.json`);
  }
}
