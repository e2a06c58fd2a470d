import { MODE_CAPABILITIES } from '../../../modes/capabilities';
import { scopeOf } from '../../../runners/github-url';
import { arcIssue } from '../arc';
import { perSet, type Diagnosis, type Finding } from '../diagnosis';
import { envOf } from '../env';

export const runnerContainerMissing: Diagnosis = {
  id: 'runner-container-missing',
  title: 'a pod template without a container named runner',
  find: perSet(({ id, name, pod, runner }) =>
    runner
      ? []
      : [
          {
            severity: 'error',
            cause: `no container of ${name} is named runner: its pods start without the configuration that GitHub hands out, and never register`,
            evidence: [
              `AutoscalingRunnerSet ${id} has the containers ${(pod.containers ?? []).map(container => container.name).join(', ') || 'none'}`,
            ],
            remedy: ["name the runner's container runner"],
          },
        ],
  ),
};

export const restartPolicy: Diagnosis = {
  id: 'restart-policy',
  title: 'a pod template without restartPolicy: Never',
  find: perSet(({ id, name, pod }) =>
    pod.restartPolicy === 'Never'
      ? []
      : [
          {
            severity: 'error',
            cause: `the runners of ${name} are started again after each job, with a registration that is used up`,
            evidence: [
              `AutoscalingRunnerSet ${id} has restartPolicy: ${pod.restartPolicy ?? 'nothing, which is Always'}`,
            ],
            remedy: ['set restartPolicy: Never in template.spec'],
          },
        ],
  ),
};

export const nameTooLong: Diagnosis = {
  id: 'name-too-long',
  title: 'a name so long that the pods of two jobs get one',
  upstream: arcIssue(4368),
  find: perSet(({ id, name, mode }) => {
    const budget = mode === undefined ? 45 : MODE_CAPABILITIES[mode].nameBudget;
    return name.length <= budget
      ? []
      : [
          {
            // Up to 39 characters, names of job pods still differ in one letter at least.
            severity: budget < 45 && name.length < 40 ? 'warning' : 'error',
            cause: `the name ${name} has ${name.length} characters: ${budget < 45 ? 'job pods of two of its runners may get one name, and one of them fails' : "ARC's own objects get names that Kubernetes refuses"}`,
            evidence: [
              `AutoscalingRunnerSet ${id}${mode === undefined ? '' : ` runs ${mode}`}, where a name has at most ${budget}`,
            ],
            remedy: [
              `delete the runner set, and make it again with a name ${name.length - budget} shorter; runnerScaleSetName keeps what workflows write`,
            ],
          },
        ];
  }),
};

export const urlUnusable: Diagnosis = {
  id: 'url-unusable',
  title: 'a githubConfigUrl that is no repository, organization or enterprise',
  find: perSet(({ id, name, spec: { githubConfigUrl = '' } }) =>
    URL.canParse(githubConfigUrl) && scopeOf(githubConfigUrl) !== undefined
      ? []
      : [
          {
            severity: 'error',
            cause: `the controller cannot tell what ${name} is for`,
            evidence: [`AutoscalingRunnerSet ${id} has githubConfigUrl: ${JSON.stringify(githubConfigUrl)}`],
            remedy: [
              'write https://github.com/OWNER/REPOSITORY, https://github.com/ORGANIZATION or https://github.com/enterprises/ENTERPRISE',
            ],
          },
        ],
  ),
};

export const scalingImpossible: Diagnosis = {
  id: 'scaling-impossible',
  title: 'more runners at least than at most, or none at all',
  find: perSet(({ id, name, spec: { minRunners = 0, maxRunners } }) => {
    if (maxRunners === undefined || (maxRunners > 0 && minRunners <= maxRunners)) return [];
    return [
      {
        severity: maxRunners === 0 && minRunners === 0 ? 'warning' : 'error',
        cause:
          maxRunners === 0 && minRunners === 0
            ? `${name} may have no runner: its jobs stay queued`
            : `${name} has more runners at least than at most: its listener does not start`,
        evidence: [`AutoscalingRunnerSet ${id} has minRunners: ${minRunners}, maxRunners: ${maxRunners}`],
        remedy: ['raise maxRunners'],
      },
    ];
  }),
};

export const vaultIncomplete: Diagnosis = {
  id: 'vault-incomplete',
  title: 'a vaultConfig without its vault, on which the controller crashes',
  find: perSet(({ id, name, spec: { vaultConfig } }) =>
    !vaultConfig || (vaultConfig.type === 'azure_key_vault' && vaultConfig.azureKeyVault)
      ? []
      : [
          {
            severity: 'error',
            cause: `the vault of ${name} is not complete: the controller fails on it, for all runner sets`,
            evidence: [
              `AutoscalingRunnerSet ${id} has vaultConfig.type: ${vaultConfig.type ?? 'none'}, and ${vaultConfig.azureKeyVault ? 'an' : 'no'} azureKeyVault`,
            ],
            remedy: [
              'leave vaultConfig out, or give it type: azure_key_vault and azureKeyVault with url, tenantId, clientId and certificatePath',
            ],
          },
        ],
  ),
};

export const workVolume: Diagnosis = {
  id: 'work-volume',
  title: 'containerMode kubernetes without an ephemeral volume named work',
  find: perSet(({ id, name, mode, pod, runner }) => {
    const work = pod.volumes?.find(volume => volume.name === 'work');
    // The hook mounts the claim that this names, if it is set.
    const named = envOf(runner, 'ACTIONS_RUNNER_CLAIM_NAME') !== undefined;
    return mode !== 'kubernetes' || named || work?.ephemeral?.volumeClaimTemplate?.spec
      ? []
      : [
          {
            severity: 'error',
            cause: `${name} has no work volume that its job pods can share: every job fails`,
            evidence: [
              `AutoscalingRunnerSet ${id} has ${
                work
                  ? `a volume work of type ${
                      Object.keys(work)
                        .filter(key => key !== 'name')
                        .join(', ') || 'none'
                    }`
                  : 'no volume work'
              }; the hook mounts the claim that only an ephemeral one makes`,
            ],
            remedy: ['give it kubernetesModeWorkVolumeClaim, or use containerMode kubernetes-novolume'],
          },
        ];
  }),
};

export const nameCollision: Diagnosis = {
  id: 'name-collision',
  title: 'two runner sets under one name at GitHub',
  upstream: arcIssue(3351),
  find: ({ scaleSets }) => {
    const live = scaleSets.filter(({ object }) => object.metadata.deletionTimestamp === undefined);
    const registered = ({ name, spec }: (typeof live)[number]) =>
      [spec.githubConfigUrl?.replace(/\/+$/, ''), spec.runnerGroup || 'default', spec.runnerScaleSetName || name]
        .join(' ')
        .toLowerCase();
    return live.flatMap((set, index) =>
      live
        .slice(0, index)
        .filter(other => registered(other) === registered(set))
        .map((other): Finding => ({
          severity: 'error',
          set: set.id,
          cause: `${set.id} and ${other.id} are one runner set at GitHub: each takes the other's jobs, and deleting one signs off both`,
          evidence: [
            `both are ${set.spec.runnerScaleSetName || set.name} in group ${set.spec.runnerGroup || 'default'} of ${set.spec.githubConfigUrl ?? 'no URL'}`,
          ],
          remedy: ['give one of them another runnerScaleSetName'],
        })),
    );
  },
};

export const scaleSetDiagnoses = [
  runnerContainerMissing,
  restartPolicy,
  nameTooLong,
  urlUnusable,
  scalingImpossible,
  vaultIncomplete,
  workVolume,
  nameCollision,
];
