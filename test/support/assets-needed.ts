import { controlPlaneAssets } from './control-plane';

/** Says once, ahead of all tests, what is missing for any of them. */
export default function assetsNeeded(): void {
  controlPlaneAssets();
}
