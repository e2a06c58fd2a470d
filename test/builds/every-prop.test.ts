import type { ContainerBuildProps } from '../../src/builds/container-build-props';
import { changes } from '../support/changes';
import { synthBuild } from './builds';
import { everything } from './golden/cases';

/** Props that only make sense together. */
const beside: Partial<Record<keyof ContainerBuildProps, Partial<ContainerBuildProps>>> = {
  artifacts: { artifacts: [{ name: 'other', path: 'other' }], artifactStore: { hostPath: '/nvme/artifacts' } },
  artifactStore: { artifacts: everything.artifacts, artifactStore: { claim: 'store' } },
  internalNetworks: { network: 'internal' },
  cacheRoot: { caches: ['npm'], hostRoots: ['/fast'] },
  shellImage: { caches: ['npm'] },
};

// It only allows paths.
const allows: (keyof ContainerBuildProps)[] = ['hostRoots'];

test.each((Object.keys(everything) as (keyof ContainerBuildProps)[]).filter(prop => !allows.includes(prop)))(
  '%s changes the output',
  prop => {
    // The golden has the values that the other tests take for granted.
    const values: ContainerBuildProps = {
      ...everything,
      name: 'other',
      repository: 'https://github.com/owner/other',
      commit: 'f'.repeat(40),
      image: 'docker.io/library/node:24.0.0',
    };
    const before = beside[prop] ?? {};
    expect(changes(synthBuild(before), synthBuild({ ...before, [prop]: values[prop] }))).not.toEqual({});
  },
);
