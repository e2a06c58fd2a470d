import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { ArcDesk, TOKEN, type Project } from '../support/arc-desk';
import { controlPlaneAssets } from '../support/assets';
import type { Manifest } from '../support/sets';

const root = resolve(__dirname, '../..');

// The controller is a real one, which `up` installs; that its Deployment is available is said by the harness.
let desk: ArcDesk;
beforeAll(async () => {
  desk = await ArcDesk.start();
});
afterAll(() => desk.stop());

/**
 * A kubectl that does what it is told, and when it is to write what it has not written before, then kills whoever
 * called it.
 */
function deadlyKubectl(folder: string): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, 'kubectl'),
    `#!/bin/sh
kubectl="${controlPlaneAssets()}/kubectl"
case "$*" in *--dry-run*) exec "$kubectl" "$@" ;; apply*) ;; *) exec "$kubectl" "$@" ;; esac
objects=$(cat)
write=$(printf '%s' "$objects" | sha256sum)
printf '%s' "$objects" | "$kubectl" "$@"
code=$?
grep -qsF "$write" "${folder}/written" || { echo "$write" >> "${folder}/written"; kill -KILL "$PPID"; }
exit $code
`,
    { mode: 0o755 },
  );
}

/** Runs `deskrun up` as a process of its own until it has written something new, or to its end. */
function untilFirstChange(project: Project): Promise<{ code: number | null; signal: string | null; stderr: string }> {
  const bin = join(project.home, 'bin');
  deadlyKubectl(bin);
  const temporary = join(project.home, 'tmp');
  mkdirSync(temporary, { recursive: true });
  return new Promise((done, fail) => {
    const child = spawn(
      process.execPath,
      [
        '-r',
        join(root, 'scripts/typescript.cjs'),
        join(root, 'src/cli/bin.ts'),
        'up',
        '--timeout',
        '40s',
        '--kubeconfig',
        desk.cluster.controlPlane.kubeconfig,
      ],
      {
        cwd: project.folder,
        env: { ...project.env, PATH: `${bin}:${project.env.PATH}`, TMPDIR: temporary },
        stdio: ['ignore', 'ignore', 'pipe'],
      },
    );
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (part: string) => (stderr += part));
    child.once('error', fail).once('exit', (code, signal) => done({ code, signal, stderr }));
  });
}

/** How often `deskrun up` was killed, each time one change further, until it had nothing left to change. */
async function killedAtEveryChange(project: Project): Promise<number> {
  for (let killed = 0; killed < 12; killed++) {
    const { code, signal, stderr } = await untilFirstChange(project);
    expect(secretFiles(project)).toEqual(['.deskrun/credentials 600']);
    if (signal === null) {
      expect({ code, stderr }).toEqual({ code: 0, stderr: expect.any(String) });
      return killed;
    }
    expect(signal).toBe('SIGKILL');
  }
  throw new Error('up does not get to an end');
}

/** The files in which the token is, by where they are, with who may read them; and locks. */
function secretFiles({ folder, home }: Project): string[] {
  return [folder, join(home, '.deskrun'), join(home, 'tmp')].flatMap(top =>
    readdirSync(top, { recursive: true, encoding: 'utf8' })
      .filter(
        path =>
          statSync(join(top, path)).isFile() &&
          (path.includes('.lock') || readFileSync(join(top, path), 'utf8').includes(TOKEN)),
      )
      .map(
        path => `${basename(top)}/${path.replace(/\/.*/, '')} ${(statSync(join(top, path)).mode & 0o777).toString(8)}`,
      ),
  );
}

/** What `deskrun` has applied, but for what the server gives out anew each time. */
async function state(): Promise<Manifest[]> {
  const kinds = [
    'customresourcedefinitions',
    'clusterroles',
    'clusterrolebindings',
    'namespaces',
    'deployments',
    'autoscalingrunnersets',
    'serviceaccounts',
    'roles',
    'rolebindings',
    'secrets',
  ];
  const found = JSON.parse(
    await desk.cluster.succeed(['get', kinds.join(), '--all-namespaces', '--show-managed-fields', '--output=json']),
  ) as { items: Manifest[] };
  const ours = found.items.filter(({ metadata }) =>
    ((metadata.managedFields as Manifest[] | undefined) ?? []).some(
      ({ manager, operation }) => manager === 'deskrun' && operation === 'Apply',
    ),
  );
  return ours.map(
    ({
      status: _,
      metadata: {
        uid: _uid,
        resourceVersion: _version,
        generation: _generation,
        creationTimestamp: _created,
        managedFields: _fields,
        ...metadata
      },
      ...rest
    }) => ({
      ...rest,
      metadata: { ...metadata, annotations: { ...metadata.annotations, 'runner-scale-set-id': undefined } },
    }),
  );
}

test('up killed at each of its changes and run again has the same result as one run', async () => {
  const ci = desk
    .project('ci')
    .configure(
      { name: 'docs', containerMode: 'dind', auth: { secret: 'docs-github' } },
      { name: 'web', auth: { secret: 'docs-github' } },
    );
  for (const name of ['docs', 'web'])
    expect(
      await ci.deskrun(
        'add',
        name,
        '--replace',
        '--repository',
        `${desk.github.url}/rubionic/${name}`,
        '--auth-file',
        join(ci.home, 'token.txt'),
        '--secret',
        'docs-github',
      ),
    ).toMatchObject({ code: 0 });

  // The namespace, the definitions, the controller, the credential, and each of the sets.
  expect(await killedAtEveryChange(ci)).toBe(6);
  expect(await ci.onCluster('diff')).toEqual({ code: 0, stdout: '', stderr: 'nothing would change\n' });
  const disturbed = await state();
  expect(desk.scaleSets).toEqual(['docs', 'web']);

  expect(await ci.apply('down')).toMatchObject({ code: 0 });
  expect(await ci.createdObjects()).toEqual([]);
  expect(desk.scaleSets).toEqual([]);

  expect(await ci.apply('up')).toMatchObject({ code: 0 });
  expect(await state()).toEqual(disturbed);
  expect(disturbed.map(({ kind }) => kind as string)).toEqual(
    expect.arrayContaining(['CustomResourceDefinition', 'Deployment', 'Namespace', 'AutoscalingRunnerSet', 'Secret']),
  );
});
