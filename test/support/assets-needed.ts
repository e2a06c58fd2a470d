import { arcAssets, controlPlaneAssets } from './assets';

/** Fails before the first test if programs are missing that the tests need. */
export default function assetsNeeded(): void {
  controlPlaneAssets();
  arcAssets();
}
