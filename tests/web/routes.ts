import { readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

const app = path.resolve(import.meta.dirname, '../../apps/web/src/app');

/** The addresses that the router of the application knows, read from its sources: `/aliases/:aliasId/settings`. Without what catches the rest. */
export function readRouterPaths(): readonly string[] {
  return pathsOf(arrayNamed(path.join(app, 'app-routes.ts'), 'routes'), '');
}

/** A list of routes in a file. */
interface RouteList {
  readonly file: string;
  readonly source: ts.SourceFile;
  readonly list: ts.ArrayLiteralExpression;
}

function arrayNamed(file: string, name: string): RouteList {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
  const list = source.statements
    .filter((statement) => ts.isVariableStatement(statement))
    .flatMap(({ declarationList }) => declarationList.declarations)
    .find((declaration) => declaration.name.getText() === name)?.initializer;
  if (list === undefined || !ts.isArrayLiteralExpression(list))
    throw new Error(`${file} has no list of routes ${name}`);
  return { file, source, list };
}

function pathsOf({ file, source, list }: RouteList, base: string): string[] {
  return list.elements.flatMap((element) => {
    if (ts.isSpreadElement(element)) return pathsOf(importedList(file, source, element.expression), base);
    if (!ts.isObjectLiteralExpression(element)) throw new Error(`${file}: not a route: ${element.getText()}`);
    const own = textOf(element, 'path');
    if (own === '**') return [];
    const address = own === '' ? base : `${base}/${own}`;
    const children = valueOf(element, 'children');
    const shown = address === '' ? '/' : address;
    if (children !== undefined && ts.isArrayLiteralExpression(children))
      return [shown, ...pathsOf({ file, source, list: children }, address)];
    const loaded = /import\('([^']+)'\)\.then\(\(m\) => m\.(\w+)\)/u.exec(
      valueOf(element, 'loadChildren')?.getText() ?? '',
    );
    if (loaded !== null)
      return pathsOf(arrayNamed(path.join(path.dirname(file), loaded[1] ?? ''), loaded[2] ?? ''), address);
    return [shown];
  });
}

/** A list that another file exports. */
function importedList(file: string, source: ts.SourceFile, name: ts.Expression): RouteList {
  const from = source.statements
    .filter((statement) => ts.isImportDeclaration(statement))
    .find(({ importClause }) => importClause?.getText().includes(name.getText()) === true)?.moduleSpecifier;
  if (from === undefined || !ts.isStringLiteral(from))
    throw new Error(`${file} does not import ${name.getText()}`);
  return arrayNamed(path.join(path.dirname(file), from.text), name.getText());
}

function valueOf(route: ts.ObjectLiteralExpression, name: string): ts.Expression | undefined {
  return route.properties
    .filter((property) => ts.isPropertyAssignment(property))
    .find((property) => property.name.getText() === name)?.initializer;
}

function textOf(route: ts.ObjectLiteralExpression, name: string): string {
  const value = valueOf(route, name);
  if (value === undefined || !ts.isStringLiteral(value))
    throw new Error(`not a route with a literal path: ${route.getText()}`);
  return value.text;
}
