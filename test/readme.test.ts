import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CACHE_CATALOGUE } from '../src/caches/catalogue';
import { EXIT_CODES } from '../src/cli/help';
import { MODE_CAPABILITIES } from '../src/modes/capabilities';

const readme = readFileSync(join(__dirname, '../README.md'), 'utf8');

/** Returns the rows of the table between two comments, without the padding of their columns. */
function table(name: string): string[] {
  const [, body = ''] = readme.split(`<!-- ${name} -->\n`);
  const [, , ...rows] = (body.split(`<!-- /${name} -->`)[0] as string).trim().split('\n');
  return rows.map(row => row.replace(/ +\|/g, ' |'));
}

describe('README', () => {
  it('has the capability table of the modes', () => {
    expect(table('modes')).toEqual(
      Object.entries(MODE_CAPABILITIES).map(
        ([type, { steps, docker, nameBudget, podSecurityLevel, needs }]) =>
          `| \`${type}\` | ${steps} | ${docker} | ${nameBudget} | ${podSecurityLevel} | ${needs.join('; ')} |`,
      ),
    );
  });

  it('has the cache catalogue', () => {
    expect(table('caches')).toEqual(
      Object.entries(CACHE_CATALOGUE).map(
        ([name, { target, sharing, reason }]) => `| \`${name}\` | ${target} | ${sharing} | ${reason} |`,
      ),
    );
  });

  it('has all exit codes', () => {
    expect(table('exit codes')).toEqual(EXIT_CODES.map(([code, meaning]) => `| ${code} | ${meaning} |`));
  });
});
