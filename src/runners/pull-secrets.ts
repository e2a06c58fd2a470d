import type { PodContribution } from '../pod/contribution';
import type { ResolvedSetProps } from './resolve-props';
import { isOfficialRunnerImage } from '../pod/image';

/**
 * The pull secrets of a private runner image for job pods whose init containers have that image too: hook 0.8.1 starts
 * every job pod with one, and `parts` may hold others. The hook itself knows only the credentials of the workflow's own
 * images.
 */
export function jobPullSecrets(props: ResolvedSetProps, parts: readonly PodContribution[]): PodContribution[] {
  const { containerMode, runnerImage, template, jobPod } = props;
  const secrets = template?.spec?.imagePullSecrets ?? [];
  const isPrivate = runnerImage !== undefined && !isOfficialRunnerImage(runnerImage);
  const usesRunnerImage =
    containerMode.capabilities.hook === '0.8.1' ||
    parts.some(part => part.template.spec?.initContainers?.some(({ image }) => image === runnerImage));
  if (!isPrivate || !usesRunnerImage || secrets.length === 0 || jobPod?.template?.spec?.imagePullSecrets !== undefined)
    return [];
  return [{ owner: ['template', 'spec', 'imagePullSecrets'], template: { spec: { imagePullSecrets: secrets } } }];
}

/** An extension's `imagePullSecrets` replace those that the hook makes of a workflow's credentials. */
export function pullSecretNotice({ runnerImage }: ResolvedSetProps): string {
  return (
    `template.spec.imagePullSecrets: job pods get them too, since their init containers have image ${runnerImage}; ` +
    'the hook then ignores credentials: of container: and services: in workflows, so list the secrets of those ' +
    'registries here, or set jobPod.template.spec.imagePullSecrets'
  );
}
