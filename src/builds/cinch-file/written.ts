/** A value that is read as text. */
export type Scalar = string | number | boolean;

/** What the image of the build comes from, in both forms. */
export interface WrittenImage {
  readonly image?: string;
  readonly dockerfile?: string;
  readonly devcontainer?: string | boolean;
  readonly auto?: boolean;
}

/** The keys of both forms. What the schema refuses is missing, and lists have holes for it. */
export interface WrittenFile extends Omit<WrittenImage, 'auto'> {
  readonly command?: string | number;
  readonly build?: string | number;
  readonly release?: string | number;
  readonly container?: 'auto' | 'none' | WrittenContainer;
  readonly cache?: readonly WrittenNamedPath[];
  readonly artifacts?: readonly WrittenNamedPath[];
  readonly output?: { readonly path?: string };
  readonly trigger?: WrittenTrigger;
  readonly runner?: { readonly labels?: readonly string[] };
  readonly services?: { readonly [name: string]: WrittenService };
  readonly timeout?: string;
  readonly workers?: readonly string[];
  readonly env?: { readonly [name: string]: Scalar };
}

export interface WrittenContainer extends WrittenImage {
  readonly memory?: string | number;
  readonly cpus?: string | number;
  readonly timeout?: string;
  readonly network?: 'host' | 'internal' | 'none';
  readonly mounts?: readonly string[];
}

export interface WrittenNamedPath {
  readonly name: string;
  readonly path: string;
}

export interface WrittenTrigger {
  readonly schedule?: string;
  readonly branches?: readonly string[];
  readonly pull_requests?: boolean;
  readonly paths?: readonly string[];
  readonly paths_ignore?: readonly string[];
  readonly manual?: boolean;
}

export interface WrittenService {
  readonly image: string;
  readonly env?: { readonly [name: string]: Scalar };
  readonly command?: string | number;
  readonly healthcheck?: { readonly cmd: string | number; readonly interval?: string; readonly timeout?: string };
  readonly ports?: readonly (string | number)[];
  readonly resources?: {
    readonly memory?: string | number;
    readonly cpus?: string | number;
    readonly shm_size?: string | number;
  };
}
