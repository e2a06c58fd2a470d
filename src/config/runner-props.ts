import { podTemplateFromJson, type k8s } from '../kubernetes';
import type { RunnerSetProps } from '../runners/runner-set-props';
import type { KubernetesParts, RunnerConfig } from './config';

/** Converts an entry of `runners` to props: parts of pods get the spelling of the typed API. */
export function runnerProps({ jobPod, listenerTemplate, ...runner }: RunnerConfig): RunnerSetProps {
  return {
    ...runner,
    ...kubernetesParts(runner),
    jobPod: jobPod && { ...jobPod, ...kubernetesParts(jobPod) },
    listenerTemplate: listenerTemplate === undefined ? undefined : podTemplateFromJson(listenerTemplate),
  };
}

type KubernetesPart = keyof KubernetesParts;

function kubernetesParts(config: KubernetesParts): { readonly [Part in KubernetesPart]: RunnerSetProps[Part] } {
  const { affinity, tolerations, topologySpreadConstraints } = config;
  const spec = podTemplateFromJson({ spec: { affinity, tolerations, topologySpreadConstraints } }).spec as k8s.PodSpec;
  return {
    affinity: spec.affinity,
    tolerations: spec.tolerations,
    topologySpreadConstraints: spec.topologySpreadConstraints,
    template: config.template === undefined ? undefined : podTemplateFromJson(config.template),
  };
}
