import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { arcAssets, controlPlaneAssets } from './assets';
import { temporaryFolder } from './folders';

const { KUBEBUILDER_ASSETS, ARC_ASSETS } = process.env;
afterEach(() =>
  Object.assign(process.env, { KUBEBUILDER_ASSETS: KUBEBUILDER_ASSETS ?? '', ARC_ASSETS: ARC_ASSETS ?? '' }),
);

describe.each([
  [
    'KUBEBUILDER_ASSETS',
    controlPlaneAssets,
    ['etcd', 'kube-apiserver', 'kube-controller-manager', 'kubectl'],
    'scripts/control-plane.sh',
  ],
  ['ARC_ASSETS', arcAssets, ['manager', 'listener', 'crds'], 'scripts/control-plane.sh arc'],
] as const)('%s', (variable, assets, parts, script) => {
  const remedy = `build what it names with: export ${variable}=$(${script})`;

  test('that is not set is refused with its purpose and a remedy', () => {
    process.env[variable] = '';
    expect(assets).toThrow(`${variable} must name the folder that has ${parts.join(', ')}, and is not set; ${remedy}`);
  });

  test('that names an incomplete folder is refused with what is missing', () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, parts[0]), '');
    process.env[variable] = folder;
    expect(assets).toThrow(`${variable} is ${folder}, where there is no ${parts.slice(1).join(' and no ')}; ${remedy}`);
  });

  test('that names a complete folder is that folder', () => {
    const folder = temporaryFolder();
    parts.forEach(part => writeFileSync(join(folder, part), ''));
    process.env[variable] = folder;
    expect(assets()).toBe(folder);
  });
});
