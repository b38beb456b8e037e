#!/usr/bin/env bash
# openapi-python-client: an operation that takes one schema as a form or as JSON sends the form and calls it JSON.
#
# openapi-python-client 0.29.1 with httpx 0.28.1 (PyPI).
# The generated function tests the body once for each media type, always for the same class, and every branch is taken:
# the first sets the form, the second the JSON and the header; httpx prefers the form. What goes out is `name=Anna` with
# `Content-Type: application/json`. The caller has no way to choose, and the generator warns of nothing.
# Where the operation has no optional parameter beside that body, its module cannot even be imported: it names `Unset`,
# which only optional parameters bring in.
# Fails (exit 1) when that is no longer so.
set -euo pipefail
here=$(mktemp -d)
trap 'rm -rf "$here"' EXIT
cd "$here"

cat >contract.json <<'JSON'
{"openapi": "3.1.0", "info": {"title": "People", "version": "1"},
 "paths": {
  "/people": {"post": {"operationId": "addPerson",
   "parameters": [{"name": "note", "in": "query", "schema": {"type": "string"}}],
   "requestBody": {"$ref": "#/components/requestBodies/Person"}, "responses": {"204": {"description": "Added."}}}},
  "/guests": {"post": {"operationId": "addGuest",
   "requestBody": {"$ref": "#/components/requestBodies/Person"}, "responses": {"204": {"description": "Added."}}}}},
 "components": {
  "requestBodies": {"Person": {"required": true, "content": {
   "application/x-www-form-urlencoded": {"schema": {"$ref": "#/components/schemas/Person"}},
   "application/json": {"schema": {"$ref": "#/components/schemas/Person"}}}}},
  "schemas": {"Person": {"type": "object", "required": ["name"], "properties": {"name": {"type": "string"}}}}}}
JSON

python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check openapi-python-client==0.29.1 httpx==0.28.1
PATH=$here/venv/bin:$PATH openapi-python-client generate --path contract.json --output-path client --meta none >generator.log

cat >main.py <<'PY'
import httpx
from client import Client
from client.api.default import add_person
from client.models import Person


def service(request):
    print(request.headers["content-type"], request.read().decode())
    return httpx.Response(204)


sender = httpx.Client(base_url="http://people.example", transport=httpx.MockTransport(service))
add_person.sync_detailed(client=Client("http://people.example").set_httpx_client(sender), body=Person(name="Anna"))

try:
    from client.api.default import add_guest
except NameError as why:
    print(why.name)
PY
venv/bin/python main.py | tee said

diff - said <<'TEXT'
application/json name=Anna
Unset
TEXT
echo "as described"
