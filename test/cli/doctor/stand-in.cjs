#!/usr/bin/env node
// A fake kubectl get that prints the objects in $OBJECTS. Kinds in $UNKNOWN do not exist, resources in $FORBIDDEN are
// forbidden, and $UNREACHABLE is the only output, as an error.
const { appendFileSync, readFileSync } = require('node:fs');

const { OBJECTS, CALLS, UNKNOWN = '', FORBIDDEN = '', UNREACHABLE } = process.env;
const args = process.argv.slice(2);
appendFileSync(CALLS, `${JSON.stringify(args)}\n`);
if (UNREACHABLE) fail(UNREACHABLE);

const objects = JSON.parse(readFileSync(OBJECTS, 'utf8'));
const plural = ({ kind }) =>
  (/(ss|y)$/.test(kind) ? kind.replace(/y$/, 'ie').replace(/ss$/, 'sse') : kind).toLowerCase() + 's';
const namespace = args.find(arg => arg.startsWith('--namespace='))?.slice('--namespace='.length);
const [, first, ...names] = args.filter(arg => !arg.startsWith('-'));
const byName = first.includes('/') ? [first, ...names].map(name => name.split('/')) : names.map(name => [first, name]);
const wanted = byName.length > 0 ? byName : first.split(',').map(kind => [kind]);
const short = kind => kind.split('.')[0].replace(/^(secret|configmap)$/, '$1s');

const unknown = wanted.map(([kind]) => short(kind)).find(kind => UNKNOWN.split(',').includes(kind));
if (unknown) fail(`error: the server doesn't have a resource type "${unknown}"`);
const refused = [...new Set(wanted.map(([kind]) => short(kind)))].filter(kind => FORBIDDEN.split(',').includes(kind));
for (const kind of refused)
  process.stderr.write(
    `Error from server (Forbidden): ${kind} is forbidden: User "web" cannot list resource "${kind}" in ` +
      'API group "" at the cluster scope\n',
  );
process.exitCode = refused.length > 0 ? 1 : 0;

const items = objects.filter(
  object =>
    (namespace === undefined || object.metadata.namespace === namespace) &&
    wanted.some(
      ([kind, name]) =>
        !refused.includes(short(kind)) &&
        short(kind) === plural(object) &&
        (name === undefined || name === object.metadata.name),
    ),
);
if (items.length === 1 && byName.length === 1) print(items[0]);
else if (items.length > 0 || byName.length === 0) print({ apiVersion: 'v1', kind: 'List', items });

function print(value) {
  process.stdout.write(JSON.stringify(value));
}

function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}
