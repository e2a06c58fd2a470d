// One measurement in a process of its own, so that none warms up another: `node bench/case.mjs
// '{"measure":"synth",…}'`.

import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { scratch } from './measure.mjs';
import { APPS, build } from './apps.mjs';

const require = createRequire(import.meta.url);

const MAIN_THREAD = '/proc/thread-self/schedstat';

/**
 * Milliseconds for which a processor worked for the main thread: what somebody waits on a machine with nothing else to
 * do. What other processes take does not count, nor what Node.js compiles and collects beside it. Where only Linux
 * could tell, of all threads.
 */
function clock() {
  if (existsSync(MAIN_THREAD)) return Number(readFileSync(MAIN_THREAD, 'utf8').split(' ')[0]) / 1e6;
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

function time(run) {
  const start = clock();
  run();
  return clock() - start;
}

function documents(layout, sets) {
  const { Order } = require('../lib/src/app/order.js');
  const { allDocuments } = require('../lib/src/app/files.js');
  return [...allDocuments(new Order(build(new APPS['cdk8s-deskrun'](), layout, sets)))];
}

const MEASURES = {
  /** From props to files. */
  synth({ app: kind, layout, sets }) {
    const outdir = mkdtempSync(join(scratch(), 'bench-'));
    try {
      const start = clock();
      const app = build(new APPS[kind]({ outdir }), layout, sets);
      const built = clock();
      app.synth();
      return { total: clock() - start, build: built - start, megabytes: process.resourceUsage().maxRSS / 1024 };
    } finally {
      rmSync(outdir, { recursive: true });
    }
  },

  /** The same objects through a serializer, and nothing else. */
  serialize({ serializer, layout, sets }) {
    const objects = documents(layout, sets);
    const stringify = {
      JSON: () => JSON.stringify,
      'js-yaml': () => object => require('js-yaml').dump(object, { noRefs: true, lineWidth: -1 }),
      yaml: () => object => require('yaml').stringify(object, { version: '1.1', lineWidth: 0 }),
      'cdk8s-deskrun': () => require('../lib/src/app/yaml.js').toYaml,
    }[serializer]();
    return { total: time(() => objects.forEach(object => stringify(object))) };
  },

  /** Objects against ARC's schema, with no field that it does not know. */
  validate({ sets }) {
    const { checkSchema } = require('../lib/src/schema/check.js');
    const schema = require('../lib/imports/autoscalingrunnerset.schema.json');
    const objects = documents('one chart', sets).filter(({ kind }) => kind === 'AutoscalingRunnerSet');
    const findings = [];
    const total = time(() => objects.forEach(object => findings.push(...checkSchema(schema, object))));
    if (findings.length > 0) throw new Error(JSON.stringify(findings));
    return { total, perSecond: (objects.length / total) * 1000 };
  },

  /** The order of charts and of the objects in each. */
  order({ layout, sets }) {
    const { Order } = require('../lib/src/app/order.js');
    const app = build(new APPS.cdk8s(), layout, sets);
    return {
      total: time(() => {
        const order = new Order(app);
        order.charts.forEach(chart => order.objectsOf(chart));
      }),
    };
  },
};

process.stderr.write = () => true;
const given = JSON.parse(process.argv[2]);
console.log(JSON.stringify(MEASURES[given.measure](given)));
