import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { runnersApp } from '../../examples/own-app/src/runners';
import { TeamRunners } from '../../examples/published-construct/src';
import { DeskrunApp, RunnerChart, type DeskrunAppProps } from '../../src';
import { appFromFile } from '../../src/config/build';
import type { Manifest } from './sets';

const root = resolve(__dirname, '../../examples');

/** The folders below `examples/`, each a complete example. */
export const examples: readonly string[] = readdirSync(root, { withFileTypes: true })
  .filter(entry => entry.isDirectory())
  .map(({ name }) => name)
  .sort();

/** The path of a file of an example. */
export function exampleFile(...path: string[]): string {
  return join(root, ...path);
}

/** The text of a file of an example. */
export function exampleText(...path: string[]): string {
  return readFileSync(exampleFile(...path), 'utf8');
}

/** Examples that are programs: every other folder has a `deskrun.yaml`. */
const PROGRAMS: Readonly<Record<string, (props: DeskrunAppProps) => DeskrunApp>> = {
  'own-app': runnersApp,
  // The app of its README.
  'published-construct': props => {
    const app = new DeskrunApp(props);
    new TeamRunners(new RunnerChart(app, 'runners', { namespace: 'arc-runners' }), 'payments', {
      team: 'payments',
      githubConfigUrl: 'https://github.com/your-org/payments',
      sizes: ['small', 'large'],
    });
    return app;
  },
};

/** The app of an example. */
export function exampleApp(example: string, props: DeskrunAppProps = {}): DeskrunApp {
  const program = PROGRAMS[example];
  return program ? program(props) : appFromFile(exampleFile(example, 'deskrun.yaml'), props);
}

/** The handwritten manifests of an example. */
export function handWritten(example: string): Manifest[] {
  return readdirSync(exampleFile(example))
    .filter(file => file.endsWith('.yaml') && !['deskrun.yaml', 'cdk8s.yaml'].includes(file))
    .flatMap(file => parseAllDocuments(exampleText(example, file)).map((document): Manifest => document.toJS()));
}

/** Reports whether an example has only a configuration file. */
export function isConfigured(example: string): boolean {
  return existsSync(exampleFile(example, 'deskrun.yaml'));
}

/** Reports whether a GitOps tool defines the kind of a manifest: the API servers of the tests do not have it. */
export function needsCrd({ apiVersion }: Manifest): boolean {
  return /\b(fluxcd|argoproj)\.io\//.test(String(apiVersion));
}
