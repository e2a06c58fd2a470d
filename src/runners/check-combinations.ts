import type { Finding } from '../errors';
import { MODE_CAPABILITIES, type ContainerModeType } from '../modes/capabilities';

/** The props that belong to one container mode. */
const MODE_OPTIONS = {
  workVolumeClaim: 'kubernetes',
  dind: 'dind',
  privileges: 'cached-privileged-kubernetes',
} as const satisfies Record<string, ContainerModeType>;

type ModeOption = keyof typeof MODE_OPTIONS;

/** Requires exactly one of `repository` and `githubConfigUrl`. */
export function urlFindings(props: { readonly repository?: unknown; readonly githubConfigUrl?: unknown }): Finding[] {
  const { repository, githubConfigUrl } = props;
  if (repository !== undefined && githubConfigUrl !== undefined)
    return [{ path: ['githubConfigUrl'], at: 'key', message: 'is another name for repository; remove one' }];
  return repository === undefined && githubConfigUrl === undefined
    ? [{ path: ['repository'], message: 'is required: the URL of the repository, organization or enterprise' }]
    : [];
}

/** Refuses options of another container mode, and options next to a `ContainerMode`, which has its own. */
export function modeOptionFindings(
  props: { readonly containerMode?: unknown } & { readonly [Option in ModeOption]?: unknown },
): Finding[] {
  const { containerMode } = props;
  // An unknown mode already has a finding.
  if (
    containerMode === undefined ||
    (typeof containerMode === 'string' && !Object.hasOwn(MODE_CAPABILITIES, containerMode))
  )
    return [];
  return (Object.keys(MODE_OPTIONS) as ModeOption[]).flatMap((option): Finding[] => {
    const mode = MODE_OPTIONS[option];
    if (props[option] === undefined || containerMode === mode) return [];
    const message =
      typeof containerMode === 'string'
        ? `is for containerMode ${mode} only, and containerMode is ${containerMode}; remove it`
        : `is for containerMode: '${mode}'; pass the options to the ContainerMode instead`;
    return [{ path: [option], at: 'key', message }];
  });
}
