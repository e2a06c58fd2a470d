import { configOf, findingsOf, refusalOf } from './files';

const GIVE = 'this file must not hold secrets, since it is in the repository; give it to the build from a Secret';
const TOKEN = `ghp_${'x'.repeat(36)}`;

describe('variables of the build that are secrets by their name', () => {
  test.each(['TOKEN', 'API_TOKEN', 'npm_token', 'CLIENT_SECRET', 'DB_PASSWORD', 'PRIVATE_KEY', 'sshPrivateKey'])(
    '%s is refused',
    name => {
      for (const form of ['command', 'build'])
        expect(findingsOf(`${form}: x\nenv:\n  ${name}: fake`)).toEqual([
          `3:3  env.${name}: is a secret by its name; ${GIVE}, or set allowPlainSecrets`,
        ]);
    },
  );

  test.each(['TOKENS', 'SECRET_NAME', 'PASSWORD_FILE', 'PRIVATE_KEY_PATH', 'KEY'])('%s is no secret', name => {
    expect(configOf(`command: x\nenv: { ${name}: a }`).env).toEqual({ [name]: 'a' });
  });

  test('are allowed with allowPlainSecrets', () => {
    expect(configOf('command: x\nenv: { API_TOKEN: fake }', { allowPlainSecrets: true }).env).toEqual({
      API_TOKEN: 'fake',
    });
  });

  test('are allowed for the password of a service of the file', () => {
    const services = 'services: { db: { image: postgres, env: { POSTGRES_PASSWORD: fake } } }';
    expect(configOf(`command: x\n${services}\nenv: { PGPASSWORD: fake }`).env).toEqual({ PGPASSWORD: 'fake' });
    expect(refusalOf(`command: x\n${services}\nenv: { PGPASSWORD: other }`)).toContain('env.PGPASSWORD: is a secret');
  });
});

describe('credentials', () => {
  test.each([
    [`command: curl -u ${TOKEN} https://example.com`, 'command'],
    [`command: x\nenv: { A: ${TOKEN} }`, 'env.A'],
    ['command: x\nenv: { A: "https://user:fake@example.com/x" }', 'env.A'],
    [`command: x\nservices: { a: { image: b, env: { A: ${TOKEN} } } }`, 'services.a.env.A'],
    ['build: git clone https://user:fake@example.com/x', 'build'],
  ])('%j', (text, path) => {
    const finding = refusalOf(text, { allowPlainSecrets: true });
    expect(finding).toBe(`${path}: holds a credential; ${GIVE}`);
    expect(finding).not.toContain('fake@');
  });

  test('a URL of a service of the file, or of localhost, may have a password', () => {
    const env = {
      A: 'postgres://user:fake@db:5432/test',
      B: 'redis://:fake@localhost',
      C: 'amqp://user:fake@127.0.0.1:5672/',
    };
    const text = `command: x\nservices: { db: { image: postgres } }\nenv: ${JSON.stringify(env)}`;
    expect(configOf(text).env).toEqual(env);
    expect(findingsOf(text.replace('db:5432', 'database:5432'))).toHaveLength(1);
    expect(findingsOf(text.replace('db:5432', 'db.example.com'))).toHaveLength(1);
  });
});
