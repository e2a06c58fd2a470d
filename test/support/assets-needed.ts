import { arcAssets, controlPlaneAssets } from './assets';

/** Says once, ahead of all tests, what is missing for any of them. */
export default function assetsNeeded(): void {
  controlPlaneAssets();
  arcAssets();
}
