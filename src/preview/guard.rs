//! Who may ask: this machine's own pages, and nobody else's.
//!
//! A page elsewhere could make the browser ask this server under a name of its own (DNS rebinding)
//! or from its own origin; both show in the headers of the request.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::header::{self, HeaderName};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// What this server answers to.
#[derive(Clone, Debug)]
pub struct Guard {
    port: u16,
    /// Whether it serves more than the loopback: then it is asked for by any of its addresses.
    exposed: bool,
}

/// Nothing but the page's own files, nothing written in the page itself.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
    img-src 'self' data:; connect-src 'self'; font-src 'self'; base-uri 'none'; \
    form-action 'none'; frame-ancestors 'none'";

/// Said to every answer.
const HEADERS: [(HeaderName, &str); 6] = [
    (header::CONTENT_SECURITY_POLICY, POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::REFERRER_POLICY, "no-referrer"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
];

impl Guard {
    /// For a server at `address`.
    pub fn new(address: SocketAddr, exposed: bool) -> Self {
        Self { port: address.port(), exposed }
    }

    /// Whether a `Host` is this server: the loopback, or where others may read too, any address in
    /// digits. A name could be anybody's.
    fn knows(&self, host: &str) -> bool {
        let (name, port) = match host.rsplit_once(':') {
            Some((name, port)) if !port.ends_with(']') => (name, port.parse().ok()),
            _ => (host, Some(80)),
        };
        if port != Some(self.port) {
            return false;
        }
        let address = name.strip_prefix('[').and_then(|name| name.strip_suffix(']'));
        match address.unwrap_or(name).parse::<IpAddr>() {
            Ok(ip) => ip.is_loopback() || self.exposed,
            Err(_) => name.eq_ignore_ascii_case("localhost"),
        }
    }

    /// Why a request is refused.
    fn objection(&self, request: &Request) -> Option<&'static str> {
        let headers = request.headers();
        let Some(host) = only(headers, &header::HOST) else {
            return Some("请求没有写明主机");
        };
        if !self.knows(host) || request.uri().authority().is_some_and(|it| it.as_str() != host) {
            return Some("请用 127.0.0.1 或本机的 IP 地址打开预览");
        }
        let origin = headers.get(header::ORIGIN).map(HeaderValue::as_bytes);
        if origin.is_some_and(|origin| origin != format!("http://{host}").as_bytes()) {
            return Some("别的网页不能读取预览");
        }
        // Following a link to a page of the preview is harmless; loading its data elsewhere is not.
        let told = |name: &'static str| headers.get(name).map(HeaderValue::as_bytes);
        let elsewhere = matches!(told("sec-fetch-site"), Some(site) if site != b"same-origin" && site != b"none");
        (elsewhere && told("sec-fetch-mode") != Some(b"navigate")).then_some("别的网页不能读取预览")
    }
}

/// A header that must be there once, as text.
fn only<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    let mut all = headers.get_all(name).iter();
    let first = all.next()?.to_str().ok()?;
    all.next().is_none().then_some(first)
}

/// Refuses what is not for this server, and tells the browser what no page of it may do.
pub async fn check(State(guard): State<Arc<Guard>>, request: Request, next: Next) -> Response {
    let mut response = match guard.objection(&request) {
        Some(why) => (StatusCode::FORBIDDEN, why).into_response(),
        None if ![Method::GET, Method::HEAD, Method::POST].contains(request.method()) => {
            StatusCode::METHOD_NOT_ALLOWED.into_response()
        }
        None => next.run(request).await,
    };
    for (name, value) in HEADERS {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_machine_by_its_own_names() {
        let guard = |exposed| Guard { port: 17_001, exposed };
        for (host, alone, exposed) in [
            ("127.0.0.1:17001", true, true),
            ("127.8.8.8:17001", true, true),
            ("localhost:17001", true, true),
            ("LocalHost:17001", true, true),
            ("[::1]:17001", true, true),
            ("192.168.1.7:17001", false, true),
            ("[fe80::1]:17001", false, true),
            ("127.0.0.1:17002", false, false),
            ("127.0.0.1", false, false),
            ("[::1]", false, false),
            ("evil.example:17001", false, false),
            ("evil.example", false, false),
            ("localhost.evil.example:17001", false, false),
            ("127.0.0.1.evil.example:17001", false, false),
            ("127.0.0.1:17001:17001", false, false),
            ("", false, false),
            (":17001", false, false),
        ] {
            assert_eq!(guard(false).knows(host), alone, "{host}");
            assert_eq!(guard(true).knows(host), exposed, "{host}, exposed");
        }
    }
}
