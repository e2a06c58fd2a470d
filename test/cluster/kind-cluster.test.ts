import { parse } from 'yaml';
import { KindCluster } from '../../src';
import { findingsOf } from '../support/sets';

const cache = { path: '/nvme/docker', readOnly: false };

describe('a kind cluster', () => {
  it('is named deskrun by default, with one node and no mounts', () => {
    expect(new KindCluster().config).toEqual({
      kind: 'Cluster',
      apiVersion: 'kind.x-k8s.io/v1alpha4',
      name: 'deskrun',
      nodes: [{ role: 'control-plane' }],
    });
  });

  it('mounts the paths of runners into its node', () => {
    expect(new KindCluster({ hostPaths: [cache] }).config.nodes[0]?.extraMounts).toEqual([
      { hostPath: '/nvme/docker', containerPath: '/nvme/docker', readOnly: false },
    ]);
  });

  it('has the given image', () => {
    expect(new KindCluster({ image: 'kindest/node:v1.34.0' }).config.nodes[0]?.image).toBe('kindest/node:v1.34.0');
  });

  it('gives the same configuration as YAML and as data', () => {
    const cluster = new KindCluster({
      name: 'desk',
      hostPaths: [cache, { path: '/nix/store', readOnly: true }],
      image: 'kindest/node:v1.34.0',
    });
    expect(parse(cluster.toYaml())).toEqual(cluster.config);
  });
});

describe('a kind cluster refuses', () => {
  it.each(['', 'Desk', '-desk', 'my desk', 'a'.repeat(51)])('the name %j', name => {
    expect(findingsOf(() => new KindCluster({ name }))).toEqual([
      'name: must be lower-case letters, digits, - and ., start with a letter or digit, and have at most 50 ' +
        `characters, got ${JSON.stringify(name)}`,
    ]);
  });

  it.each(['', 'Kindest/Node', 'kindest/node@sha256:abc', 'kindest/node:v1 --privileged'])('the image %j', image => {
    expect(findingsOf(() => new KindCluster({ image }))).toEqual([
      `image: must be an image such as kindest/node:v1.34.0, got ${JSON.stringify(image)}`,
    ]);
  });

  it('a path that the node itself needs', () => {
    expect(findingsOf(() => new KindCluster({ hostPaths: [cache, { path: '/etc', readOnly: true }] }))).toEqual([
      expect.stringMatching(/^hostPaths\[1\]: \/etc cannot be mounted/),
    ]);
  });

  it('a runner with a cache that is not mounted into the node', () => {
    const cluster = new KindCluster({ hostPaths: [cache] });
    expect(
      findingsOf(() => {
        cluster.requireMounts([cache, { path: '/nvme/npm', readOnly: false }]);
      }),
    ).toEqual([
      'hostPaths: /nvme/npm is mounted by a runner but not into the node, so the cache is lost with the node ' +
        'container; add it to hostPaths',
    ]);
  });

  it('no runner whose caches are all mounted', () => {
    expect(() => {
      new KindCluster({ hostPaths: [cache] }).requireMounts([cache]);
    }).not.toThrow();
  });
});
