import { applyBuildOptions } from './build-options';
import { folderOf, type Checkout } from '../checkout';
import { dockerfileFacts } from './dockerfile';
import { pathFromCheckout } from '../mounts/mounts';
import { inside, type Place, type Report } from '../report';
import type { WrittenBuild } from '../written-config';

/** An image that is built from a Dockerfile of the checkout. */
export interface DockerfileBuild {
  readonly kind: 'dockerfile';

  /** Path of the Dockerfile in the checkout, or of the file that the build comes from. */
  readonly path: string;

  /** Text of the Dockerfile. @default - that of the file */
  readonly text?: string;

  /** Folder of the checkout that is the build context. `.` is its root. */
  readonly context: string;

  /** The stage to build. @default - the last one */
  readonly target?: string;

  readonly args: Readonly<Record<string, string>>;

  /** Images whose layers the build may reuse. */
  readonly cacheFrom: readonly string[];

  readonly labels: Readonly<Record<string, string>>;

  /** IP address by host name, for the steps of the build. */
  readonly hosts: Readonly<Record<string, string>>;

  /** Further build contexts by name: a folder of the checkout, or the URL of an image or a repository. */
  readonly contexts: Readonly<Record<string, string>>;

  /** `host` or `none`. @default - the network of the builder */
  readonly network?: string;

  /** Such as `linux/amd64`. @default - that of the builder */
  readonly platform?: string;

  /** Builds every layer again. @default false */
  readonly noCache?: boolean;

  /** Looks for newer versions of the base images. @default false */
  readonly pull?: boolean;
}

/** A build while it is read. */
export type BuildDraft = { -readonly [K in keyof DockerfileBuild]: DockerfileBuild[K] } & {
  args: Record<string, string>;
  cacheFrom: string[];
  labels: Record<string, string>;
  hosts: Record<string, string>;
  contexts: Record<string, string>;
};

/** What it takes to read a build. */
export interface BuildReader {
  readonly checkout: Checkout;

  /** Folder of the checkout that paths are relative to. */
  readonly folder: string;
  readonly report: Report;
}

/** Where the parts of a build are written. */
export interface BuildPlaces {
  readonly dockerfile: Place;
  readonly context: Place;
  readonly build: Place;
}

/** Reads how an image is built. Reports a Dockerfile or context that is not in the checkout. */
export function buildFromDockerfile(
  { checkout, folder, report }: BuildReader,
  written: WrittenBuild & { readonly dockerfile: string },
  places: BuildPlaces,
): DockerfileBuild | undefined {
  const path = pathFromCheckout(written.dockerfile, folder);
  const text = path === undefined ? undefined : checkout.read(path);
  if (path === undefined || text === undefined) {
    report.error(places.dockerfile, `${written.dockerfile} ${missing(path, 'file')}`);
    return undefined;
  }
  const context = written.context === undefined ? folderOf(path) : pathFromCheckout(written.context, folder);
  if (context === undefined || context.startsWith('..') || checkout.list(context).length === 0) {
    report.error(places.context, `${written.context} ${missing(context, 'folder')}`);
    return undefined;
  }
  const draft: BuildDraft = {
    kind: 'dockerfile',
    path,
    context,
    target: written.target,
    args: textValues(written.args ?? {}),
    cacheFrom: typeof written.cacheFrom === 'string' ? [written.cacheFrom] : [...(written.cacheFrom ?? [])],
    labels: {},
    hosts: {},
    contexts: {},
  };
  applyBuildOptions(draft, written.options ?? [], inside(places.build, 'options'), folder, report);
  const facts = dockerfileFacts(text, draft.args, draft.target);
  if (facts.problem !== undefined) report.error(places.dockerfile, `${path} ${facts.problem}`);
  return draft;
}

function missing(path: string | undefined, kind: string): string {
  return path?.startsWith('..') === true
    ? 'is outside of the checkout, and a build has only the checkout'
    : `is no ${kind} of the checkout`;
}

function textValues(values: Readonly<Record<string, string | number | boolean>>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)]));
}
