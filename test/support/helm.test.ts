import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CHARTS, chartFolder, helm } from './helm';
import { temporaryFolder } from './folders';

const { HELM, ARC_CHARTS } = process.env;
afterEach(() => Object.assign(process.env, { HELM: HELM ?? '', ARC_CHARTS: ARC_CHARTS ?? '' }));

describe('HELM', () => {
  const remedy = 'build it with: export HELM=$(scripts/control-plane.sh helm)/helm';

  /** A program that prints this version. */
  function saying(version: string): string {
    const file = join(temporaryFolder(), 'helm');
    writeFileSync(file, `#!/bin/sh\necho '${version}'\n`);
    chmodSync(file, 0o755);
    return file;
  }

  test('that is not set is refused with its purpose and a remedy', () => {
    process.env.HELM = '';
    expect(helm).toThrow(`HELM must name the program helm, and is not set; ${remedy}`);
  });

  test('that names no program is refused', () => {
    process.env.HELM = join(temporaryFolder(), 'helm');
    expect(helm).toThrow(
      `HELM is ${process.env.HELM}, which does not start: spawnSync ${process.env.HELM} ENOENT; ${remedy}`,
    );
  });

  test('that is another version of helm is refused', () => {
    process.env.HELM = saying('v2.17.0');
    expect(helm).toThrow(
      `HELM is ${process.env.HELM}, which says of its version "v2.17.0\\n" and must be a v3; ${remedy}`,
    );
  });

  test('that is helm 3 is accepted', () => {
    process.env.HELM = saying('v3.22.0');
    expect(helm()).toBe(process.env.HELM);
  });
});

describe('ARC_CHARTS', () => {
  const pull = (chart: string) =>
    `helm pull oci://ghcr.io/actions/actions-runner-controller-charts/${chart} --version 0.14.2 --untar`;
  const remedy = `in an empty folder: ${pull(CHARTS[0])} && ${pull(CHARTS[1])}, and export ARC_CHARTS=$PWD`;

  function withChart(version: string): string {
    const folder = temporaryFolder();
    mkdirSync(join(folder, CHARTS[0]));
    writeFileSync(join(folder, CHARTS[0], 'Chart.yaml'), `version: ${version}\n`);
    return folder;
  }

  test('that is not set is refused with its purpose and a remedy', () => {
    process.env.ARC_CHARTS = '';
    expect(() => chartFolder(CHARTS[0])).toThrow(
      `ARC_CHARTS must name the folder that has ${CHARTS[0]} and ${CHARTS[1]}, and is not set; ${remedy}`,
    );
  });

  test('that lacks a chart is refused with its name', () => {
    process.env.ARC_CHARTS = withChart('0.14.2');
    expect(() => chartFolder(CHARTS[1])).toThrow(
      `ARC_CHARTS is ${process.env.ARC_CHARTS}, where there is no ${CHARTS[1]}; ${remedy}`,
    );
  });

  test('that has another version is refused with the version', () => {
    process.env.ARC_CHARTS = withChart('0.13.1');
    expect(() => chartFolder(CHARTS[0])).toThrow(
      `ARC_CHARTS is ${process.env.ARC_CHARTS}, where ${CHARTS[0]} is 0.13.1 and must be 0.14.2; ${remedy}`,
    );
  });

  test('that has the charts is the folder', () => {
    process.env.ARC_CHARTS = withChart('0.14.2');
    expect(chartFolder(CHARTS[0])).toBe(join(process.env.ARC_CHARTS, CHARTS[0]));
  });
});
