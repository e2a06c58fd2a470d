// A plugin of TypeDoc that draws the Mermaid diagrams of the pages. Without JavaScript or a network, their text stays.
import { JSX } from 'typedoc';

const MERMAID = {
  src: 'https://cdn.jsdelivr.net/npm/mermaid@11.17.2/dist/mermaid.min.js',
  integrity: 'sha384-EOXBFmc3gx5mb+vn0vPvvGqACToJD24hhacX5Yx+8NUUQrHIle/Qi5Bg9o3zKwW2',
  crossOrigin: 'anonymous',
};

const draw = `
const diagrams = [...document.querySelectorAll('pre > code.mermaid')];
if (diagrams.length > 0) {
  const script = Object.assign(document.createElement('script'), ${JSON.stringify(MERMAID)});
  script.onload = () => {
    mermaid.initialize({ startOnLoad: false });
    for (const code of diagrams) {
      for (const br of code.querySelectorAll('br')) br.replaceWith('\\n');
      const diagram = document.createElement('div');
      diagram.className = 'mermaid';
      diagram.textContent = code.textContent;
      code.parentElement.replaceWith(diagram);
    }
    mermaid.run();
  };
  document.head.append(script);
}`;

/** @param {import('typedoc').Application} app */
export function load(app) {
  app.renderer.hooks.on('body.end', () =>
    JSX.createElement('script', null, JSX.createElement(JSX.Raw, { html: draw })),
  );
}
