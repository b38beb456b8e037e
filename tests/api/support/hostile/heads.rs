//! Hostile heads: fields, targets and versions.

use super::{Hostile, Table};

impl Table<'_> {
    /// Bytes as they are, without what every other head has.
    fn bare(&mut self, name: &'static str, bytes: &[u8]) {
        self.rows.push(Hostile { name, bytes: bytes.to_vec() });
    }

    pub(super) fn heads(&mut self) {
        let fields = |count: usize, length: usize| -> String {
            let all: Vec<String> = (0..count).map(|at| format!("x-{at}: {}", "y".repeat(length))).collect();
            all.join("\r\n")
        };
        self.field("97 fields", "/livez", &fields(97, 1));
        self.field("128 KiB of a field", "/livez", &fields(1, 128 * 1024));
        self.field("256 KiB of fields", "/livez", &fields(64, 4 * 1024));
        self.field("a field without a colon", "/livez", "nothing");
        self.field("a field without a name", "/livez", ": nothing");
        self.field("a space before the colon", "/livez", "content-length : 5");
        self.field("a folded field", "/livez", "x-a: b\r\n c");
        self.field("a NUL in a field", "/livez", "x-a: b\0c");
        self.field("a NUL in a name", "/livez", "x-\0a: b");
        self.field("a carriage return in a field", "/livez", "x-a: b\rset-cookie: c");
        self.field("lines that end with LF only", "/livez", "x-a: b\nx-c: d");
        self.field("a field of letters from elsewhere", "/livez", "x-a: āčē");
        self.bare("no host", b"GET /livez HTTP/1.1\r\nconnection: close\r\n\r\n");
        self.field("two hosts", "/livez", "host: other.example");
        self.field("a host that is none", "/livez", "host: a b@c/d?e");
    }

    pub(super) fn fields(&mut self) {
        let person = self.person;
        self.add("Basic", &format!("GET {person} HTTP/1.1\r\nauthorization: Basic YWRtaW46YWRtaW4="), b"");
        self.add("Bearer and nothing", &format!("GET {person} HTTP/1.1\r\nauthorization: Bearer "), b"");
        self.add(
            "30,000 points",
            &format!("GET {person} HTTP/1.1\r\nauthorization: Bearer {}", ".".repeat(30_000)),
            b"",
        );
        self.field("two tokens", person, "authorization: Bearer abc");
        for (name, range) in [
            ("a range", "bytes=0-1"),
            ("a range that ends before it begins", "bytes=9-1"),
            ("a range of no unit", "pages=1-2"),
            ("a range beyond all numbers", "bytes=99999999999999999999-"),
        ] {
            self.field(name, "/openapi.json", &format!("range: {range}"));
        }
        self.field("a thousand ranges", "/openapi.json", &format!("range: bytes={}", vec!["0-0"; 1_000].join(",")));
        self.field("ten thousand kinds wanted", person, &format!("accept: {}", ",".repeat(10_000)));
        self.field("a weight that is none", person, "accept: application/json;q=many");
        self.field("ten thousand languages", person, &format!("accept-language: {}en", "x,".repeat(10_000)));
        self.field("ten thousand tags", person, &format!("if-none-match: {}\"1\"", "\"x\",".repeat(6_000)));
        self.field("an expectation", person, "expect: miracles");
        self.field("an upgrade", person, "upgrade: h2c\r\nhttp2-settings: AAMAAABkAAQAAP__");
        self.field("a purpose that is no text", person, "aplp-purpose: ā");
        self.field("a trace that is none", person, "traceparent: 00-xyz-1-1");
        self.field(
            "a chain of proxies without an end",
            person,
            &format!("x-forwarded-for: {}1.2.3.4", "a,".repeat(5_000)),
        );
        self.add(
            "a body where none belongs",
            &format!("GET {person} HTTP/1.1\r\n{}\r\ncontent-length: 2", self.bearer),
            b"{}",
        );
        let whole = super::text(b"Anna");
        let key = |key: &str| {
            let typed = format!("content-type: application/json\r\ncontent-length: {}", whole.len());
            format!("POST /v1/persons HTTP/1.1\r\n{}\r\n{typed}\r\nidempotency-key: {key}", self.bearer)
        };
        let keys = [key(&"a".repeat(256)), key("\"\""), key("āāāāāāāāāāāāāāāāāā"), key("' OR '1'='1' --      ")];
        let names = ["a key too long", "an empty key", "a key that is no ASCII", "a key that is SQL"];
        for (name, head) in names.into_iter().zip(keys) {
            self.add(name, &head, &whole);
        }
    }

    pub(super) fn targets(&mut self) {
        self.get("a line break in a path", "/v1/persons/%0d%0aset-cookie:%20a=b");
        self.get("a line break in a query", "/v1/persons?municipality=%0d%0aset-cookie:%20a=b");
        self.get("a NUL in a query", "/v1/persons?municipality=0001000%00");
        self.get("a way up", "/v1/../livez");
        self.get("a way up in disguise", "/v1/%2e%2e/livez");
        self.get("a way up in a deeper disguise", "/v1/%252e%252e/livez");
        self.get("a way up with an over-long slash", "/v1/..%c0%aflivez");
        self.get("a way to a file", "/docs/..%2f..%2f..%2fetc/passwd");
        self.get("here in disguise", "/v1/persons/%2e");
        self.get("a slash in disguise", "/v1%2fpersons");
        self.get("a backslash", "/v1\\persons");
        self.get("half an escape", "/v1/persons/%");
        self.get("an escape of nothing", "/v1/persons/%zz");
        self.get("an id in braces", "/v1/persons/%7b00000000-0000-4000-8000-000000000001%7d");
        self.get("letters from elsewhere", "/v1/personās");
        self.get("SQL", "/v1/programmes?code=%27%20OR%201=1;--");
        self.get("a thousand parameters", &format!("/v1/persons?{}", vec!["a=1"; 1_000].join("&")));
        self.get("a parameter without a name", "/v1/persons?=1");
        self.get("nothing but ampersands", "/v1/persons?&&&&");
        self.get("a limit that is no text", "/v1/persons?limit=%f0%9f");
        self.get("a limit with a NUL", "/v1/persons?limit=1%00");
        self.get("a cursor with a NUL", "/v1/persons?cursor=%00");
        self.get("a cursor of noughts", &format!("/v1/persons?cursor={}", "A".repeat(1_999)));
        self.get("a cursor too long", &format!("/v1/persons?cursor={}", "A".repeat(2_001)));
        self.get("a day that never was", "/v1/deadlines?rule=decision&from=2026-02-30");
        self.get("a day before all years", "/v1/deadlines?rule=decision&from=-0001-01-01");
        self.get("a day after all years", "/v1/deadlines?rule=decision&from=+99999-01-01");
        self.get("the last of all days", "/v1/deadlines?rule=decision&from=9999-12-31");
    }

    pub(super) fn versions(&mut self) {
        self.bare("nothing", b"");
        self.bare("line breaks only", &b"\r\n".repeat(10_000));
        self.bare("a greeting of TLS", b"\x16\x03\x01\x02\0\x01\0\x01\xfc\x03\x03");
        self.bare("a greeting of HTTP/2", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
        self.bare("HTTP/0.9", b"GET /livez\r\n\r\n");
        self.bare("HTTP/1.0", b"GET /livez HTTP/1.0\r\n\r\n");
        self.bare("HTTP/3.0", b"GET /livez HTTP/3.0\r\nhost: aplp\r\n\r\n");
        self.bare("a version that is none", b"GET /livez HTTQ/1.1\r\nhost: aplp\r\n\r\n");
        self.add("a small method", "get /livez HTTP/1.1", b"");
        self.add("a method of 10,000 letters", &format!("{} /livez HTTP/1.1", "A".repeat(10_000)), b"");
        self.add("a whole address", "GET http://other.example/livez HTTP/1.1", b"");
        self.add("a star", "OPTIONS * HTTP/1.1", b"");
        self.add("a tunnel", "CONNECT other.example:443 HTTP/1.1", b"");
    }
}
