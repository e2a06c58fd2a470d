import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GIT_IMAGE, SHELL_IMAGE } from '../../../src/builds/layout';
import { DEFAULT_ARC_VERSION } from '../../../src/app/versions';
import { controllerImage } from '../../../src/controller/image';
import { DIND_IMAGE } from '../../../src/modes/dind';
import { RUNNER_IMAGE } from '../../../src/runners/runner-image';
import { writeImages, type Image } from './images';
import { controllerLayer, dockerLayer, runnerLayer } from './layers';

const SCRIPTS = join(__dirname, '../../../scripts');

/** The image of a job: small, with a shell, by default as root. */
export const JOB_IMAGE = 'localhost/busybox:1';

/** The same image with a user that has no files on the node. */
export const USER_JOB_IMAGE = 'localhost/busybox-user:1';

/** The image of a service: a web server with one file. */
export const SERVICE_IMAGE = 'localhost/web:1';

/** Loads the images into the node, once before all tests. @throws unless it runs inside `scripts/node.sh run` */
export default async function setUpNode(): Promise<void> {
  if (process.env.NODE_ACCESS === undefined) throw new Error('there is no node: run this with npm run test:node');
  const folder = mkdtempSync(join(process.env.NODE_STATE ?? tmpdir(), 'images-'));
  try {
    const layout = join(folder, 'layout');
    await writeImages(layout, images(folder));
    execFileSync('/bin/bash', [
      ...[
        '-c',
        'set -o pipefail; tar --create --directory="$1" . | "$2" exec ctr --namespace=k8s.io images import --local -',
      ],
      ...['import', layout, join(SCRIPTS, 'node.sh')],
    ]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** All images, under the names in the manifests, so that these are applied unchanged. */
function images(folder: string): Image[] {
  const made = execFileSync(join(SCRIPTS, 'node-images.sh'), { encoding: 'utf8' }).trim();
  const layer = (name: string) => {
    const path = join(folder, name);
    mkdirSync(path);
    return path;
  };
  const busybox = [join(made, 'busybox.tar')];
  const system = join(made, 'system.tar');
  return [
    { name: 'localhost/pause:1', layers: busybox, config: { Entrypoint: ['/bin/tail', '-f', '/dev/null'] } },
    { name: JOB_IMAGE, layers: busybox, config: { Cmd: ['/bin/sh'] } },
    { name: USER_JOB_IMAGE, layers: busybox, config: { User: '1234:1234', Cmd: ['/bin/sh'] } },
    {
      name: SERVICE_IMAGE,
      layers: busybox,
      config: {
        Entrypoint: ['/bin/sh', '-c'],
        Cmd: ['mkdir /www; echo hello from the service >/www/hello; exec httpd -f -p 8080 -h /www'],
      },
    },
    { name: SHELL_IMAGE, layers: busybox, config: { Env: [PATH] } },
    { name: GIT_IMAGE, layers: [system], config: { Env: [PATH] } },
    {
      name: RUNNER_IMAGE,
      layers: [system, runnerLayer(layer('runner'), join(made, 'busybox.tar'))],
      config: { User: '1001', WorkingDir: '/home/runner', Env: ['HOME=/home/runner', PATH] },
    },
    {
      name: `docker.io/library/${DIND_IMAGE}`,
      layers: [system, dockerLayer(layer('docker'))],
      config: { Entrypoint: ['dockerd-entrypoint.sh'], Env: [PATH], Volumes: { '/var/lib/docker': {} } },
    },
    {
      name: CONTROLLER_IMAGE,
      layers: [...busybox, controllerLayer(layer('controller'))],
      config: { User: '65532:65532', Env: [PATH] },
    },
  ];
}

const CONTROLLER_IMAGE = controllerImage(undefined, DEFAULT_ARC_VERSION);
const PATH = 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
