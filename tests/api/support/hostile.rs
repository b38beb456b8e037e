//! What nobody sends by mistake: requests as bytes, each with a name, for whoever wants to see what becomes of them.

// By its path, so that it is found from both programs.
#[path = "hostile/heads.rs"]
mod heads;

use std::io::{Read, Write};
use std::net::{Shutdown, TcpStream};
use std::time::Duration;

/// A request as bytes.
pub struct Hostile {
    pub name: &'static str,
    pub bytes: Vec<u8>,
}

/// What a request is made of.
struct Table<'a> {
    bearer: &'a str,
    person: &'a str,
    rows: Vec<Hostile>,
}

/// All of them, from somebody with a token, about a person by their path.
pub fn all(bearer: &str, person: &str) -> Vec<Hostile> {
    let mut table = Table { bearer, person, rows: Vec::new() };
    table.texts();
    table.numbers_and_shapes();
    table.bodies();
    table.lengths();
    table.heads();
    table.fields();
    table.targets();
    table.versions();
    table.rows
}

/// Sends bytes and reads until the other side has nothing more to say.
pub fn send(address: &str, bytes: &[u8]) -> Vec<u8> {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
    // Who is refused early is not listened to any more.
    let _ = stream.write_all(bytes);
    let _ = stream.shutdown(Shutdown::Write);
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    answer
}

fn text(bytes: &[u8]) -> Vec<u8> {
    [b"{\"given_name\":\"", bytes, b"\",\"family_name\":\"Liepa\"}"].concat()
}

