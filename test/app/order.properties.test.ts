import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { App, YamlOutputType, type AppProps, type IResolver } from 'cdk8s';
import { parseAllDocuments } from 'yaml';
import { DeskrunApp } from '../../src';
import { filesOf } from '../support/folders';
import { arbitraryTrees, plant, type TreePlan } from '../support/trees';

/** Returns the written files, or `cycle` when the run found a dependency cycle. */
function outcome(make: (props: AppProps) => App, tree: TreePlan, props: AppProps): unknown {
  const outdir = mkdtempSync(join(tmpdir(), 'test-'));
  try {
    const app = make({ outdir, ...props });
    plant(app, tree);
    app.synth();
    const documents = Object.entries(filesOf(outdir)).map(([path, text]) => [
      path,
      parseAllDocuments(text).map(document => document.toJS() as unknown),
    ]);
    return { documents, text: app.synthYaml() };
  } catch (error) {
    const { message } = error as Error;
    if (/cycle detected|depends on itself|call stack/.test(message)) return 'cycle';
    throw error;
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

const types = Object.entries(YamlOutputType).filter(
  (entry): entry is [string, YamlOutputType] => typeof entry[1] === 'number',
);

/** Replaces `yes` with `YES`. */
const upperCase: IResolver = {
  resolve: context => {
    if (context.value === 'yes') context.replaceValue('YES');
  },
};

test.each(types)(
  '%s gives the same files and documents as a plain cdk8s app, in the same order, for any tree',
  (_, yamlOutputType) => {
    const props = { yamlOutputType, recordConstructMetadata: true, resolvers: [upperCase] };
    fc.assert(
      fc.property(arbitraryTrees, tree => {
        expect(outcome(given => new DeskrunApp(given), tree, props)).toEqual(
          outcome(given => new App(given), tree, props),
        );
      }),
      { numRuns: 120 },
    );
  },
);
