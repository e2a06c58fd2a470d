import { withoutUndefined } from '../../plain-object';
import { filled, type Manifest } from './manifest';
import type { DevContainerPodProps } from './pod';
import type { ContainerMount } from './settings';

/** The volumes of a pod. Mounts of one name share one. */
export class PodVolumes {
  readonly volumes: Manifest[] = [];
  private readonly named = new Map<string, string>();

  constructor(private readonly props: DevContainerPodProps) {}

  mounts(mounts: Iterable<ContainerMount>): Manifest[] | undefined {
    return filled([...mounts].map(mount => this.mount(mount)));
  }

  private mount(mount: ContainerMount): Manifest {
    return withoutUndefined({
      ...(mount.kind === 'checkout' ? this.props.checkout(mount.path) : { name: this.volumeOf(mount) }),
      mountPath: mount.target,
      readOnly: mount.readOnly || undefined,
    });
  }

  private volumeOf(mount: Exclude<ContainerMount, { kind: 'checkout' }>): string {
    switch (mount.kind) {
      case 'cache': {
        const known = this.named.get(`cache ${mount.name}`) ?? this.add('cache', this.props.cache(mount.name));
        this.named.set(`cache ${mount.name}`, known);
        return known;
      }
      case 'scratch': {
        const known = this.named.get(`scratch ${mount.name}`) ?? this.add('scratch', { emptyDir: {} });
        if (mount.name !== undefined) this.named.set(`scratch ${mount.name}`, known);
        return known;
      }
      case 'memory':
        return this.add('memory', {
          emptyDir: withoutUndefined({
            medium: 'Memory',
            sizeLimit: mount.size === undefined ? undefined : String(mount.size),
          }),
        });
      case 'node':
        return this.add('node', { hostPath: { path: mount.path } });
    }
  }

  private add(kind: string, source: Manifest): string {
    const name = `devcontainer-${kind}-${this.volumes.length}`;
    this.volumes.push({ name, ...source });
    return name;
  }
}
