import { join } from 'node:path';
import ts from 'typescript';

const root = join(__dirname, '..');
const index = join(root, 'src/index.ts');

/**
 * Reports whether a declaration is private or not in the published types. A private parameter of a constructor is
 * public, since callers pass it.
 */
const isHidden = (node: ts.Node) =>
  (!ts.isParameter(node) && (ts.getCombinedModifierFlags(node as ts.Declaration) & ts.ModifierFlags.Private) !== 0) ||
  ts.getJSDocTags(node).some(({ tagName }) => tagName.text === 'internal');

/** Calls a function for each type name in a declaration, as a declaration file has them: without function bodies. */
function namesIn(node: ts.Node, found: (name: ts.Node) => void): void {
  if (isHidden(node) || ts.isBlock(node) || ts.isTypeParameterDeclaration(node)) return;
  if (ts.isTypeReferenceNode(node)) found(node.typeName);
  if (ts.isExpressionWithTypeArguments(node)) found(node.expression);
  ts.forEachChild(node, child => namesIn(child, found));
}

test('every type in the declarations of the public API is exported', () => {
  const program = ts.createProgram([index], {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    resolveJsonModule: true,
  });
  const checker = program.getTypeChecker();
  const resolve = (symbol: ts.Symbol) =>
    symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  const exported = new Set(
    checker.getExportsOfModule(checker.getSymbolAtLocation(program.getSourceFile(index)!)!).map(resolve),
  );
  const isOurs = ({ declarations = [] }: ts.Symbol) =>
    declarations.some(declaration =>
      [join(root, 'src'), join(root, 'imports')].some(folder =>
        declaration.getSourceFile().fileName.startsWith(folder),
      ),
    );

  const missing = new Set<string>();
  for (const symbol of exported) {
    for (const declaration of symbol.declarations ?? []) {
      namesIn(declaration, name => {
        const symbolAt = checker.getSymbolAtLocation(name);
        const target = symbolAt && resolve(symbolAt);
        // Users can write a union of string literals without its name.
        const isUnion =
          target && target.flags & ts.SymbolFlags.TypeAlias && checker.getDeclaredTypeOfSymbol(target).isUnion();
        if (target && isOurs(target) && !isUnion && !exported.has(target))
          missing.add(`${symbol.name}: ${name.getText()}`);
      });
    }
  }
  expect([...missing].sort()).toEqual([]);
});
