import { pathProblem } from '../../../pod/path';
import { SYSCTL } from '../../../pod/rules/syntax';
import { addVariable } from '../env';
import { readEnvFile } from '../env-file';
import { pathFromCheckout } from '../mounts/mounts';
import type { Place } from '../report';
import type { Settings, SettingsReader } from '../settings';
import { dropped, ignored, refused, type DockerOptions } from './option';

const NO_DAEMON = 'Kubernetes does it for pods';

/** Environment variables, the command, and options about the container as a whole. */
export const PROCESS_OPTIONS: DockerOptions = {
  env: {
    short: 'e',
    apply(settings, written, place, reader) {
      const { localEnv, report } = reader;
      const equals = written.indexOf('=');
      if (equals >= 0) return addVariable(settings, written.slice(0, equals), written.slice(equals + 1), place, reader);
      const value = Object.hasOwn(localEnv, written) ? localEnv[written] : undefined;
      if (value === undefined) report.notice(place, `${written} is not set: localEnv has no ${written}`);
      else addVariable(settings, written, value, place, reader);
    },
  },
  'env-file': { apply: envFile },
  workdir: {
    short: 'w',
    apply(settings, value, place, { report }) {
      const problem = pathProblem(value);
      if (problem === undefined) settings.workingDir = value;
      else report.error(place, problem);
    },
  },
  label: {
    short: 'l',
    apply: (_settings, _value, place, { report }) =>
      report.notice(place, 'is ignored: labels of Docker have no use in a pod'),
  },
  'label-file': dropped('labels of Docker have no use in a pod'),
  annotation: dropped('annotations of Docker have no use in a pod'),
  platform: {
    apply({ pod }, value, place, { report }) {
      const [, arch] = /^linux\/(amd64|arm64|arm|386|ppc64le|s390x|riscv64)(?:\/v\d)?$/.exec(value) ?? [];
      if (arch === undefined)
        report.error(place, `must be a platform such as linux/amd64, got ${JSON.stringify(value)}`);
      else pod.nodeSelector['kubernetes.io/arch'] = arch;
    },
  },
  runtime: {
    apply({ pod }, value, place, { report }) {
      if (value === 'runc' || value === 'io.containerd.runc.v2') return;
      if (/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(value)) pod.runtimeClassName = value;
      else report.error(place, `must be the name of a RuntimeClass, got ${JSON.stringify(value)}`);
    },
  },
  sysctl: {
    apply({ pod }, written, place, { report }) {
      const [name = '', value] = written.split('=');
      if (value === undefined || !SYSCTL.fits(name))
        report.error(
          place,
          `must be a name and a value such as net.core.somaxconn=1024, got ${JSON.stringify(written)}`,
        );
      else pod.sysctls.set(name, value);
    },
  },
  entrypoint: refused('the build runs its own command in the container; remove it, or set it in the image'),
  'log-driver': dropped(NO_DAEMON),
  'log-opt': dropped(NO_DAEMON),
  'stop-signal': dropped(NO_DAEMON),
  'stop-timeout': dropped('the build sets how long it may take to stop'),
  'health-cmd': dropped('the build container needs no health check'),
  'health-interval': dropped('the build container needs no health check'),
  'health-retries': dropped('the build container needs no health check'),
  'health-timeout': dropped('the build container needs no health check'),
  'health-start-period': dropped('the build container needs no health check'),
  'no-healthcheck': ignored({ flag: true }),
  isolation: dropped('isolation is set in the build'),
  name: ignored(),
  restart: ignored(),
  rm: ignored({ flag: true }),
  detach: ignored({ short: 'd', flag: true }),
  interactive: ignored({ short: 'i', flag: true }),
  tty: ignored({ short: 't', flag: true }),
  'sig-proxy': ignored({ flag: true }),
  attach: ignored({ short: 'a' }),
  'detach-keys': ignored(),
  quiet: ignored({ short: 'q', flag: true }),
  pull: ignored(),
  cidfile: ignored(),
  'disable-content-trust': ignored({ flag: true }),
};

function envFile(settings: Settings, written: string, place: Place, reader: SettingsReader): void {
  const { folder = '.', checkout, localEnv, report } = reader;
  const path = pathFromCheckout(written, folder);
  const text = path === undefined || path.startsWith('..') ? undefined : checkout.read(path);
  if (text === undefined) return report.error(place, `${JSON.stringify(written)} is no file of the checkout`);
  for (const [name, value] of readEnvFile(text)) {
    const known = value ?? (Object.hasOwn(localEnv, name) ? localEnv[name] : undefined);
    if (known !== undefined) addVariable(settings, name, known, place, reader);
  }
}
