import { cpusProblem, cpuThousandths } from '../../cpus';
import { sizeBytes, sizeProblem } from '../../size';
import type { Place } from '../report';
import type { Settings, SettingsReader } from '../settings';
import { bytesQuantity, cpuQuantity, volumeBytes } from '../sizes';
import { dropped, type DockerOptions } from './option';

const OF_THE_NODE = 'the container runtime of the node sets it for all pods';

/** CPUs, memory and GPUs. */
export const RESOURCE_OPTIONS: DockerOptions = {
  memory: {
    short: 'm',
    apply({ limits }, value, place, { report }) {
      const problem = sizeProblem(value);
      if (problem === undefined) limits.memory = bytesQuantity(sizeBytes(value));
      else report.error(place, problem);
    },
  },
  'memory-reservation': {
    apply({ requests }, value, place, { report }) {
      const problem = sizeProblem(value);
      if (problem === undefined) requests.memory = bytesQuantity(sizeBytes(value));
      else report.error(place, problem);
    },
  },
  cpus: {
    apply({ limits }, value, place, { report }) {
      const problem = cpusProblem(value);
      if (problem === undefined) limits.cpu = cpuQuantity(cpuThousandths(value) / 1000);
      else report.error(place, problem);
    },
  },
  'shm-size': {
    apply({ mounts }, value, place, { report }) {
      const bytes = volumeBytes(value);
      if (bytes === undefined) report.error(place, `must be a size such as 64m, got ${JSON.stringify(value)}`);
      else mounts.set('/dev/shm', { target: '/dev/shm', kind: 'memory', size: bytes, readOnly: false });
    },
  },
  gpus: { apply: gpus },
  'cpu-shares': { short: 'c', ...dropped('the share of a CPU follows from the request; set cpus') },
  ...Object.fromEntries(
    [
      'memory-swap',
      'memory-swappiness',
      'kernel-memory',
      'cpuset-cpus',
      'cpuset-mems',
      'cpu-period',
      'cpu-quota',
      'cpu-rt-period',
      'cpu-rt-runtime',
      'pids-limit',
      'ulimit',
      'oom-score-adj',
      'blkio-weight',
      'blkio-weight-device',
      'device-read-bps',
      'device-read-iops',
      'device-write-bps',
      'device-write-iops',
      'cgroup-parent',
      'storage-opt',
    ].map(name => [name, dropped(OF_THE_NODE)]),
  ),
  'oom-kill-disable': dropped(OF_THE_NODE, { flag: true }),
};

/** `all`, a number, or fields such as `"device=0,1"`. A pod gets whole GPUs, whichever are free. */
function gpus(settings: Settings, value: string, place: Place, { report }: SettingsReader): void {
  const devices = /device=([^"']+)/.exec(value)?.[1];
  const count = /^(?:count=)?(\d+)$/.exec(value)?.[1];
  if (count !== undefined) settings.gpus = Number(count);
  else settings.gpus = Math.max(1, devices?.split(',').length ?? 1);
  if (count === undefined)
    report.notice(
      place,
      `${JSON.stringify(value)} gives the pod ${settings.gpus === 1 ? '1 GPU' : `${settings.gpus} GPUs`}, ` +
        'whichever are free; set gpuCount for another number',
    );
}
