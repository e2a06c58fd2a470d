import { parse } from 'yaml';
import arc from '../../imports/autoscalingrunnerset.schema.json';
import { droppedNames, podTemplateFromJson, podTemplateToJson } from '../../src/kubernetes';
import type { JsonSchema } from '../../src/schema/check';
import type { Manifest } from '../support/sets';
import { asText, expectFindings, manifestsOf, podOf, refusalOf, runnerFile } from './files';

/** Returns a value with every field of a schema. */
function everyFieldOf(schema: JsonSchema): unknown {
  if (schema.$ref !== undefined)
    return everyFieldOf((arc.$defs as Record<string, JsonSchema>)[schema.$ref.slice('#/$defs/'.length)] as JsonSchema);
  if (schema.anyOf) return everyFieldOf(schema.anyOf.at(-1) as JsonSchema);
  if (schema.enum) return schema.enum.at(-1);
  if (schema.examples) return schema.examples[0];
  if (schema['x-kubernetes-int-or-string']) return 80;
  switch (schema.type) {
    case 'integer':
    case 'number':
      return 1;
    case 'boolean':
      return true;
    case 'array':
      return [everyFieldOf(schema.items ?? {})];
    case 'object':
      return schema.properties
        ? Object.fromEntries(
            Object.entries(schema.properties).map(([name, property]) => [name, everyFieldOf(property)]),
          )
        : { x: everyFieldOf(schema.additionalProperties as JsonSchema) };
    default:
      return 'x';
  }
}

const { template } = arc.properties.spec.properties;
const everyField = everyFieldOf(template as JsonSchema) as Manifest;

/** Returns a pod template without the fields that {@link droppedNames} reports. */
function withoutDropped(template: unknown): unknown {
  const left: unknown = structuredClone(template);
  for (const path of droppedNames(podTemplateFromJson(left)).reverse()) remove(left, path);
  return left;
}

/** Removes the value at a path with the spelling of the typed API. */
function remove(value: unknown, [step = '', ...rest]: readonly (string | number)[]): void {
  if (typeof value !== 'object' || value === null) return;
  const key = Object.keys(value).find(name => name.toLowerCase() === String(step).toLowerCase()) as keyof typeof value;
  if (rest.length > 0) remove(value[key], rest);
  else delete value[key];
}

/** Lists to which the runner set adds its own items. */
function entryOf(list: { name: string }[], name: string): unknown {
  return list.find(entry => entry.name === name);
}

test('every field of a pod is written unchanged, or reported by droppedNames', () => {
  const left = withoutDropped(everyField);
  expect(podTemplateToJson(podTemplateFromJson(left))).toEqual(left);
  expect(JSON.stringify(left).length).toBeGreaterThan(14_000);
});

test('a field that would be dropped is refused', () => {
  const newer = { spec: { containers: [{ name: 'beside', image: 'busybox', restartPolicyRules: [] }] } };
  expect(refusalOf(runnerFile(asText({ template: newer }).replace(/^/gm, '    ')))).toMatch(
    /runners\[0\]\.template\.spec\.containers\[0\]\.restartPolicyRules: is not a field/,
  );
});

