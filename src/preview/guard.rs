//! Who may ask: this machine's own pages, and nobody else's.
//!
//! A page elsewhere could make the browser ask this server under a name of its own (DNS rebinding)
//! or from its own origin; both show in the headers of the request.

use std::net::{IpAddr, SocketAddr};
use std::str::FromStr;
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
            Some((name, port)) if !port.ends_with(']') => (name, number(port)),
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
        let host = match only(headers, &header::HOST) {
            Ok(Some(host)) => host,
            Ok(None) => return Some("请求没有写明主机"),
            Err(Doubtful) => return Some("请求的主机写得不对"),
        };
        if !self.knows(host) || request.uri().authority().is_some_and(|it| it.as_str() != host) {
            return Some("请用 127.0.0.1 或本机的 IP 地址打开预览");
        }
        let elsewhere = Some("别的网页不能读取预览");
        let told = |name| only(headers, &name);
        let (Ok(origin), Ok(site), Ok(mode)) =
            (told(header::ORIGIN), told(FETCH_SITE), told(FETCH_MODE))
        else {
            return elsewhere;
        };
        if origin.is_some_and(|origin| origin.strip_prefix("http://") != Some(host)) {
            return elsewhere;
        }
        // Following a link to a page of the preview is harmless; loading its data elsewhere is not.
        let own = site.is_none_or(|site| ["same-origin", "none"].contains(&site));
        if own || mode == Some("navigate") { None } else { elsewhere }
    }
}

const FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");
const FETCH_MODE: HeaderName = HeaderName::from_static("sec-fetch-mode");

/// A header that stands there twice, or is no text.
struct Doubtful;

/// A header that may be there once, as text.
fn only<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Result<Option<&'a str>, Doubtful> {
    let mut all = headers.get_all(name).iter();
    let Some(first) = all.next() else { return Ok(None) };
    match (first.to_str(), all.next()) {
        (Ok(text), None) => Ok(Some(text)),
        _ => Err(Doubtful),
    }
}

/// A number in the one way in which it is written: digits without sign or leading zero.
pub fn number<T: FromStr>(text: &str) -> Option<T> {
    let plain = text.bytes().all(|byte| byte.is_ascii_digit());
    let padded = text.len() > 1 && text.starts_with('0');
    (plain && !padded).then(|| text.parse().ok()).flatten()
}

/// Said to a method that nothing here is asked by.
pub async fn no_such_method() -> Response {
    (StatusCode::METHOD_NOT_ALLOWED, "预览不接受这种请求").into_response()
}

/// Refuses what is not for this server, and tells the browser what no page of it may do.
pub async fn check(State(guard): State<Arc<Guard>>, request: Request, next: Next) -> Response {
    let mut response = match guard.objection(&request) {
        Some(why) => (StatusCode::FORBIDDEN, why).into_response(),
        None if ![Method::GET, Method::HEAD, Method::POST].contains(request.method()) => {
            no_such_method().await
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
            ("127.0.0.1:+17001", false, false),
            ("127.0.0.1:017001", false, false),
            ("127.0.0.1:", false, false),
        ] {
            assert_eq!(guard(false).knows(host), alone, "{host}");
            assert_eq!(guard(true).knows(host), exposed, "{host}, exposed");
        }
    }
}
