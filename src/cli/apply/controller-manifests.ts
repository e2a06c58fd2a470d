import { Chart } from 'cdk8s';
import { DeskrunApp } from '../../app/deskrun-app';
import { ArcController } from '../../controller/arc-controller';
import type { ServiceAccountReference } from '../../runners/runner-set-props';
import type { Manifest } from '../project';

/** The controller with its definitions and its namespace, in the order to apply them. Loads cdk8s. */
export function controllerManifests(version: string, { namespace, name }: ServiceAccountReference): Manifest[] {
  const chart = new Chart(new DeskrunApp({ arcVersion: version }), 'controller', { namespace });
  new ArcController(chart, 'controller', { serviceAccount: { name } });
  return [{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } }, ...(chart.toJson() as Manifest[])];
}
