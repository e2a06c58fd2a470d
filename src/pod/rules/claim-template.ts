import { amountProblem } from './amounts';
import { checkAnnotations, checkLabels } from './metadata';
import { below, checkPresent, objectOf, stringsOf, textOf, type Plain, type Report } from './report';
import { checkSelector } from './selector';
import { SUBDOMAIN, checkOptional } from './syntax';

/** Checks an ephemeral volume, whose PersistentVolumeClaim is created with the pod. */
export function checkClaimTemplate({ volumeClaimTemplate: template }: Plain, report: Report): void {
  if (template === undefined) return report(['volumeClaimTemplate'], 'is required');
  const inTemplate = below(report, 'volumeClaimTemplate');
  const metadata = objectOf(objectOf(template).metadata);
  checkLabels(metadata.labels, below(inTemplate, 'metadata', 'labels'));
  checkAnnotations(metadata.annotations, below(inTemplate, 'metadata', 'annotations'));
  for (const field of Object.keys(metadata).filter(name => name !== 'labels' && name !== 'annotations'))
    inTemplate(
      ['metadata', field],
      'cannot be set: a claim gets only labels and annotations from its template; leave it out',
      'key',
    );
  checkClaim(objectOf(objectOf(template).spec), below(inTemplate, 'spec'));
}

function checkClaim(spec: Plain, report: Report): void {
  const modes = stringsOf(spec.accessModes);
  if (modes.length === 0) report(['accessModes'], 'must name at least one access mode, such as ReadWriteOnce');
  if (modes.includes('ReadWriteOncePod') && modes.some(mode => mode !== 'ReadWriteOncePod'))
    report(['accessModes'], 'cannot combine ReadWriteOncePod with other access modes; remove one');
  checkSelector(spec.selector, below(report, 'selector'));
  const storage = objectOf(objectOf(spec.resources).requests).storage;
  if (storage === undefined)
    report(['resources', 'requests', 'storage'], 'is required; give the size of the volume, such as 20Gi');
  else {
    const problem =
      amountProblem('storage', storage) ??
      (Number.parseFloat(textOf(storage)) > 0 ? undefined : 'must be greater than 0');
    if (problem !== undefined) report(['resources', 'requests', 'storage'], problem);
  }
  checkOptional(report, ['storageClassName'], spec.storageClassName, SUBDOMAIN);
  checkOptional(report, ['volumeAttributesClassName'], spec.volumeAttributesClassName, SUBDOMAIN);
  checkDataSource(spec, report);
}

function checkDataSource(spec: Plain, report: Report): void {
  for (const field of ['dataSource', 'dataSourceRef']) {
    if (spec[field] === undefined) continue;
    const source = objectOf(spec[field]);
    const inSource = below(report, field);
    checkPresent(inSource, source, 'name');
    checkPresent(inSource, source, 'kind');
    const { apiGroup = '', kind } = source;
    if (apiGroup === '' && kind !== undefined && kind !== 'PersistentVolumeClaim')
      inSource(['kind'], `must be PersistentVolumeClaim without an apiGroup, got ${JSON.stringify(kind)}`);
    checkOptional(inSource, ['apiGroup'], apiGroup, SUBDOMAIN);
    checkOptional(inSource, ['namespace'], source.namespace, SUBDOMAIN);
  }
  const { dataSource, dataSourceRef } = spec;
  if (dataSource === undefined || dataSourceRef === undefined) return;
  const [one, other] = [objectOf(dataSource), objectOf(dataSourceRef)];
  if (other.namespace)
    report(['dataSource'], 'cannot be combined with a dataSourceRef that has a namespace; leave it out');
  else if (['apiGroup', 'kind', 'name'].some(field => one[field] !== other[field]))
    report(['dataSource'], 'must refer to the same object as dataSourceRef; leave it out');
}
