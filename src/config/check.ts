import arc from '../../imports/autoscalingrunnerset.schema.json';
import { isObject } from '../plain-object';
import { writtenCredentials } from '../written-credentials';
import { prefixFindings, type Finding, type ValuePath } from '../errors';
import { modeOptionFindings, urlFindings } from '../runners/check-combinations';
import { checkYaml, type JsonSchema } from '../schema/check';
import type { ControllerConfig, DeskrunConfig, InstallConfig, RunnerConfig } from './config';
import { configSchema } from './schema';

/** Checks a parsed configuration against `deskrun.schema.json` and the schemas of Kubernetes. */
export function checkConfig(value: unknown): Finding[] {
  const findings = [...checkYaml(configSchema, value), ...writtenCredentials(value)];
  if (!isObject<Partial<DeskrunConfig>>(value)) return findings;
  const { runners } = value;
  return [
    ...findings,
    ...checkController(value),
    ...(value.podSecurityLevel !== undefined && value.createNamespace !== true
      ? [
          {
            path: ['podSecurityLevel'],
            at: 'key' as const,
            message: 'only applies to namespaces that deskrun writes; set createNamespace: true',
          },
        ]
      : []),
    ...(Array.isArray(runners) ? checkRunners(runners) : []),
  ];
}

function checkRunners(runners: readonly unknown[]): Finding[] {
  return [
    ...runners.flatMap((runner, index) =>
      isObject<Partial<RunnerConfig>>(runner) ? prefixFindings(['runners', index], checkRunner(runner)) : [],
    ),
    ...sameNames(runners),
  ];
}

/** Keys that describe an existing controller. They are refused together with `install`. */
const OF_EXISTING = ['serviceAccount', 'version', 'watchSingleNamespace'] as const;

function checkController({ controller }: Partial<DeskrunConfig>): Finding[] {
  if (!isObject<Partial<ControllerConfig>>(controller) || !isObject<Partial<InstallConfig>>(controller.install))
    return [];
  const { install } = controller;
  return prefixFindings(
    ['controller'],
    [
      ...OF_EXISTING.filter(key => controller[key] !== undefined).map((key): Finding => ({
        path: [key],
        at: 'key',
        message:
          'describes an existing controller, and install is set; ' +
          (key === 'version' ? 'remove it: the installed version is arcVersion' : 'move it into install'),
      })),
      ...prefixFindings(
        ['install'],
        [
          ...PLACEMENT.flatMap(name => inPod(name, install[name], [name])),
          ...inPod('volumes', install.volumes, ['volumes']),
          ...inPod('securityContext', install.podSecurityContext, ['podSecurityContext']),
          ...(['env', 'volumeMounts', 'securityContext'] as const).flatMap(name =>
            inContainer(name, install[name], [name]),
          ),
        ],
      ),
    ],
  );
}

function checkRunner(runner: Partial<RunnerConfig>): Finding[] {
  return [...modeOptionFindings(runner), ...urlFindings(runner), ...kubernetesParts(runner)];
}

function sameNames(runners: readonly unknown[]): Finding[] {
  const names = runners.map(runner => (isObject<Partial<RunnerConfig>>(runner) ? runner.name : undefined));
  return names.flatMap((name, index): Finding[] => {
    const first = names.indexOf(name);
    return typeof name === 'string' && first < index
      ? [{ path: ['runners', index, 'name'], message: `${name} is also the name of runners[${first}]; rename one` }]
      : [];
  });
}

const { template } = arc.properties.spec.properties;
const podTemplate: JsonSchema = withoutContainersRequired({ ...template, $defs: arc.$defs } as JsonSchema);

const PLACEMENT = ['affinity', 'tolerations', 'topologySpreadConstraints'] as const;

/** Checks the keys with the field names of Kubernetes against the schema of a pod template. */
function kubernetesParts(runner: Partial<RunnerConfig>): Finding[] {
  const parts = (part: Partial<RunnerConfig>, path: ValuePath): Finding[] => [
    ...PLACEMENT.flatMap(name => inPod(name, part[name], [...path, name])),
    ...wholePod(part.template, [...path, 'template']),
  ];
  return [
    ...parts(runner, []),
    ...(isObject<Partial<RunnerConfig>>(runner.jobPod) ? parts(runner.jobPod, ['jobPod']) : []),
    ...wholePod(runner.listenerTemplate, ['listenerTemplate']),
    ...inContainer('volumeMounts', runner.dind?.volumeMounts, ['dind', 'volumeMounts']),
  ];
}

function wholePod(value: unknown, path: ValuePath): Finding[] {
  return value === undefined ? [] : prefixFindings(path, checkYaml(podTemplate, value));
}

function inPod(name: string, value: unknown, path: ValuePath): Finding[] {
  return value === undefined
    ? []
    : replacePrefix(['spec', name], path, checkYaml(podTemplate, { spec: { [name]: value } }));
}

function inContainer(name: string, value: unknown, path: ValuePath): Finding[] {
  return value === undefined
    ? []
    : replacePrefix(
        ['spec', 'containers', 0, name],
        path,
        checkYaml(podTemplate, { spec: { containers: [{ name: 'any', [name]: value }] } }),
      );
}

/** An override may leave out `containers`, which a pod template requires. */
function withoutContainersRequired(schema: JsonSchema): JsonSchema {
  const { spec } = schema.properties as Record<string, JsonSchema>;
  const target = spec?.$ref === undefined ? spec : schema.$defs?.[spec.$ref.slice('#/$defs/'.length)];
  return { ...schema, properties: { ...schema.properties, spec: { ...target, required: [] } } };
}

function replacePrefix(from: ValuePath, to: ValuePath, findings: readonly Finding[]): Finding[] {
  return findings.map(finding => ({ ...finding, path: [...to, ...finding.path.slice(from.length)] }));
}
