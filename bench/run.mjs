// Measures and writes bench/README.md and bench/synth.svg: `npm run bench`, or `npm run bench -- 1000` to stop at so
// many sets.

import { readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { besideHelm } from './helm.mjs';
import { measure, measureInTurns, startUps } from './measure.mjs';
import { plot } from './plot.mjs';

const LAYOUTS = [
  'one chart',
  'a chart a set',
  'a chart a set, after a common one',
  'a chart a set, after the one before',
];
const SIZES = [1, 100, 200, 1000, 2000, 5000, 10000];

/** How many sets plain cdk8s is asked for: beyond, it takes minutes, and for a chain it does not end. */
const PLAIN = { [LAYOUTS[0]]: 1000, [LAYOUTS[1]]: 200, [LAYOUTS[2]]: 100, [LAYOUTS[3]]: 1 };

const most = Number(process.argv[2] ?? SIZES.at(-1));
const sizes = SIZES.filter(sets => sets <= most);
const runsOf = sets => (sets <= 200 ? 5 : sets <= 2000 ? 3 : 1);
const ms = value => (value < 10 ? value.toFixed(1) : String(Math.round(value)));
const times = value => (value === undefined ? '' : value.toFixed(2));
const table = (head, rows) =>
  [head, head.map(() => '---:'), ...rows].map(cells => `| ${cells.join(' | ')} |`).join('\n');

const curves = [];

function synthTable() {
  const rows = LAYOUTS.flatMap(layout => {
    const ours = new Map(
      sizes.map(sets => [sets, measure({ measure: 'synth', app: 'cdk8s-deskrun', layout, sets }, runsOf(sets))]),
    );
    const plain = new Map(
      sizes
        .filter(sets => sets <= PLAIN[layout])
        .map(sets => [sets, measure({ measure: 'synth', app: 'cdk8s', layout, sets }, runsOf(sets))]),
    );
    curves.push({ name: layout, points: points(ours) });
    if (plain.size > 1) curves.push({ name: `cdk8s: ${layout}`, points: points(plain) });
    return sizes.map(sets => {
      const { total, build, megabytes } = ours.get(sets);
      const half = ours.get(sets / 2);
      return [
        layout,
        sets,
        ms(build),
        ms(total - build),
        ms(total),
        Math.round(megabytes),
        times(half && total / half.total),
        plain.has(sets) ? `${(plain.get(sets).total / total).toFixed(1)} x` : '',
      ];
    });
  });
  return table(
    ['layout', 'sets', 'build ms', 'synth ms', 'total ms', 'peak MB', 't(2n)/t(n)', 'faster than cdk8s'],
    rows,
  );
}

function points(results) {
  return [...results].map(([sets, { total }]) => ({ sets, total }));
}

function serializerTable(sets) {
  const layout = LAYOUTS[0];
  const serializers = ['JSON', 'cdk8s-deskrun', 'js-yaml', 'yaml'];
  const synth = { measure: 'synth', app: 'cdk8s-deskrun', layout, sets };
  const [whole, ...alone] = measureInTurns(
    [synth, ...serializers.map(serializer => ({ measure: 'serialize', serializer, layout, sets }))],
    7,
  );
  const rows = alone.map(({ total }, index) => [serializers[index], ms(total), times(whole.total / total)]);
  return table([`serializer alone, ${sets} sets`, 'ms', 'props to files / this'], rows);
}

const DESKRUN = 'lib/src/cli/bin.js';

function startTable() {
  const processes = {
    'node -e 0': ['-e', '0'],
    'loads cdk8s and cdk8s-plus-28': ['-e', "require('cdk8s'); require('cdk8s-plus-28')"],
    'src/main.ts, as cdk8s synth runs it': ['-r', './scripts/typescript.cjs', 'src/main.ts'],
    'lib/src/main.js, compiled before': ['lib/src/main.js'],
    'loads cdk8s-deskrun': ['-e', "require('./lib/src/index.js')"],
    'deskrun version': [DESKRUN, 'version'],
    'deskrun completion bash': [DESKRUN, 'completion', 'bash'],
    'deskrun --help': [DESKRUN, '--help'],
    'deskrun list': [DESKRUN, 'list'],
    'deskrun synth': [DESKRUN, 'synth'],
  };
  const taken = startUps(Object.values(processes), 15);
  return table(
    ['process', 'ms', 'times node -e 0'],
    Object.keys(processes).map((name, index) => [name, ms(taken[index]), times(taken[index] / taken[0])]),
  );
}

function helmTables() {
  const rows = besideHelm([1, 10, 100]).map(({ sets, helm, ours }) => [sets, ms(helm), ms(ours), times(helm / ours)]);
  return rows.length > 0
    ? [
        table(
          [
            'sets',
            '`helm template` of the official chart, a release each, processor ms',
            'ours, one process, processor ms',
            'helm / ours',
          ],
          rows,
        ),
      ]
    : [];
}

const sets = Math.min(1000, most);
const report = [
  `Node.js ${process.version}, ${cpus().length} cores; time of the main thread, but for whole processes.`,
  synthTable(),
  serializerTable(sets),
  table(
    ['further', 'result'],
    [
      [
        'AutoscalingRunnerSets checked against the closed schema',
        `${Math.round(measure({ measure: 'validate', sets }, 3).perSecond)} a second`,
      ],
      [
        '200 charts in a chain, ordered',
        `${ms(measure({ measure: 'order', layout: LAYOUTS[3], sets: 200 }, 5).total)} ms`,
      ],
    ],
  ),
  startTable(),
  ...helmTables(),
].join('\n\n');

const readme = new URL('README.md', import.meta.url);
writeFileSync(
  readme,
  readFileSync(readme, 'utf8').replace(
    /(<!-- results -->\n)[^]*(<!-- \/results -->)/,
    (_, start, end) => `${start}${report}\n${end}`,
  ),
);
writeFileSync(new URL('synth.svg', import.meta.url), plot(curves));
console.log(report);
