import type { CacheName } from '../caches/catalogue';
import type { Checkout } from './devcontainer/checkout';

/** The files by which a tool is recognized. Only caches that builds share are used unasked. */
const FILES: readonly { readonly caches: readonly CacheName[]; readonly files: readonly string[] }[] = [
  { caches: ['pnpm'], files: ['pnpm-lock.yaml'] },
  { caches: ['yarn'], files: ['yarn.lock'] },
  { caches: ['npm'], files: ['package-lock.json', 'package.json'] },
  { caches: ['go-mod', 'go-build'], files: ['go.mod', 'go.work'] },
  { caches: ['cargo'], files: ['Cargo.toml'] },
  { caches: ['uv'], files: ['uv.lock'] },
  { caches: ['pip'], files: ['requirements.txt', 'pyproject.toml', 'setup.py'] },
  { caches: ['maven'], files: ['pom.xml'] },
  { caches: ['ccache'], files: ['CMakeLists.txt', 'configure.ac', 'meson.build'] },
];

/** The caches of the tools whose files are in the root of a checkout. */
export function standardCaches(checkout: Checkout): CacheName[] {
  const names = checkout.list('.');
  return FILES.filter(({ files }) => files.some(file => names.includes(file))).flatMap(({ caches }) => caches);
}
