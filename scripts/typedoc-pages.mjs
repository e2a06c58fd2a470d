// A plugin of TypeDoc for pages that are written for GitHub. The title of a README.md is its first heading, a link to a
// folder leads to its README.md, and a linked file of code becomes a page that shows it.
import { readFileSync } from 'node:fs';
import { basename, dirname, extname, relative } from 'node:path';
import { Converter, DocumentReflection } from 'typedoc';

const LANGUAGES = { '.yaml': 'yaml', '.ts': 'typescript', '.mjs': 'javascript', '.json': 'json' };

/** @param {import('typedoc').Application} app */
export function load(app) {
  app.converter.on(Converter.EVENT_CREATE_DOCUMENT, (_, document) => {
    const { files } = document.project;
    const path = files.getReflectionPath(document);
    if (basename(path) !== 'README.md') return;
    document.name = /^# (.*)$/m.exec(readFileSync(path, 'utf8'))[1];
    if (path.includes('/examples/')) document.frontmatter.group = 'Examples';
    files.registerReflectionPath(dirname(path), document);
  });

  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => {
    for (const path of project.files.getMediaPaths()) {
      const language = LANGUAGES[extname(path)];
      if (language) addCodePage(project, path, language);
      else if (extname(path) !== '.svg')
        app.logger.warn(`${path} is linked, and has no page; add it to projectDocuments in typedoc.json`);
    }
  });
}

function addCodePage(project, path, language) {
  const text = readFileSync(path, 'utf8');
  const content = [{ kind: 'code', text: `\`\`\`${language}\n${text}\`\`\`` }];
  const page = new DocumentReflection(relative(process.cwd(), path), project, content, { group: 'Files' });
  project.addChild(page);
  project.registerReflection(page, undefined, path);
}
