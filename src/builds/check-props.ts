import { isIP } from 'node:net';
import { CacheVolume } from '../caches/cache-volume';
import { cacheAt, CACHE_CATALOGUE } from '../caches/catalogue';
import { DEFAULT_CACHE_ROOT, hostPathProblem, hostRootFindings } from '../caches/host-paths';
import type { Finding, ValuePath } from '../errors';
import { cidrProblem } from '../network/cidr';
import { annotationFindings, labelFindings } from '../pod/check';
import { pathProblem } from '../pod/path';
import { cronProblem } from './cron';
import { isArtifactName, isCacheName, isServiceName } from './names';
import { cloneUrlFindings } from './repository';
import { placementFindings } from '../runners/check-placement';
import { droppedFindings, lostMetadataFindings } from '../runners/check-template';
import type { ContainerBuildProps } from './container-build-props';

const LABEL_MUST = 'must be a DNS label of at most 50 characters: lower-case letters, digits and -';

/** Finds invalid props of a build, each by itself and together. The pod is checked when it is composed. */
export function buildFindings(props: ContainerBuildProps, name: string, kubernetesMinor: number): Finding[] {
  return [
    ...(isServiceName(name) ? [] : [{ path: ['name'], message: `${LABEL_MUST}, got ${JSON.stringify(name)}` }]),
    ...sourceFindings(props),
    ...commandFindings(props),
    ...timeFindings(props),
    ...pathFindings(props),
    ...cacheFindings(props),
    ...placementFindings(props, []),
    ...serviceFindings(props, kubernetesMinor),
    ...artifactFindings(props, kubernetesMinor),
    ...networkFindings(props),
    ...labelFindings(props.labels, ['labels']),
    ...annotationFindings(props.annotations, ['annotations']),
    ...(props.template
      ? [...droppedFindings(props.template, ['template']), ...lostMetadataFindings(props.template, ['template'])]
      : []),
  ];
}

function sourceFindings({ repository, commit, ref, gitSecret }: ContainerBuildProps): Finding[] {
  const findings: Finding[] = [];
  const unclear = cloneUrlFindings(repository, ['repository']);
  if (unclear.length > 0) findings.push(...unclear);
  else if (/^https?:\/\/[^/]*@/.test(repository))
    findings.push({
      path: ['repository'],
      message: 'must not contain a credential; put the token into a Secret and name it in gitSecret',
    });
  else if (gitSecret !== undefined && !repository.startsWith('https://'))
    findings.push({
      path: ['gitSecret'],
      message: 'is a token for https:// URLs; change repository to https://, or remove gitSecret',
    });
  if (!/^([0-9a-f]{40}|[0-9a-f]{64})$/.test(commit))
    findings.push({
      path: ['commit'],
      message:
        `must be the full hash of a commit, 40 or 64 hexadecimal digits, got ${JSON.stringify(commit)}; ` +
        'see git rev-parse HEAD',
    });
  if (ref !== undefined && (!/^[\w./-]+$/.test(ref) || ref.startsWith('-') || ref.includes('..')))
    findings.push({ path: ['ref'], message: `must be the name of a branch or tag, got ${JSON.stringify(ref)}` });
  return findings;
}

function commandFindings({ command, image, user }: ContainerBuildProps): Finding[] {
  const findings: Finding[] = [];
  if (command.trim() === '') findings.push({ path: ['command'], message: 'is empty; write a shell command' });
  if (command.includes('\0')) findings.push({ path: ['command'], message: 'must not contain a NUL character' });
  if (image.trim() === '') findings.push({ path: ['image'], message: 'is empty; name an image' });
  for (const id of ['uid', 'gid'] as const) {
    const value = user?.[id];
    if (value !== undefined && !(Number.isInteger(value) && value >= 0 && value <= 2147483647))
      findings.push({ path: ['user', id], message: `must be an integer from 0 to 2147483647, got ${value}` });
  }
  return findings;
}

