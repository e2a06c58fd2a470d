import { MODE_CAPABILITIES } from '../../../modes/capabilities';
import { scopeOf } from '../../../runners/github-url';
import { arcIssue } from '../arc';
import { perSet, type Diagnosis, type Finding } from '../diagnosis';
import { envOf } from '../env';

export const runnerContainerMissing: Diagnosis = {
  id: 'runner-container-missing',
  title: 'a pod template has no container named runner',
  find: perSet(({ id, name, pod, runner }) =>
    runner
      ? []
      : [
          {
            severity: 'error',
            cause:
              `no container of ${name} is named runner: its pods start without the configuration from GitHub, and ` +
              'never register',
            evidence: [
              `containers of AutoscalingRunnerSet ${id}: ` +
                ((pod.containers ?? []).map(container => container.name).join(', ') || 'none'),
            ],
            remedy: ['name the container of the runner image runner'],
          },
        ],
  ),
};

export const restartPolicy: Diagnosis = {
  id: 'restart-policy',
  title: 'a pod template has no restartPolicy: Never',
  find: perSet(({ id, name, pod }) =>
    pod.restartPolicy === 'Never'
      ? []
      : [
          {
            severity: 'error',
            cause: `the runners of ${name} restart after each job, with a registration that is no longer valid`,
            evidence: [
              pod.restartPolicy === undefined
                ? `AutoscalingRunnerSet ${id} has no restartPolicy, which means Always`
                : `AutoscalingRunnerSet ${id} has restartPolicy: ${pod.restartPolicy}`,
            ],
            remedy: ['set restartPolicy: Never in template.spec'],
          },
        ],
  ),
};

export const nameTooLong: Diagnosis = {
  id: 'name-too-long',
  title: 'the name of a runner set is too long',
  upstream: arcIssue(4368),
  find: perSet(({ id, name, mode }) => {
    const budget = mode === undefined ? 45 : MODE_CAPABILITIES[mode].nameBudget;
    return name.length <= budget
      ? []
      : [
          {
            // Up to 39 characters, names of job pods still differ in at least one letter.
            severity: budget < 45 && name.length < 40 ? 'warning' : 'error',
            cause:
              `the name ${name} has ${name.length} characters: ` +
              (budget < 45
                ? 'job pods of two runners may get the same name, and one of the jobs fails'
                : 'ARC derives names from it that Kubernetes refuses'),
            evidence: [
              `AutoscalingRunnerSet ${id}: a name may have at most ${budget} characters` +
                (mode === undefined ? '' : ` in containerMode ${mode}`),
            ],
            remedy: [
              `recreate the runner set with a name that is ${name.length - budget} characters shorter; with ` +
                `runnerScaleSetName: ${name}, workflows need no change`,
            ],
          },
        ];
  }),
};

export const urlInvalid: Diagnosis = {
  id: 'url-invalid',
  title: 'a githubConfigUrl is not the URL of a repository, organization or enterprise',
  find: perSet(({ id, name, spec: { githubConfigUrl = '' } }) =>
    URL.canParse(githubConfigUrl) && scopeOf(githubConfigUrl) !== undefined
      ? []
      : [
          {
            severity: 'error',
            cause: `the controller cannot use the githubConfigUrl of ${name}`,
            evidence: [`AutoscalingRunnerSet ${id} has githubConfigUrl: ${JSON.stringify(githubConfigUrl)}`],
            remedy: [
              'write https://github.com/OWNER/REPOSITORY, https://github.com/ORGANIZATION or ' +
                'https://github.com/enterprises/ENTERPRISE',
            ],
          },
        ],
  ),
};

export const scalingImpossible: Diagnosis = {
  id: 'scaling-impossible',
  title: 'minRunners is greater than maxRunners, or maxRunners is zero',
  find: perSet(({ id, name, spec: { minRunners = 0, maxRunners } }) => {
    if (maxRunners === undefined || (maxRunners > 0 && minRunners <= maxRunners)) return [];
    return [
      {
        severity: maxRunners === 0 && minRunners === 0 ? 'warning' : 'error',
        cause:
          maxRunners === 0 && minRunners === 0
            ? `maxRunners of ${name} is 0: its jobs stay queued`
            : `minRunners of ${name} is greater than maxRunners: its listener does not start`,
        evidence: [`AutoscalingRunnerSet ${id} has minRunners: ${minRunners}, maxRunners: ${maxRunners}`],
        remedy: ['raise maxRunners'],
      },
    ];
  }),
};

export const vaultIncomplete: Diagnosis = {
  id: 'vault-incomplete',
  title: 'a vaultConfig is incomplete, and the controller crashes on it',
  find: perSet(({ id, name, spec: { vaultConfig } }) =>
    !vaultConfig || (vaultConfig.type === 'azure_key_vault' && vaultConfig.azureKeyVault)
      ? []
      : [
          {
            severity: 'error',
            cause: `the vaultConfig of ${name} is incomplete: the controller crashes on it, for all runner sets`,
            evidence: [
              `AutoscalingRunnerSet ${id} has vaultConfig.type: ${vaultConfig.type ?? '(none)'}, and ` +
                `${vaultConfig.azureKeyVault ? 'an' : 'no'} azureKeyVault`,
            ],
            remedy: [
              'remove vaultConfig, or set type: azure_key_vault and azureKeyVault with url, tenantId, clientId ' +
                'and certificatePath',
            ],
          },
        ],
  ),
};

export const workVolume: Diagnosis = {
  id: 'work-volume',
  title: 'containerMode kubernetes has no ephemeral volume named work',
  find: perSet(({ id, name, mode, pod, runner }) => {
    const work = pod.volumes?.find(volume => volume.name === 'work');
    // If it is set, the hook mounts the claim with this name.
    const named = envOf(runner, 'ACTIONS_RUNNER_CLAIM_NAME') !== undefined;
    return mode !== 'kubernetes' || named || work?.ephemeral?.volumeClaimTemplate?.spec
      ? []
      : [
          {
            severity: 'error',
            cause: `${name} has no work volume that runner and job pods can share: every job fails`,
            evidence: [
              `AutoscalingRunnerSet ${id} has ${
                work
                  ? `a volume named work of type ${
                      Object.keys(work)
                        .filter(key => key !== 'name')
                        .join(', ') || 'none'
                    }`
                  : 'no volume named work'
              }; the container hook mounts the claim of an ephemeral volume`,
            ],
            remedy: ['set kubernetesModeWorkVolumeClaim, or use containerMode kubernetes-novolume'],
          },
        ];
  }),
};

export const nameCollision: Diagnosis = {
  id: 'name-collision',
  title: 'two runner sets have the same name at GitHub',
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
          cause:
            `${set.id} and ${other.id} are the same runner set at GitHub: each takes jobs of the other, and ` +
            'deleting one removes both from GitHub',
          evidence: [
            `both have the name ${set.spec.runnerScaleSetName || set.name}, the runner group ` +
              `${set.spec.runnerGroup || '(default)'} and the URL ${set.spec.githubConfigUrl ?? '(none)'}`,
          ],
          remedy: ['set another runnerScaleSetName for one of them'],
        })),
    );
  },
};

export const scaleSetDiagnoses = [
  runnerContainerMissing,
  restartPolicy,
  nameTooLong,
  urlInvalid,
  scalingImpossible,
  vaultIncomplete,
  workVolume,
  nameCollision,
];
