"""Passes requests on to the service, and its answers back as a later release might give them: with a member and codes more."""

import http.client
import http.server
import json
import sys

CODED = {"personal_code_form", "channel", "code"}


def later(value):
    if isinstance(value, list):
        return [later(element) for element in value]
    if not isinstance(value, dict):
        return value
    members = {name: "code_of_tomorrow" if name in CODED and held else later(held) for name, held in value.items()}
    return members | {"x_new_member": {"since": "2027-01-01"}}


class Tomorrow(http.server.BaseHTTPRequestHandler):
    service = ""

    def answer(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        headers = {name: held for name, held in self.headers.items() if name.lower() not in ("host", "accept-encoding")}
        service = http.client.HTTPConnection(self.service)
        service.request(self.command, self.path, body, headers)
        said = service.getresponse()
        text = said.read()
        if "json" in said.headers.get("Content-Type", ""):
            text = json.dumps(later(json.loads(text))).encode()
        self.send_response(said.status)
        for name, held in said.headers.items():
            if name.lower() not in ("content-length", "connection", "transfer-encoding"):
                self.send_header(name, held)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    do_GET = do_POST = do_PATCH = answer


if __name__ == "__main__":
    Tomorrow.service = sys.argv[1]
    host, port = sys.argv[2].split(":")
    http.server.ThreadingHTTPServer((host, int(port)), Tomorrow).serve_forever()
