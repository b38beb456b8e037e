//! An issuer's page of keys on this machine: it counts who asks, and answers what the story wants.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::{Arc, Mutex};

/// The page; it is there until the tests end.
#[derive(Clone)]
pub struct PageOfKeys {
    pub address: String,
    answers: Arc<Mutex<(u32, String)>>,
}

impl PageOfKeys {
    /// A page with some text on it.
    pub fn open(text: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}/jwks.json", listener.local_addr().unwrap());
        let page = Self { address, answers: Arc::default() };
        page.shows(text);
        let answers = page.answers.clone();
        std::thread::spawn(move || {
            for mut stream in listener.incoming().map(Result::unwrap) {
                let mut asked = [0; 4_096];
                let _ = stream.read(&mut asked).unwrap();
                let mut answers = answers.lock().unwrap();
                answers.0 += 1;
                let _ = stream.write_all(answers.1.as_bytes());
            }
        });
        page
    }

    /// Puts another text on it.
    pub fn shows(&self, text: &str) {
        self.answers("200 OK", &format!("content-length: {}\r\n", text.len()), text);
    }

    /// Answers in another way.
    pub fn answers(&self, status: &str, headers: &str, text: &str) {
        self.answers.lock().unwrap().1 = format!("HTTP/1.1 {status}\r\n{headers}connection: close\r\n\r\n{text}");
    }

    /// How often it was asked.
    pub fn asked(&self) -> u32 {
        self.answers.lock().unwrap().0
    }
}
