import { CHARTS, chartFolder, helm } from './helm';

/** Fails before the first test if helm or the charts are missing. */
export default function helmNeeded(): void {
  helm();
  CHARTS.forEach(chartFolder);
}