impl Table<'_> {
    fn add(&mut self, name: &'static str, head: &str, body: &[u8]) {
        let head = format!("{head}\r\nhost: aplp\r\nconnection: close\r\n\r\n");
        self.rows.push(Hostile { name, bytes: [head.as_bytes(), body].concat() });
    }

    /// A request to register somebody.
    fn post(&mut self, name: &'static str, more: &str, body: &[u8]) {
        let (bearer, number) = (self.bearer, self.rows.len());
        let key = format!("idempotency-key: hostile-input-{number:06}\r\naccept-language: en");
        self.add(name, &format!("POST /v1/persons HTTP/1.1\r\n{bearer}\r\n{key}\r\n{more}"), body);
    }

    fn json(&mut self, name: &'static str, body: &[u8]) {
        let length = body.len();
        self.post(name, &format!("content-type: application/json\r\ncontent-length: {length}"), body);
    }

    fn get(&mut self, name: &'static str, target: &str) {
        self.add(name, &format!("GET {target} HTTP/1.1\r\n{}", self.bearer), b"");
    }

    fn field(&mut self, name: &'static str, target: &str, field: &str) {
        self.add(name, &format!("GET {target} HTTP/1.1\r\n{}\r\n{field}", self.bearer), b"");
    }

    fn texts(&mut self) {
        self.json("a low surrogate alone", &text(b"\\udc00"));
        self.json("surrogates the wrong way round", &text(b"\\udc00\\ud800"));
        self.json("a NUL as it is", &text(b"\0"));
        self.json("a control as it is", &text(b"\x1b[2J"));
        self.json("an over-long slash of two bytes", &text(b"\xc0\xaf"));
        self.json("an over-long slash of three bytes", &text(b"\xe0\x80\xaf"));
        self.json("an over-long slash of four bytes", &text(b"\xf0\x80\x80\xaf"));
        self.json("a surrogate as UTF-8", &text(b"\xed\xa0\x80"));
        self.json("beyond Unicode", &text(b"\xf4\x90\x80\x80"));
        self.json("half of a letter", &text(b"\xc4"));
        self.json("UTF-16", &[&[0xff, 0xfe][..], &[b'{', 0, b'}', 0]].concat());
        self.json("letters and marks apart", &text("A\u{304}bols".as_bytes()));
        self.json("a mark without a letter", &text("\u{304}".as_bytes()));
        self.json("a thousand marks on a letter", &text(format!("a{}", "\u{301}".repeat(1_000)).as_bytes()));
        self.json("a right-to-left mark", &text("Anna\u{200f}".as_bytes()));
        self.json("an isolate of directions", &text("Anna\u{2067}x\u{2069}".as_bytes()));
        self.json("a byte order mark within", &text("An\u{feff}na".as_bytes()));
        self.json("a delete", &text(b"Anna\x7f"));
        self.json("a control of the upper half", &text("Anna\u{85}".as_bytes()));
        self.json("a name of a million letters", &text(&b"a".repeat(1_000_000)));
    }

    fn numbers_and_shapes(&mut self) {
        let phone =
            |value: &str| format!("{{\"given_name\":\"A\",\"family_name\":\"B\",\"phone\":{value}}}").into_bytes();
        self.json("1e400", &phone("1e400"));
        self.json("-1e400", &phone("-1e400"));
        self.json("minus nought", &phone("-0"));
        self.json("a hundred thousand digits", &phone(&"9".repeat(100_000)));
        self.json("a leading nought", &phone("01"));
        self.json("a hexadecimal number", &phone("0x10"));
        self.json("not a number", &phone("NaN"));
        self.json("infinity", &phone("-Infinity"));
        self.json("a comment", &phone("/* */ null"));
        self.json("a comma too many", &phone("null,"));
        self.json("single quotes", b"{'given_name':'Anna'}");
        self.json("129 deep", format!("{{\"a\":{}{}}}", "[".repeat(129), "]".repeat(129)).as_bytes());
        self.json("a hundred thousand deep and never closed", &b"[".repeat(100_000));
        self.json("objects 33 deep", format!("{}1{}", "{\"a\":".repeat(33), "}".repeat(33)).as_bytes());
        let many: Vec<String> = (0..100_000).map(|number| format!("\"{number:x}\":0")).collect();
        self.json("a hundred thousand members", format!("{{{}}}", many.join(",")).as_bytes());
        self.json(
            "a member a hundred thousand times",
            format!("{{{}}}", vec!["\"a\":0"; 100_000].join(",")).as_bytes(),
        );
        self.json("a member twice further in", b"{\"a\":{\"b\":[{\"c\":1,\"c\":2}]}}");
        self.json("a member without a name", b"{\"\":1}");
        self.json("__proto__", b"{\"__proto__\":{\"roles\":[\"admin\"]}}");
        self.json("a member of a hundred thousand letters", format!("{{\"{}\":1}}", "a".repeat(100_000)).as_bytes());
        self.json("a value after the end", b"{}{}");
    }

    fn bodies(&mut self) {
        let multipart = "--x\r\ncontent-disposition: form-data; name=\"f\"; filename=\"../../a\"\r\n\r\n1\r\n--x--\r\n";
        let kind = |media: &str, length: usize| format!("content-type: {media}\r\ncontent-length: {length}");
        self.post("multipart", &kind("multipart/form-data; boundary=x", multipart.len()), multipart.as_bytes());
        // A gzip head and a run of noughts: ten megabytes when it is unpacked, if anybody did.
        let bomb = [&b"\x1f\x8b\x08\0\0\0\0\0\0\x03"[..], &[0; 10_000]].concat();
        for (name, coding) in
            [("a bomb of gzip", "gzip"), ("a bomb of zstd", "zstd"), ("an identity coding", "identity")]
        {
            let more = format!("{}\r\ncontent-encoding: {coding}", kind("application/json", bomb.len()));
            self.post(name, &more, &bomb);
        }
        self.post("two kinds", &kind("application/json, text/html", 2), b"{}");
        self.post("a kind with nothing but semicolons", &kind("application/json;;;", 2), b"{}");
        self.post("another character set", &kind("application/json; charset=utf-16", 2), b"{}");
        let patch = |tag: &str| {
            format!(
                "PATCH {} HTTP/1.1\r\n{}\r\nif-match: {tag}\r\ncontent-type: application/merge-patch+json\r\ncontent-length: 16",
                self.person, self.bearer
            )
        };
        let tags =
            ["\"1", "W/\"1\"", "\"1\", \"2\"", "\"99999999999999999999\"", "\"\"", "\"-1\"", "\u{304}"].map(patch);
        let names = [
            "half a tag",
            "a weak tag",
            "two tags",
            "a tag beyond all numbers",
            "an empty tag",
            "a negative tag",
            "a tag that is no text",
        ];
        for (name, head) in names.into_iter().zip(tags) {
            self.add(name, &head, br#"{"address":"Ri"}"#);
        }
    }

    fn lengths(&mut self) {
        let chunked = "content-type: application/json\r\ntransfer-encoding: chunked";
        let body = b"2\r\n{}\r\n0\r\n\r\n";
        self.post("a length and chunks", &format!("{chunked}\r\ncontent-length: 2"), body);
        self.post("chunks and then a length", &format!("content-length: 7\r\n{chunked}"), body);
        self.post("chunked twice", &format!("{chunked}, chunked"), body);
        self.post("another transfer coding", "content-type: application/json\r\ntransfer-encoding: xchunked", body);
        self.post("gzip and chunked", "content-type: application/json\r\ntransfer-encoding: gzip, chunked", body);
        self.post("a chunk of no size", chunked, b"zz\r\n{}\r\n0\r\n\r\n");
        self.post("a chunk beyond all sizes", chunked, b"fffffffffffffffff\r\n{}\r\n0\r\n\r\n");
        let over = [format!("{:x}\r\n", 1_048_577).as_bytes(), &b" ".repeat(1_048_577)[..], b"\r\n0\r\n\r\n"].concat();
        self.post("a mebibyte and one in chunks", chunked, &over);
        let length = |length: &str| format!("content-type: application/json\r\ncontent-length: {length}");
        self.post("a negative length", &length("-1"), b"{}");
        self.post("a length with a plus", &length("+2"), b"{}");
        self.post("a length beyond all numbers", &length("99999999999999999999"), b"{}");
        self.post("two lengths in a field", &length("2, 3"), b"{}");
        self.post("two lengths", &length("2\r\ncontent-length: 3"), b"{} ");
        self.post("a length that is no number", &length("two"), b"{}");
    }
}