describe('a template has the field names of Kubernetes', () => {
  test.each([
    'hostPID: true',
    'hostIPC: true',
    'setHostnameAsFQDN: true',
    'dnsConfig: { options: [{ name: ndots, value: "1" }] }',
    'securityContext: { fsGroup: 1001, seLinuxOptions: { level: s0 } }',
    'hostAliases: [{ ip: 10.0.0.1, hostnames: [mirror] }]',
    'nodeSelector: { limits: high, port: "80" }',
  ])('%s', line => {
    expect(podOf(runnerFile(`    template: { spec: { ${line} } }`))).toMatchObject(parse(line));
  });

  test.each([
    'ports: [{ name: http, containerPort: 80 }]',
    'livenessProbe: { httpGet: { path: /, port: http } }',
    'readinessProbe: { tcpSocket: { port: 80 } }',
    'startupProbe: { grpc: { port: 9000, service: health }, periodSeconds: 5 }',
    'lifecycle: { preStop: { exec: { command: [sleep, "5"] } } }',
    'resources: { requests: { cpu: 500m }, limits: { memory: 1.5Gi, nvidia.com/gpu: "1" } }',
    'env: [{ name: CPUS, valueFrom: { resourceFieldRef: { resource: limits.cpu, divisor: "1" } } }]',
    'securityContext: { runAsUser: 0, windowsOptions: { runAsUserName: ci } }',
    'args: [on, "no", "1_000"]',
  ])('%s, in a container', line => {
    expect(
      entryOf(
        podOf(runnerFile(`    template: { spec: { containers: [{ name: beside, image: busybox, ${line} }] } }`))
          .containers,
        'beside',
      ),
    ).toMatchObject(parse(line));
  });

  test.each([
    'emptyDir: { medium: Memory, sizeLimit: 1Gi }',
    'hostPath: { path: /nvme/x, type: Directory }',
    'csi: { driver: nfs.csi.k8s.io, volumeAttributes: { diskURI: x, sizeLimit: "1" } }',
    'azureDisk: { diskName: a, diskURI: "https://disks.example/b" }',
    'fc: { targetWWNs: [a], lun: 0 }',
    'fc: { wwids: [b] }',
    'ephemeral: { volumeClaimTemplate: { spec: { accessModes: [ReadWriteOnce], resources: { requests: { ' +
      'storage: 1Gi } } } } }',
  ])('%s, in a volume', line => {
    expect(
      entryOf(podOf(runnerFile(`    template: { spec: { volumes: [{ name: mine, ${line} }] } }`)).volumes, 'mine'),
    ).toEqual({ name: 'mine', ...parse(line) });
  });

  test('a quantity may be a number', () => {
    const { containers } = podOf(
      runnerFile('    template: { spec: { containers: [{ name: runner, resources: { limits: { cpu: 2 } } }] } }'),
    );
    expect(containers[0].resources.limits).toEqual({ cpu: '2' });
  });

  test('labels of the pod', () => {
    const text = runnerFile('    template: { metadata: { labels: { hostPID: "on" } } }');
    expect(manifestsOf(text).at(-1).spec.template.metadata).toEqual({ labels: { hostPID: 'on' } });
  });
});

describe('an unknown field in a template is reported at its position', () => {
  test.each([
    ['template: { spec: { hostPID: ➤sometimes } }', 'template.spec.hostPID: must be true or false, got "sometimes"'],
    ['template: { spec: { ➤hostPid: true } }', 'template.spec.hostPid: unknown key; did you mean hostPID?'],
    [
      'template: { spec: { containers: [{ name: runner }, ➤{ image: x }] } }',
      'template.spec.containers[1].name: is required',
    ],
    [
      'template: { spec: { volumes: [{ name: a, emptyDir: { sizeLimit: ➤much } }] } }',
      'template.spec.volumes[0].emptyDir.sizeLimit: must look like 500m or 2 or 10Gi, got "much"',
    ],
    ['template: { ➤status: {} }', 'template.status: unknown key; allowed: metadata, spec'],
    ['tolerations: [{ operator: ➤Is }]', 'tolerations[0].operator: must be one of "", Equal, Exists, got "Is"'],
    ['affinity: { ➤nodeAfinity: {} }', 'affinity.nodeAfinity: unknown key; did you mean nodeAffinity?'],
    [
      'topologySpreadConstraints: [{ maxSkew: 1, topologyKey: a, whenUnsatisfiable: ➤Wait }]',
      'topologySpreadConstraints[0].whenUnsatisfiable: must be one of DoNotSchedule, ScheduleAnyway, got "Wait"',
    ],
    [
      'dind: { volumeMounts: [{ name: work, ➤mountpath: /w }] }',
      'dind.volumeMounts[0].mountpath: unknown key; did you mean mountPath?',
    ],
  ])('%s', (line, message) => {
    expectFindings(runnerFile(`    ${line}`), `runners[0].${message}`);
  });

  test.each([
    [
      'jobPod: { tolerations: [{ operator: ➤Is }] }',
      'jobPod.tolerations[0].operator: must be one of "", Equal, Exists, got "Is"',
    ],
    [
      'jobPod: { template: { spec: { hostPID: ➤sometimes } } }',
      'jobPod.template.spec.hostPID: must be true or false, got "sometimes"',
    ],
  ])('%s', (line, message) => {
    expectFindings(runnerFile(`    ${line}`, 'kubernetes-novolume'), `runners[0].${message}`);
  });

  test.each(['name: "a\\nb"', 'name: a, image: x, volumeMounts: [{ name: "a\\nb", mountPath: /a }]'])(
    'in one line, although it has a line break in it: { %s }',
    container => {
      expect(
        refusalOf(
          runnerFile(`    jobPod: { template: { spec: { containers: [{ ${container} }] } } }`, 'kubernetes-novolume'),
        ).split('\n'),
      ).toHaveLength(2);
    },
  );

  test('also if only a newer Kubernetes than that of the typed API has it', () => {
    expect(refusalOf(runnerFile('    template: { spec: { hostnameOverride: desk } }'))).toMatch(
      /^deskrun\.yaml:7:25 {2}runners\[0\]\.template\.spec\.hostnameOverride: is not a field of spec/,
    );
  });
});
