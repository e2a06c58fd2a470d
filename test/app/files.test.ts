import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ApiObject, App, Chart, Include, JsonPatch, type AppProps, type IResolver } from 'cdk8s';
import { DeskrunApp, DindRunnerSet, RunnerChart } from '../../src';
import { documentsText, writeDocuments } from '../../src/app/write';
import { filesOf, temporaryFolder } from '../support/folders';
import { docs } from '../support/sets';

/** Returns the files of a plain cdk8s app and of a DeskrunApp with the same constructs. */
function both(fill: (app: App) => void): [Record<string, string>, Record<string, string>] {
  const written = (make: (props: AppProps) => App) => {
    const outdir = temporaryFolder();
    const app = make({ outdir });
    fill(app);
    app.synth();
    return filesOf(outdir);
  };
  return [written(props => new App(props)), written(props => new DeskrunApp(props))];
}

test('manifests of an Include are written as cdk8s writes them', () => {
  const url = join(temporaryFolder(), 'included.yaml');
  writeFileSync(
    url,
    'apiVersion: v1\nkind: Namespace\nmetadata: { name: a }\n---\n' +
      'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: b }\ndata: { on: "yes" }\n',
  );
  const [plain, ours] = both(app => new Include(new Chart(app, 'chart'), 'included', { url }));
  expect(ours).toEqual(plain);
  expect(ours['chart.k8s.yaml']).toContain('kind: Namespace');
});

test('a patch of an object is written as cdk8s writes it', () => {
  const [plain, ours] = both(app =>
    new ApiObject(new Chart(app, 'chart'), 'a', { apiVersion: 'v1', kind: 'ConfigMap' }).addJsonPatch(
      JsonPatch.add('/data', { b: 'c' }),
    ),
  );
  expect(ours).toEqual(plain);
  expect(ours['chart.k8s.yaml']).toContain('data:\n  b: c\n');
});

test('a toJson that a chart overrides is used', () => {
  class Sorted extends Chart {
    override toJson(): unknown[] {
      return [...(super.toJson() as unknown[]), { apiVersion: 'v1', kind: 'Extra' }];
    }
  }
  const [plain, ours] = both(
    app => new ApiObject(new Sorted(app, 'chart'), 'a', { apiVersion: 'v1', kind: 'ConfigMap' }),
  );
  expect(ours).toEqual(plain);
  expect(ours['chart.k8s.yaml']).toContain('kind: Extra');
});

describe('in one run', () => {
  function runWith(resolvers: IResolver[]): DeskrunApp {
    const app = new DeskrunApp({ outdir: temporaryFolder(), resolvers });
    new DindRunnerSet(new RunnerChart(app, 'web', { namespace: 'arc-runners' }), 'set', docs);
    return app;
  }

  test('an object is resolved once, although it is checked and written', () => {
    let resolved = 0;
    runWith([{ resolve: ({ value }) => void (value === 'AutoscalingRunnerSet' && resolved++) }]).synth();
    expect(resolved).toBe(1);
  });

  test('each construct is validated once', () => {
    let validated = 0;
    const app = runWith([]);
    app.node.addValidation({ validate: () => (validated++, []) });
    app.synth();
    expect(validated).toBe(1);
  });

  test('a second run resolves the objects again', () => {
    const app = runWith([]);
    app.synth();
    ApiObject.of(app.node.findChild('web').node.findChild('set').node.findChild('ScaleSet')).metadata.addLabel(
      'later',
      'yes',
    );
    app.synth();
    expect(filesOf(app.outdir)['web.k8s.yaml']).toContain('later: "yes"');
  });
});

test('documents larger than the write buffer are complete', () => {
  const file = join(temporaryFolder(), 'a.yaml');
  const documents = Array.from({ length: 5 }, (_, index) => ({ index, text: 'é'.repeat(200_000) }));
  writeDocuments(file, documents);
  expect(readFileSync(file, 'utf8')).toBe(documentsText(documents));
});
