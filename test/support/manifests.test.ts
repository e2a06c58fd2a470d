import { manifestProblems } from './manifests';
import { everyMode, modes } from './modes';
import { synthSet, type Manifest } from './sets';

test.each(modes)('a set of mode %s has no problems', (_, containerMode) => {
  expect(manifestProblems(synthSet({ containerMode }).manifests)).toEqual([]);
});

/** Returns the problems after a change to the manifests of a set with a hook extension. */
function after(change: (manifests: Manifest[]) => void): string[] {
  const manifests: Manifest[] = structuredClone([
    ...synthSet({ containerMode: everyMode['cached-privileged-kubernetes'] }).manifests,
  ]);
  change(manifests);
  return manifestProblems(manifests);
}

const without =
  (kind: string, nameEnd = '') =>
  (manifests: Manifest[]) =>
    manifests.splice(
      manifests.findIndex(({ kind: other, metadata }) => other === kind && String(metadata.name).endsWith(nameEnd)),
      1,
    );
const set = (manifests: Manifest[]): Manifest => manifests.at(-1);

test.each<[string, (manifests: Manifest[]) => void, string]>([
  [
    'a field that is unknown',
    manifests => {
      manifests[0].automount = true;
    },
    'ServiceAccount arc-runners/docs-gha-rs-kube-mode: automount: unknown key',
  ],
  [
    'a field that ARC does not know',
    manifests => {
      set(manifests).spec.minRunner = 1;
    },
    'AutoscalingRunnerSet arc-runners/docs: spec.minRunner: unknown key',
  ],
  [
    'a field that pods do not know',
    manifests => {
      set(manifests).spec.template.spec.containers[0].ports = [{ port: 1 }];
    },
    'containers[0].ports[0]',
  ],
  [
    'a name that is none',
    manifests => {
      manifests[0].metadata.name = 'My_Account';
    },
    'name "My_Account" is no such name',
  ],
  [
    'a label that is too long',
    manifests => {
      manifests[0].metadata.labels.team = 'x'.repeat(64);
    },
    'label team',
  ],
  [
    'a volume whose name is none',
    manifests => {
      set(manifests).spec.template.spec.volumes[0].name = 'My Volume';
    },
    'part of the pod "My Volume" is no such name',
  ],
  [
    'an object twice',
    manifests => {
      manifests.push(structuredClone(manifests[0]));
    },
    'ServiceAccount arc-runners/docs-gha-rs-kube-mode: duplicate object',
  ],
  [
    'no account for the pods',
    without('ServiceAccount'),
    'refers to ServiceAccount arc-runners/docs-gha-rs-kube-mode, which is not there',
  ],
  [
    'no role for a binding',
    without('Role', '-manager'),
    'refers to Role arc-runners/docs-gha-rs-manager, which is not there',
  ],
  [
    'no file for the hook',
    without('ConfigMap'),
    'refers to ConfigMap arc-runners/docs-gha-rs-hook-extension, which is not there',
  ],
  [
    'a protected object that nobody frees',
    manifests => {
      delete set(manifests).metadata.annotations['actions.github.com/cleanup-manager-role-name'];
      delete set(manifests).metadata.annotations['actions.github.com/cleanup-manager-role-binding'];
    },
    'Role arc-runners/docs-gha-rs-manager: is protected, and nobody would free it',
  ],
])('finds %s', (_, change, problem) => {
  expect(after(change).join('\n')).toContain(problem);
});
