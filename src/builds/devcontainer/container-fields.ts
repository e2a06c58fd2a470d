import { withoutUndefined } from '../../plain-object';
import { filled, type Manifest } from './manifest';
import type { PodVolumes } from './pod-volumes';
import type { EnvValue, Settings } from './settings';
import type { RunAs } from './users';
import { literal } from '../literal';

/** The fields of a container in a manifest that follow from its settings. */
export function containerFields(
  { settings, runAs }: { readonly settings: Settings; readonly runAs?: RunAs },
  volumes: PodVolumes,
  gpuResource: string,
): Manifest {
  return {
    env: variables(settings.env),
    volumeMounts: volumes.mounts(settings.mounts.values()),
    securityContext: filled({ ...securityContext(settings), ...runAs }),
    resources: resources(settings, gpuResource),
  };
}

function variables(env: ReadonlyMap<string, EnvValue>): Manifest[] | undefined {
  return filled(
    [...env]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, value]) =>
        typeof value === 'string'
          ? { name, value: literal(value) }
          : { name, valueFrom: { secretKeyRef: { name: value.secret, key: value.key } } },
      ),
  );
}

function securityContext({ security, capabilities }: Settings): Manifest {
  const { add, drop } = capabilities;
  const lists = withoutUndefined({ add: filled([...add].sort()), drop: filled([...drop].sort()) });
  return withoutUndefined({ ...security, capabilities: filled(lists) });
}

function resources({ requests, limits, gpus }: Settings, gpuResource: string): Manifest | undefined {
  const withGpus = gpus === 0 ? limits : { ...limits, [gpuResource]: String(gpus) };
  return filled(withoutUndefined({ requests: filled(requests), limits: filled(withGpus) }));
}
