import arc from '../../imports/autoscalingrunnerset.schema.json';
import { prefixFindings, type Finding, type ValuePath } from '../errors';
import { MODE_CAPABILITIES } from '../modes/capabilities';
import { checkSchema, type JsonSchema } from '../schema/check';
import type { DeskrunConfig, RunnerConfig } from './config';
import deskrun from './deskrun.schema.json';

/** Everything in a file's value that `deskrun.schema.json` and Kubernetes' own schemas do not allow. */
export function checkConfig(value: unknown): Finding[] {
  const findings = checkSchema(deskrun as JsonSchema, value);
  const runners = (value as Partial<DeskrunConfig> | null)?.runners;
  if (!Array.isArray(runners)) return findings;
  return [
    ...findings,
    ...(runners as unknown[]).flatMap((runner, index) => (isMap(runner) ? prefixFindings(['runners', index], checkRunner(runner)) : [])),
    ...sameNames(runners as unknown[]),
  ];
}

/** The options that belong to one mode. */
const MODE_OPTIONS = { workVolumeClaim: 'kubernetes', dind: 'dind', privileges: 'cached-privileged-kubernetes' } as const;

function checkRunner(runner: Partial<RunnerConfig>): Finding[] {
  return [...misplaced(runner), ...urls(runner), ...kubernetesParts(runner)];
}

/** Options of a mode that the runner does not have. Where its mode is unknown, any may be meant. */
function misplaced(runner: Partial<RunnerConfig>): Finding[] {
  const { containerMode } = runner;
  if (typeof containerMode !== 'string' || !Object.hasOwn(MODE_CAPABILITIES, containerMode)) return [];
  return Object.entries(MODE_OPTIONS)
    .filter(([option, mode]) => runner[option as keyof typeof MODE_OPTIONS] !== undefined && containerMode !== mode)
    .map(([option, mode]) => ({ path: [option], at: 'key', message: `is for containerMode ${mode} only, and containerMode is ${containerMode}; leave it out` }));
}

function urls({ repository, githubConfigUrl }: Partial<RunnerConfig>): Finding[] {
  if (repository !== undefined && githubConfigUrl !== undefined) return [{ path: ['githubConfigUrl'], at: 'key', message: 'says the same as repository; keep one' }];
  return repository === undefined && githubConfigUrl === undefined ? [{ path: ['repository'], message: 'is required: the URL the runners work for' }] : [];
}

function sameNames(runners: readonly unknown[]): Finding[] {
  const names = runners.map(runner => (isMap(runner) ? runner.name : undefined));
  return names.flatMap((name, index): Finding[] => {
    const first = names.indexOf(name);
    return typeof name === 'string' && first < index ? [{ path: ['runners', index, 'name'], message: `${name} is the name of runners[${first}] too; rename one` }] : [];
  });
}

const { template } = arc.properties.spec.properties;
const podTemplate: JsonSchema = withoutContainersRequired({ ...template, $defs: arc.$defs } as JsonSchema);

/** What is written as in a pod is checked as in a pod. */
function kubernetesParts(runner: Partial<RunnerConfig>): Finding[] {
  const inPod = (name: string, value: unknown, path: ValuePath): Finding[] =>
    value === undefined ? [] : replacePrefix(['spec', name], path, checkSchema(podTemplate, { spec: { [name]: value } }));
  const whole = (value: unknown, path: ValuePath): Finding[] => (value === undefined ? [] : prefixFindings(path, checkSchema(podTemplate, value)));
  const parts = (part: Partial<RunnerConfig>, path: ValuePath): Finding[] => [
    ...['affinity', 'tolerations', 'topologySpreadConstraints'].flatMap(name => inPod(name, part[name as 'affinity'], [...path, name])),
    ...whole(part.template, [...path, 'template']),
  ];
  const mounts = runner.dind?.volumeMounts;
  return [
    ...parts(runner, []),
    ...(isMap(runner.jobPod) ? parts(runner.jobPod, ['jobPod']) : []),
    ...(mounts === undefined ? [] : replacePrefix(
      ['spec', 'containers', 0, 'volumeMounts'], ['dind', 'volumeMounts'],
      checkSchema(podTemplate, { spec: { containers: [{ name: 'dind', volumeMounts: mounts }] } }),
    )),
  ];
}

/** An override need not name any container. */
function withoutContainersRequired(schema: JsonSchema): JsonSchema {
  const { spec } = schema.properties as Record<string, JsonSchema>;
  const target = spec?.$ref === undefined ? spec : schema.$defs?.[spec.$ref.slice('#/$defs/'.length)];
  return { ...schema, properties: { ...schema.properties, spec: { ...target, required: [] } } };
}

function replacePrefix(from: ValuePath, to: ValuePath, findings: readonly Finding[]): Finding[] {
  return findings.map(finding => ({ ...finding, path: [...to, ...finding.path.slice(from.length)] }));
}

function isMap(value: unknown): value is Partial<RunnerConfig> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