function timeFindings({ timeout, queueTimeout, ttlAfterFinished, runs = 'once' }: ContainerBuildProps): Finding[] {
  const findings: Finding[] = [];
  const times = { timeout, queueTimeout, ttlAfterFinished };
  for (const [prop, duration] of Object.entries(times)) {
    const seconds = duration?.toMilliseconds();
    if (seconds !== undefined && (seconds < 1000 || seconds % 1000 !== 0))
      findings.push({ path: [prop], message: `must be whole seconds, at least 1, got ${seconds} milliseconds` });
  }
  const problem = runs === 'once' || runs === 'onDemand' ? undefined : cronProblem(runs);
  if (problem !== undefined)
    findings.push({ path: ['runs'], message: `must be once, onDemand or a schedule: ${problem}` });
  return findings;
}

function pathFindings(props: ContainerBuildProps): Finding[] {
  const { cacheRoot = DEFAULT_CACHE_ROOT, hostRoots = [], workspacePath, workingDir, customCaches = [] } = props;
  const findings: Finding[] = [...hostRootFindings(hostRoots)];
  const add = (path: ValuePath, message: string | undefined) => message && findings.push({ path, message });
  add(['cacheRoot'], hostPathProblem(cacheRoot, hostRoots));
  if (workspacePath !== undefined) {
    add(['workspacePath'], pathProblem(workspacePath));
    if (workspacePath === '/') add(['workspacePath'], 'must not be /, which has the programs of the image');
  }
  if (workingDir !== undefined) add(['workingDir'], insideProblem(workingDir));
  customCaches.forEach(({ name, path }, index) => {
    if (!isCacheName(name))
      add(
        ['customCaches', index, 'name'],
        `must be lower-case letters, digits, -, _ and ., at most 63 characters, got ${JSON.stringify(name)}`,
      );
    else if (customCaches.findIndex(other => other.name === name) < index)
      add(['customCaches', index, 'name'], `duplicate name ${JSON.stringify(name)}; rename one`);
    add(['customCaches', index, 'path'], insideProblem(path));
  });
  return findings;
}

/** No Docker daemon runs in a build. */
function cacheFindings({ caches = [], cachePaths = [] }: ContainerBuildProps): Finding[] {
  const tools = [
    ...caches.map((cache, index) => ({
      path: ['caches', index],
      tool: typeof cache === 'string' ? cache : cache instanceof CacheVolume ? cache.tool : cache.name,
    })),
    ...cachePaths.map(({ target }, index) => ({ path: ['cachePaths', index], tool: cacheAt(target) })),
  ];
  return tools.flatMap(({ path, tool }) =>
    tool !== undefined && CACHE_CATALOGUE[tool].keptBy === 'docker'
      ? [{ path, message: `${tool} is the data of a Docker daemon, and a build has none; remove it` }]
      : [],
  );
}

/** Returns why a path is neither absolute nor below the workspace, or undefined. */
function insideProblem(path: string): string | undefined {
  if (path.startsWith('/')) return pathProblem(path);
  const parts = path.split('/').filter(part => part !== '' && part !== '.');
  if (parts.includes('..')) return `must not contain "..", got ${JSON.stringify(path)}`;
  if (/[:\u0000-\u001f]/.test(path))
    return `must not contain a colon or a control character, got ${JSON.stringify(path)}`;
  return undefined;
}

