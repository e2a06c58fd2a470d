import { join } from 'node:path';
import ts from 'typescript';

const root = join(__dirname, '..');
const index = join(root, 'src/index.ts');

/** Whether a declaration is left out of the published types, or out of anybody's reach. A private parameter of a constructor is neither. */
const isHidden = (node: ts.Node) =>
  (!ts.isParameter(node) && (ts.getCombinedModifierFlags(node as ts.Declaration) & ts.ModifierFlags.Private) !== 0) ||
  ts.getJSDocTags(node).some(({ tagName }) => tagName.text === 'internal');

/** The names in the declarations of a symbol, as a declaration file repeats them: types, heritage, but no bodies. */
function namesIn(node: ts.Node, found: (name: ts.Node) => void): void {
  if (isHidden(node) || ts.isBlock(node) || ts.isTypeParameterDeclaration(node)) return;
  if (ts.isTypeReferenceNode(node)) found(node.typeName);
  if (ts.isExpressionWithTypeArguments(node)) found(node.expression);
  ts.forEachChild(node, child => namesIn(child, found));
}

test('every type of this package that the public API names is exported, so that others can name it too', () => {
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
        // A union of words needs no name.
        const isWords =
          target && target.flags & ts.SymbolFlags.TypeAlias && checker.getDeclaredTypeOfSymbol(target).isUnion();
        if (target && isOurs(target) && !isWords && !exported.has(target))
          missing.add(`${symbol.name}: ${name.getText()}`);
      });
    }
  }
  expect([...missing].sort()).toEqual([]);
});
