import { ARC_VERSIONS, GitHubAuth } from '../../src';
import { findingsOf, organization, synthSet } from '../support/sets';

const urlFindings = (githubConfigUrl: string) => findingsOf(() => synthSet({ githubConfigUrl }));

describe('the URL of the repository, organization or enterprise', () => {
  test.each([
    'https://github.com/rubionic/workspace',
    'https://github.com/rubionic',
    'https://github.com/enterprises/rubionic',
    'https://github.com/Enterprises/rubionic',
    'https://rubionic.ghe.com/rubionic/workspace',
    'https://github.example.com/rubionic/my_repo.js',
    'https://github.example.com:8443/rubionic',
    'http://github.example.com/rubionic',
  ])('may be %s, and is written unchanged', url => {
    expect(synthSet({ githubConfigUrl: url }).runnerSet.spec.githubConfigUrl).toBe(url);
  });

  test.each(['', 'rubionic/workspace', 'github.com/rubionic/workspace', 'git@github.com:rubionic/workspace'])(
    '%j is not a URL',
    url => {
      expect(urlFindings(url)).toEqual([
        expect.stringMatching(/^githubConfigUrl: must (be a URL such as|start with) https:\/\//),
      ]);
    },
  );

  test.each(['http://github.com/rubionic', 'ssh://github.com/rubionic', 'ftp://github.com/rubionic'])(
    '%s has the wrong scheme',
    url => {
      expect(urlFindings(url)).toEqual([`githubConfigUrl: must start with https://, got "${url.split('/')[0]}//"`]);
    },
  );

  test.each(['https://ghp_x@github.com/rubionic', 'https://me:secret@github.com/rubionic'])(
    '%s has a credential, which is not quoted',
    url => {
      expect(urlFindings(url)).toEqual(['githubConfigUrl: must not contain credentials; give them in auth']);
    },
  );

  test.each(['https://github.com/rubionic?tab=repositories', 'https://github.com/rubionic/docs#readme'])(
    '%s must end with the path',
    url => {
      expect(urlFindings(url)).toEqual(['githubConfigUrl: must end with the path: remove everything from ? or # on']);
    },
  );

  // Browsers accept most of these; ARC does not.
  test.each([
    ['https://github.com/rubionic/', 'https://github.com/rubionic'],
    ['https://github.com/rubionic/docs//', 'https://github.com/rubionic/docs'],
    ['https://github.com//rubionic/docs', 'https://github.com/rubionic/docs'],
    [' https://github.com/rubionic', 'https://github.com/rubionic'],
    ['https://github.com/rubionic\n', 'https://github.com/rubionic'],
    ['https:github.com/rubionic', 'https://github.com/rubionic'],
    ['https:/github.com/rubionic', 'https://github.com/rubionic'],
    ['https:\\\\github.com\\rubionic', 'https://github.com/rubionic'],
    ['https://github.com/rubionic/./docs', 'https://github.com/rubionic/docs'],
    ['https://github.com/rubionic/../docs', 'https://github.com/docs'],
    ['HTTPS://GitHub.com/Rubionic', 'https://github.com/Rubionic'],
    ['https://github.com:443/rubionic', 'https://github.com/rubionic'],
  ])('%j is refused with the normalized URL', (url, plainly) => {
    expect(urlFindings(url)).toEqual([`githubConfigUrl: must be written as ${plainly}, got ${JSON.stringify(url)}`]);
  });

  test.each([
    'https://github.com/rubionic/my docs',
    'https://github.com/rubionic/my%20docs',
    'https://github.com/rubionic/dócs',
    'https://github.com/rubionic/a@b',
  ])('%j is refused for its characters', url => {
    expect(urlFindings(url)).toEqual([expect.stringMatching(/^githubConfigUrl: must /)]);
  });

  test('a clone URL is refused', () => {
    expect(urlFindings('https://github.com/rubionic/docs.git')).toEqual([
      `githubConfigUrl: must be the URL of the page, not of the clone: remove .git`,
    ]);
  });

  test.each([
    'https://github.com',
    'https://github.com/rubionic/docs/settings',
    'https://github.com/enterprises/rubionic/docs',
  ])('%s is not a repository, organization or enterprise', url => {
    expect(urlFindings(url)).toEqual([
      expect.stringMatching(/^githubConfigUrl: must point at a repository, an organization or an enterprise/),
    ]);
  });
});

describe('the runner group', () => {
  test.each([organization, 'https://github.com/enterprises/rubionic', 'https://github.com/Enterprises/rubionic'])(
    'is written for %s',
    githubConfigUrl => {
      expect(synthSet({ githubConfigUrl, runnerGroup: 'trusted' }).runnerSet.spec.runnerGroup).toBe('trusted');
    },
  );

  test('is left out by default', () => {
    expect(synthSet({ githubConfigUrl: organization }).runnerSet.spec).not.toHaveProperty('runnerGroup');
  });

  test('is refused for a repository', () => {
    expect(findingsOf(() => synthSet({ runnerGroup: 'trusted' }))).toEqual([
      expect.stringMatching(/^runnerGroup: exists only for organizations and enterprises, .*repository; leave it out$/),
    ]);
  });

  test.each(['', ' '])('%j is refused', runnerGroup => {
    expect(findingsOf(() => synthSet({ githubConfigUrl: organization, runnerGroup }))).toEqual([
      'runnerGroup: must not be empty; leave it out for the default group',
    ]);
  });

  test('is not checked if the URL is invalid', () => {
    expect(findingsOf(() => synthSet({ githubConfigUrl: 'rubionic', runnerGroup: 'trusted' }))).toEqual([
      expect.stringMatching(/^githubConfigUrl: /),
    ]);
  });
});

describe('further labels', () => {
  const withLabels = (...runnerScaleSetLabels: string[]) => ({ runnerScaleSetLabels });

  test.each(['0.14.0', '0.14.1', '0.14.2'] as const)('are written for ARC %s', arcVersion => {
    expect(synthSet(withLabels('gpu', 'linux'), { arcVersion }).runnerSet.spec.runnerScaleSetLabels).toEqual([
      'gpu',
      'linux',
    ]);
  });

  test.each(ARC_VERSIONS.filter(version => version < '0.14'))('would be dropped by ARC %s', arcVersion => {
    expect(findingsOf(() => synthSet(withLabels('gpu'), { arcVersion }))).toEqual([
      `runnerScaleSetLabels: needs ARC 0.14.0, and arcVersion is ${arcVersion}; the controller would drop it`,
    ]);
  });

  test('that are empty are accepted for any ARC version', () => {
    expect(() => synthSet(withLabels(), { arcVersion: '0.13.1' })).not.toThrow();
  });

  test.each(['', 'x'.repeat(256)])('have 1 to 255 characters', label => {
    expect(findingsOf(() => synthSet(withLabels('gpu', label)))).toEqual([
      `runnerScaleSetLabels[1]: must have 1 to 255 characters, got ${label.length}`,
    ]);
  });

  test('may have 255 characters', () => {
    expect(synthSet(withLabels('x'.repeat(255))).runnerSet.spec.runnerScaleSetLabels[0]).toHaveLength(255);
  });

  test('must be unique', () => {
    expect(findingsOf(() => synthSet(withLabels('gpu', 'linux', 'gpu')))).toEqual([
      'runnerScaleSetLabels[2]: "gpu": duplicate; remove one',
    ]);
  });
});

describe('the image of the runner', () => {
  test.each(['ghcr.io/actions/actions-runner:2.337.0', 'localhost:5000/runner', `runner@sha256:${'0'.repeat(64)}`])(
    'may be %s',
    runnerImage => {
      expect(synthSet({ runnerImage }).runner.image).toBe(runnerImage);
    },
  );

  test.each(['', ' runner:1', 'runner: 1', 'runner@1', 'https://ghcr.io/runner:1', 'runner@sha256:0'])(
    'must not be %j',
    runnerImage => {
      expect(findingsOf(() => synthSet({ runnerImage }))).toEqual([
        'runnerImage: must be an image such as ghcr.io/actions/actions-runner:2.337.0, got ' +
          `${JSON.stringify(runnerImage)}`,
      ]);
    },
  );
});

describe('a GitHub App', () => {
  const app = { auth: GitHubAuth.app('github') };

  test.each(['https://github.com/enterprises/rubionic', 'https://github.example.com/Enterprises/rubionic'])(
    'cannot register runners of the enterprise %s',
    githubConfigUrl => {
      expect(findingsOf(() => synthSet({ ...app, githubConfigUrl }))).toEqual([
        expect.stringMatching(/^auth: is a GitHub App, .* use a classic personal access token/),
      ]);
    },
  );

  test.each([organization, 'https://github.com/rubionic/docs', 'https://github.com/enterprises'])(
    'can register runners of %s',
    githubConfigUrl => {
      expect(synthSet({ ...app, githubConfigUrl }).runnerSet.spec.githubConfigUrl).toBe(githubConfigUrl);
    },
  );

  test('may be in a Secret whose content is unknown', () => {
    const auth = GitHubAuth.fromSecret('github');
    const githubConfigUrl = 'https://github.com/enterprises/rubionic';
    expect(synthSet({ auth, githubConfigUrl }).runnerSet.spec.githubConfigSecret).toBe('github');
  });
});

describe('a runner group', () => {
  const grouped = (runnerGroup: string) => () => synthSet({ githubConfigUrl: organization, runnerGroup });

  test.each(['R&D', 'c#d', 'a+b', '100%', 'a;b', 'a\tb', 'a\nb', 'a\u0000', 'a\u007f', 'a\u0085b'])(
    'must not be %j, which ARC does not escape in its request',
    name => {
      expect(findingsOf(grouped(name))).toEqual([
        `runnerGroup: must not have &, #, +, %, ; or control characters, got ${JSON.stringify(name)}: ARC does ` +
          'not escape the name in a URL, so it would ask GitHub for another group; rename the group',
      ]);
    },
  );

  test.each(['team one', 'nvme', 'Ünïcode', "it's (one) = 1/2?"])('may have the name %j', name => {
    expect(grouped(name)().runnerSet.spec.runnerGroup).toBe(name);
  });
});