function serviceFindings({ services = [] }: ContainerBuildProps, kubernetesMinor: number): Finding[] {
  const findings: Finding[] = [];
  if (services.length > 0 && kubernetesMinor < 29) findings.push(needsSidecars(['services'], kubernetesMinor));
  const users = new Map<number, string>();
  services.forEach(({ name, healthCheck, ports = [] }, index) => {
    const path = ['services', index];
    if (!isServiceName(name) || name === 'localhost')
      findings.push({ path: [...path, 'name'], message: `${LABEL_MUST}, got ${JSON.stringify(name)}` });
    else if (services.findIndex(other => other.name === name) < index)
      findings.push({ path: [...path, 'name'], message: `duplicate name ${JSON.stringify(name)}; rename one` });
    if (healthCheck?.command.trim() === '')
      findings.push({ path: [...path, 'healthCheck', 'command'], message: 'is empty; write a shell command' });
    for (const time of ['interval', 'timeout'] as const) {
      const seconds = healthCheck?.[time]?.toMilliseconds();
      if (seconds !== undefined && (seconds < 1000 || seconds % 1000 !== 0))
        findings.push({
          path: [...path, 'healthCheck', time],
          message: `must be whole seconds, at least 1, got ${seconds} milliseconds`,
        });
    }
    const retries = healthCheck?.retries;
    if (retries !== undefined && !(Number.isInteger(retries) && retries >= 1))
      findings.push({
        path: [...path, 'healthCheck', 'retries'],
        message: `must be an integer, at least 1, got ${retries}`,
      });
    ports.forEach((port, position) => {
      const other = users.get(port);
      if (other !== undefined && other !== name)
        findings.push({
          path: [...path, 'ports', position],
          message: `${port} is a port of service ${other} too; all services share one network: change one`,
        });
      users.set(port, name);
    });
  });
  return findings;
}

function needsSidecars(path: ValuePath, kubernetesMinor: number): Finding {
  return {
    path,
    message:
      `needs sidecars of Kubernetes 1.29, and kubernetesVersion is 1.${kubernetesMinor}; ` + 'raise it or remove this',
  };
}

function artifactFindings(props: ContainerBuildProps, kubernetesMinor: number): Finding[] {
  const { artifacts = [], artifactStore, hostRoots = [] } = props;
  const findings: Finding[] = [];
  const add = (path: ValuePath, message: string) => findings.push({ path, message });
  if (artifacts.length > 0 && kubernetesMinor < 29) findings.push(needsSidecars(['artifacts'], kubernetesMinor));
  artifacts.forEach(({ name, path }, index) => {
    if (!isArtifactName(name))
      add(
        ['artifacts', index, 'name'],
        `must be letters, digits, ., _ and -, at most 128 characters, got ${JSON.stringify(name)}`,
      );
    else if (artifacts.findIndex(other => other.name === name) < index)
      add(['artifacts', index, 'name'], `duplicate name ${JSON.stringify(name)}; rename one`);
    if (path.startsWith('/'))
      add(
        ['artifacts', index, 'path'],
        `must be relative to the workspace, got ${JSON.stringify(path)}: only the workspace outlives the command`,
      );
    else {
      const message = path === '' ? 'is empty; name a file or directory' : insideProblem(path);
      if (message !== undefined) add(['artifacts', index, 'path'], message);
    }
  });
  if (artifacts.length > 0 && artifactStore === undefined)
    add(['artifactStore'], 'is required with artifacts: set hostPath to a directory of the node, or claim');
  if (artifactStore === undefined) return findings;
  if (artifacts.length === 0) add(['artifactStore'], 'has no effect without artifacts; add some, or remove it');
  const { hostPath, claim } = artifactStore;
  if ((hostPath === undefined) === (claim === undefined)) add(['artifactStore'], 'must have either hostPath or claim');
  const problem = hostPath === undefined ? undefined : hostPathProblem(hostPath, hostRoots);
  if (problem !== undefined) add(['artifactStore', 'hostPath'], problem);
  return findings;
}

function networkFindings({ network = 'host', internalNetworks }: ContainerBuildProps): Finding[] {
  if (internalNetworks === undefined) return [];
  if (network !== 'internal')
    return [{ path: ['internalNetworks'], message: "has no effect without network: 'internal'; remove it" }];
  return internalNetworks.flatMap((network, index): Finding[] => {
    const path = ['internalNetworks', index];
    const message = cidrProblem(network);
    if (message !== undefined) return [{ path, message }];
    return isIP(network.split('/')[0] as string) === 4
      ? []
      : [{ path, message: `must be an IPv4 network, got ${network}` }];
  });
}
