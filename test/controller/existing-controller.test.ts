import { ArcController } from '../../src/controller/arc-controller';
import { formatPath } from '../../src/errors';
import { findingsOf } from '../support/sets';
import { controllerChart, synthController } from './controllers';

const helm = { namespace: 'arc-systems', serviceAccount: 'arc-gha-rs-controller', version: '0.14.2' };

/** What is wrong with a controller of one release in an app for another. */
function mismatch(version: string, arcVersion: string): string[] {
  const findings = ArcController.existing({ ...helm, version }).checkVersion(controllerChart({ arcVersion }));
  return findings.map(({ path, message }) => `${formatPath(path)}: ${message}`);
}

test('a controller that helm installed is known by its account and release', () => {
  const { serviceAccount, version } = ArcController.existing(helm);
  expect(serviceAccount).toEqual({ namespace: 'arc-systems', name: 'arc-gha-rs-controller' });
  expect(version).toBe('0.14.2');
});

test('helm\'s quickstart and our own controller are given to runner sets alike', () => {
  const { controller } = synthController();
  expect(controller.serviceAccount).toEqual(ArcController.existing(helm).serviceAccount);
  expect(controller.version).toBe(ArcController.existing(helm).version);
});

test.each([
  [{ namespace: 'Arc' }, 'namespace: must be a DNS label of at most 63 characters, got "Arc"'],
  [{ serviceAccount: 'default' }, 'serviceAccount: must not be default, whose rights every other pod of the namespace would have'],
  [{ serviceAccount: 'a b' }, 'serviceAccount: must be lower-case letters, digits, - and ., at most 63 characters, got "a b"'],
  [{ version: '0.14' }, 'version: must be a release of ARC such as 0.14.2, got "0.14"'],
  [{ version: 'latest' }, 'version: must be a release of ARC such as 0.14.2, got "latest"'],
])('%j is refused', (props, message) => {
  expect(findingsOf(() => ArcController.existing({ ...helm, ...props }))).toEqual([message]);
});

test('everything wrong is said at once', () => {
  expect(findingsOf(() => ArcController.existing({ namespace: '', serviceAccount: '', version: '' }))).toHaveLength(3);
});

describe('the release', () => {
  test.each([['0.14.2', '0.14.2'], ['0.14.0', '0.14.2'], ['0.14.9', '0.14.2'], ['0.13.0', '0.13.1']])('%s does for runner sets of %s', (version, arcVersion) => {
    expect(mismatch(version, arcVersion)).toEqual([]);
  });

  test.each([['0.13.1', '0.14.2', '0.13'], ['0.14.2', '0.13.1', '0.14'], ['1.14.2', '0.14.2', '1.14']])('%s would delete runner sets of %s', (version, arcVersion, minor) => {
    expect(mismatch(version, arcVersion)).toEqual([
      `version: is ${version}, and arcVersion of the app is ${arcVersion}: a controller deletes runner sets of another minor version; set arcVersion to a ${minor} release, or upgrade the controller first`,
    ]);
  });

  test('of our own controller is checked against other apps alike', () => {
    const { controller } = synthController();
    expect(controller.checkVersion(controllerChart())).toEqual([]);
    expect(controller.checkVersion(controllerChart({ arcVersion: '0.13.1' }))).toHaveLength(1);
  });
});
