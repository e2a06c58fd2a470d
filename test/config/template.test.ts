import { parse } from 'yaml';
import arc from '../../imports/autoscalingrunnerset.schema.json';
import type { JsonSchema } from '../../src/schema/check';
import type { Manifest } from '../support/sets';
import { asText, expectFindings, manifestsOf, podOf, refusalOf, runnerFile } from './files';

/** A value with every field that a schema knows. */
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
const { affinity, tolerations, topologySpreadConstraints, ...otherFields }: Manifest = everyField.spec;

/** One runner set with a value at a path, in so many words. */
function fileWith(path: string, value: unknown, containerMode = 'dind'): string {
  const nested = path.split('.').reduceRight<unknown>((inner, key) => ({ [key]: inner }), value);
  return runnerFile(asText(nested).replace(/^/gm, '    '), containerMode);
}

/**
 * What is left of a value when everything is taken out that a file with it is refused for. Each refusal has to name a place
 * inside the value.
 */
function accepted(path: string, value: unknown, containerMode?: string): unknown {
  const left: unknown = structuredClone(value);
  for (let round = 0; round < 5; round++) {
    let refusal: string;
    try {
      refusal = refusalOf(fileWith(path, left, containerMode));
    } catch {
      return left;
    }
    const places = [...refusal.matchAll(/^deskrun\.yaml:\d+:\d+ {2}runners\[0\]\.([^:]+): /gm)].map(
      ([, place]) => place as string,
    );
    expect(places.filter(place => !place.startsWith(path))).toEqual([]);
    for (const place of places.reverse()) remove(left, place.slice(path.length).match(/[^.[\]]+/g) ?? []);
  }
  throw new Error(refusalOf(fileWith(path, left, containerMode)));
}

function remove(value: unknown, [step = '', ...rest]: readonly string[]): void {
  if (typeof value !== 'object' || value === null) return;
  if (rest.length > 0) remove((value as Record<string, unknown>)[step], rest);
  else delete (value as Record<string, unknown>)[step];
}

/** Lists in which what the file says stands beside what the set brings. */
function entryOf(list: { name: string }[], name: string): unknown {
  return list.find(entry => entry.name === name);
}

describe('every field of a pod comes out as written, or is refused by its name', () => {
  const spec = {
    ...otherFields,
    containers: [{ ...otherFields.containers[0], name: 'beside' }],
    initContainers: [{ ...otherFields.initContainers[0], name: 'before' }],
    restartPolicy: 'Never',
  };

  test('in template', () => {
    const left = accepted('template', { ...everyField, spec }) as Manifest;
    const pod = podOf(fileWith('template', left));
    const { containers, initContainers, volumes, ...fields } = left.spec;
    expect(pod).toMatchObject(fields);
    expect(entryOf(pod.containers, 'beside')).toEqual(containers[0]);
    expect(entryOf(pod.initContainers, 'before')).toEqual(initContainers[0]);
    expect(entryOf(pod.volumes, 'x')).toEqual(volumes[0]);
    expect(JSON.stringify(left).length).toBeGreaterThan(10_000);
  });

  test('in the template of a jobPod', () => {
    const left = accepted('jobPod.template', { ...everyField, spec }, 'kubernetes-novolume') as Manifest;
    const map = manifestsOf(fileWith('jobPod.template', left, 'kubernetes-novolume')).find(
      ({ kind }) => kind === 'ConfigMap',
    );
    expect(parse(map.data.content as string)).toEqual(left);
    expect(JSON.stringify(left).length).toBeGreaterThan(8000);
  });

  test.each(Object.entries({ affinity, tolerations, topologySpreadConstraints }))('in %s', (key, value) => {
    const left = accepted(key, value);
    expect(podOf(fileWith(key, left))[key]).toEqual(left);
  });

  test('in dind.volumeMounts', () => {
    const left = accepted('dind.volumeMounts', [
      { ...otherFields.containers[0].volumeMounts[0], name: 'work' },
    ]) as object[];
    const { volumeMounts } = entryOf(podOf(fileWith('dind.volumeMounts', left)).initContainers, 'dind') as {
      volumeMounts: object[];
    };
    expect(volumeMounts).toEqual(expect.arrayContaining(left));
  });
});

describe('a template says things as Kubernetes does', () => {
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
    'azureDisk: { diskName: a, diskURI: b }',
    'fc: { targetWWNs: [a], wwids: [b] }',
    'ephemeral: { volumeClaimTemplate: { spec: { accessModes: [ReadWriteOnce], resources: { requests: { storage: 1Gi } } } } }',
  ])('%s, in a volume', line => {
    expect(
      entryOf(podOf(runnerFile(`    template: { spec: { volumes: [{ name: mine, ${line} }] } }`)).volumes, 'mine'),
    ).toEqual({ name: 'mine', ...parse(line) });
  });

  test('an amount that is a number is the amount of that number', () => {
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

describe('what Kubernetes does not know in a template is pointed at', () => {
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

  test('also what only a newer Kubernetes knows than the library can write', () => {
    expect(refusalOf(runnerFile('    template: { spec: { hostnameOverride: desk } }'))).toMatch(
      /^deskrun\.yaml:7:25 {2}runners\[0\]\.template\.spec\.hostnameOverride: is not a field of spec/,
    );
  });
});
