/** Returns why a text is not the name of a cache, or undefined. The name becomes a directory on the node. */
export function cacheNameProblem(name: string): string | undefined {
  return isCacheName(name)
    ? undefined
    : 'must have at most 63 lower-case letters, digits, -, _ and dots, starting and ending with a letter or digit, ' +
        `got ${JSON.stringify(name)}`;
}

/** Returns why a text is not the name of an artifact, or undefined. The name becomes a file or directory. */
export function artifactNameProblem(name: string): string | undefined {
  return isArtifactName(name)
    ? undefined
    : 'must have at most 128 letters, digits, -, _ and dots, starting with a letter or digit, ' +
        `got ${JSON.stringify(name)}`;
}

/** Returns why a text is not the name of a service, or undefined. The name becomes a host name. */
export function serviceNameProblem(name: string): string | undefined {
  if (name === 'localhost') return 'a service cannot be named localhost; rename it';
  if (isServiceName(name)) return undefined;
  const plain = name.toLowerCase().replace(/[_.]/g, '-');
  return (
    'the name of a service must have at most 50 lower-case letters, digits and -, starting and ending with a letter ' +
    `or digit, got ${JSON.stringify(name)}${isServiceName(plain) ? `; did you mean ${plain}?` : ''}`
  );
}

export function isCacheName(name: string): boolean {
  return /^[a-z0-9]([-a-z0-9_.]{0,61}[a-z0-9])?$/.test(name);
}

export function isArtifactName(name: string): boolean {
  return /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/.test(name);
}

export function isServiceName(name: string): boolean {
  return /^[a-z0-9]([-a-z0-9]{0,48}[a-z0-9])?$/.test(name);
}
