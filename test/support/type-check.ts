import { join, resolve } from 'node:path';
import ts from 'typescript';

const root = resolve(__dirname, '../..');

/**
 * The type errors of programs that import this package by its name, each with its name and line: all in one
 * compilation.
 */
export function typeErrors(programs: ReadonlyMap<string, string>): string[] {
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.CommonJS,
    moduleDetection: ts.ModuleDetectionKind.Force,
    resolveJsonModule: true,
    esModuleInterop: true,
    types: ['node', 'jest'],
    baseUrl: root,
    paths: {
      'cdk8s-deskrun': ['src/index.ts'],
      'cdk8s-deskrun/testing': ['src/testing/index.ts'],
      'cdk8s-deskrun/testing/*': ['src/testing/*.ts'],
    },
  };
  const files = new Map([...programs].map(([name, text], index) => [join(root, `block-${index}.ts`), { name, text }]));
  const host = ts.createCompilerHost(options);
  const disk = ts.createCompilerHost(options);
  host.fileExists = file => files.has(file) || disk.fileExists(file);
  host.readFile = file => files.get(file)?.text ?? disk.readFile(file);
  host.getSourceFile = (file, version, ...rest) => {
    const block = files.get(file);
    return block ? ts.createSourceFile(file, block.text, version) : disk.getSourceFile(file, version, ...rest);
  };
  const program = ts.createProgram([...files.keys()], options, host);
  return [...files].flatMap(([file, { name }]) => {
    const source = program.getSourceFile(file);
    return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map(diagnostic => {
      const line = source?.getLineAndCharacterOfPosition(diagnostic.start ?? 0).line ?? 0;
      return `${name}, line ${line + 1} of the block: ${ts.flattenDiagnosticMessageText(diagnostic.messageText, '\n')}`;
    });
  });
}

/** A program as Node.js runs it. */
export function compiled(text: string): string {
  return ts.transpileModule(text, {
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.CommonJS, esModuleInterop: true },
  }).outputText;
}
