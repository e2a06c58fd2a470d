import type { Place, Report } from '../report';
import type { Tree } from './tree';

/**
 * Returns the services that run beside the chosen one, in an order in which each comes after those that it depends on.
 * These are the ones of `runServices` and what they need, or else all that have no profile.
 */
export function sideServices(
  services: ReadonlyMap<string, Tree>,
  chosen: string,
  runServices: readonly { readonly value: string; readonly place: Place }[],
  report: Report,
): string[] {
  const ordered: string[] = [];
  const visit = (name: string, path: readonly string[]) => {
    const service = services.get(name) as Tree;
    if (path.includes(name)) {
      const cycle = [...path.slice(path.indexOf(name)), name].join(' -> ');
      return report.error(service.place, `depends on itself: ${cycle}; remove one of these depends_on`);
    }
    if (ordered.includes(name)) return;
    for (const other of dependencies(name, service, services, report)) visit(other, [...path, name]);
    ordered.push(name);
  };
  for (const { value, place } of runServices)
    if (services.has(value)) visit(value, []);
    else report.error(place, `no Compose file has a service ${JSON.stringify(value)}`);
  if (runServices.length === 0)
    for (const [name, service] of services) {
      const profiles = service.get('profiles');
      if (!profiles || profiles.items.length === 0) visit(name, []);
    }
  visit(chosen, []);
  for (const [name, service] of services) {
    const profiles = service.get('profiles');
    if (profiles && !ordered.includes(name))
      report.notice(profiles.place, `${name} has a profile, so it is not started; name it in runServices to start it`);
  }
  return ordered.filter(name => name !== chosen);
}

function dependencies(name: string, service: Tree, services: ReadonlyMap<string, Tree>, report: Report): string[] {
  const needed = service.get('depends_on')?.pairs ?? new Map<string, Tree>();
  for (const [other, { place, entries }] of needed) {
    if (!services.has(other)) report.error(place, `no Compose file has a service ${JSON.stringify(other)}`);
    if (entries.get('condition')?.text === 'service_completed_successfully')
      report.error(
        place,
        `${name} waits until ${other} ends, and services of a pod run as long as the build; ` +
          'run it in postCreateCommand',
      );
  }
  const shared = /^(?:service|container):(.+)$/.exec(service.get('network_mode')?.text ?? '')?.[1];
  return [...needed.keys(), ...(shared === undefined ? [] : [shared])].filter(other => services.has(other));
}
