const { stringify } = require('yaml');

/** Snapshots read as the YAML a cluster gets: `expect(manifests).toMatchSnapshot()`. */
module.exports = {
  test: value => Array.isArray(value) || isPlainObject(value) || isLines(value),
  serialize: value => (isLines(value) ? value : documents(value).map(toYaml).join('\n---\n')),
};

// By shape, not by `constructor`: Jest gives each test file an `Object` of its own.
function isPlainObject(value) {
  if (typeof value !== 'object' || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function isLines(value) {
  return typeof value === 'string' && value.includes('\n');
}

function documents(value) {
  const isManifests = Array.isArray(value) && value.length > 0 && value.every(item => item?.apiVersion && item.kind);
  return isManifests ? value : [value];
}

// YAML 1.1 quotes `on`, `yes` and the like, as the synthesized manifests do.
function toYaml(value) {
  return stringify(value, { version: '1.1', lineWidth: 0, aliasDuplicateObjects: false }).replace(/\n$/, '');
}
