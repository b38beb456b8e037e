//! Calls of the API from inside the process: the demo's office is made the way its users would make it.

use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;

use actix_web::test::{self, TestRequest};
use actix_web::web;
use serde_json::Value;
use uuid::Uuid;

use crate::clock::Clock;
use crate::error::Error;
use crate::http::token::{Claims, Issuer};
use crate::http::{App, server};

type Called = Pin<Box<dyn Future<Output = Result<Value, Error>>>>;

/// Somebody who speaks to the service for everybody in the office.
pub(super) struct Teller {
    call: Box<dyn Fn(TestRequest) -> Called>,
    issuer: Issuer,
    pub(super) clock: Clock,
}

impl Teller {
    /// A teller for an app whose clock can be set.
    pub(super) async fn of(app: web::Data<App>, issuer: Issuer) -> Self {
        let clock = app.clock.clone();
        let service = Rc::new(test::init_service(server::routed(app)).await);
        let call = move |request: TestRequest| -> Called {
            let service = service.clone();
            Box::pin(async move {
                let request = request.to_request();
                let path = request.path().to_owned();
                let response = test::call_service(&*service, request).await;
                let status = response.status();
                let body = test::read_body(response).await;
                let told = || Error::Internal(format!("{path} answered {status}: {}", String::from_utf8_lossy(&body)));
                if status.is_success() { serde_json::from_slice(&body).map_err(|_| told()) } else { Err(told()) }
            })
        };
        Self { call: Box::new(call), issuer, clock }
    }

    /// Reads.
    pub(super) async fn get(&self, who: &Claims, path: &str) -> Result<Value, Error> {
        (self.call)(self.request(TestRequest::get(), who, path)?).await
    }

    /// Does something that leaves a record.
    pub(super) async fn post(&self, who: &Claims, path: &str, body: Value) -> Result<Value, Error> {
        let request = self.request(TestRequest::post(), who, path)?;
        let key = Uuid::new_v4().to_string();
        (self.call)(request.insert_header(("idempotency-key", key)).set_json(body)).await
    }

    /// A token for somebody.
    pub(super) fn token(&self, who: &Claims) -> Result<String, Error> {
        self.issuer.sign(who)
    }

    fn request(&self, request: TestRequest, who: &Claims, path: &str) -> Result<TestRequest, Error> {
        let now = self.clock.now().timestamp();
        let claims = Claims { iat: now, exp: now + 3600, ..who.clone() };
        let token = self.issuer.sign(&claims)?;
        Ok(request.uri(path).insert_header(("authorization", format!("Bearer {token}"))))
    }
}

/// The id in an answer.
pub(super) fn id(answer: &Value) -> Result<String, Error> {
    let id = answer["id"].as_str().map(str::to_owned);
    id.ok_or_else(|| Error::Internal("an answer of the demo has no id".to_owned()))
}
