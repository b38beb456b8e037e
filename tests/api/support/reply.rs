//! An answer, and what a story expects of it.

use serde_json::Value;

/// An answer.
#[derive(Debug, Clone)]
pub struct Reply {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub bytes: Vec<u8>,
    pub text: String,
    pub body: Value,
}

impl Reply {
    pub fn header(&self, name: &str) -> Option<String> {
        self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.clone())
    }

    /// The body, when the status is the expected one.
    #[track_caller]
    pub fn ok(self, status: u16) -> Value {
        assert_eq!(self.status, status, "{:#}", self.body);
        self.body
    }

    /// The problem, when it is the expected one.
    #[track_caller]
    pub fn problem(self, status: u16, code: &str) -> Value {
        assert_eq!((self.status, self.body["code"].as_str()), (status, Some(code)), "{:#}", self.body);
        self.body
    }

    /// The problem of a request with one fault, when it is the expected one at the expected place.
    #[track_caller]
    pub fn fault(self, pointer: &str, code: &str) -> Value {
        let problem = self.problem(400, "invalid_request");
        let told: Vec<_> = problem["errors"].as_array().unwrap().iter().map(|e| (&e["pointer"], &e["code"])).collect();
        assert_eq!(told, [(&Value::from(pointer), &Value::from(code))], "{problem:#}");
        problem
    }

    /// The id of what was made.
    #[track_caller]
    pub fn id(self, status: u16) -> String {
        self.ok(status)["id"].as_str().unwrap().to_owned()
    }
}
