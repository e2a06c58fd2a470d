import { CHARTS, chartFolder, helm } from './helm';

/** Says once, ahead of all tests, what is missing for any of them. */
export default function helmNeeded(): void {
  helm();
  CHARTS.forEach(chartFolder);
}
