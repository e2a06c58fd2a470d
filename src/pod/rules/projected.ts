import {
  below,
  checkExactlyOne,
  checkRange,
  objectOf,
  objectsOf,
  presentFields,
  type Plain,
  type Report,
} from './report';
import { checkSelector } from './selector';
import { FILE_PATH, checkSyntax } from './syntax';
import { checkDownwardFile, checkItems, checkMode } from './files';

const SOURCES = ['secret', 'configMap', 'downwardAPI', 'serviceAccountToken', 'clusterTrustBundle', 'podCertificate'];

const MIN_TOKEN_SECONDS = 600;
const MAX_TOKEN_SECONDS = 2 ** 32;

/** Checks a projected volume, which has files from several sources. */
export function checkProjected(part: Plain, report: Report, kubernetesMinor: number): void {
  checkMode(part, 'defaultMode', report);
  const paths = new Set<string>();
  objectsOf(part.sources).forEach((source, index) => {
    const inSource = below(report, 'sources', index);
    checkExactlyOne(inSource, source, SOURCES, 'source');
    for (const kind of presentFields(source, SOURCES)) {
      const value = objectOf(source[kind]);
      const inKind = below(inSource, kind);
      checkKind(kind, value, inKind, kubernetesMinor);
      for (const { path, at } of filesOf(kind, value)) {
        if (paths.has(path)) inKind(at, `duplicate path ${JSON.stringify(path)} in the volume; change one`);
        paths.add(path);
      }
    }
  });
}

function checkKind(kind: string, value: Plain, report: Report, kubernetesMinor: number): void {
  switch (kind) {
    case 'secret':
    case 'configMap':
      if (value.name === undefined || value.name === '') report(['name'], 'is required, and must not be empty');
      return checkItems(value.items, below(report, 'items'));
    case 'downwardAPI':
      objectsOf(value.items).forEach((item, index) =>
        checkDownwardFile(item, below(report, 'items', index), kubernetesMinor),
      );
      return;
    case 'serviceAccountToken':
      checkRange(report, ['expirationSeconds'], value.expirationSeconds, MIN_TOKEN_SECONDS, MAX_TOKEN_SECONDS);
      return checkPath(value.path, report);
    case 'clusterTrustBundle':
      checkExactlyOne(report, value, ['name', 'signerName'], 'source');
      if (value.name !== undefined && value.labelSelector !== undefined)
        report(['labelSelector'], 'is only for signerName, and name is set; leave it out');
      checkSelector(value.labelSelector, below(report, 'labelSelector'));
      return checkPath(value.path, report);
  }
}

function checkPath(path: unknown, report: Report): void {
  if (path === undefined || path === '') report(['path'], 'is required, and must not be empty');
  else checkSyntax(report, ['path'], path, FILE_PATH);
}

function filesOf(kind: string, value: Plain): { path: string; at: (string | number)[] }[] {
  const files =
    kind === 'clusterTrustBundle'
      ? [{ path: value.path, at: ['path'] }]
      : objectsOf(value.items).map(({ path }, index) => ({ path, at: ['items', index, 'path'] }));
  return files.filter(
    (file): file is { path: string; at: (string | number)[] } => typeof file.path === 'string' && file.path !== '',
  );
}
