//! One window of the browser: what a reader can do in it, and what can be asked of its page.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread::{self, sleep};
use std::time::{Duration, Instant};

use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::Context;
use super::pipe::Pipe;

/// Far more than anything on a page takes.
pub const PATIENCE: Duration = Duration::from_secs(15);
/// How often a condition is looked at.
const LOOK: Duration = Duration::from_millis(15);

/// A window. Closed when dropped.
pub struct Tab {
    pipe: Arc<Pipe>,
    target: String,
    context: Arc<Context>,
    session: String,
}

impl Tab {
    pub(super) fn new(
        pipe: Arc<Pipe>,
        target: String,
        context: Arc<Context>,
        session: String,
    ) -> Self {
        let tab = Self { pipe, target, context, session };
        for domain in ["Page", "Runtime", "Log", "Network"] {
            tab.ask(&format!("{domain}.enable"), &json!({}));
        }
        tab.has_its_own_focus(true);
        tab
    }

    pub(super) fn context(&self) -> &Arc<Context> {
        &self.context
    }

    /// Whether the page is to believe itself in front, whatever else is there: only such a page has
    /// a focus to move.
    pub(super) fn has_its_own_focus(&self, enabled: bool) {
        self.ask("Emulation.setFocusEmulationEnabled", &json!({"enabled": enabled}));
    }

    /// Brings the tab before the others of its window.
    #[track_caller]
    pub fn to_front(&self) {
        self.ask("Page.bringToFront", &json!({}));
    }

    /// Goes to an address; returns when the document is loaded.
    #[track_caller]
    pub fn go(&self, url: &str) {
        let answer = self.ask("Page.navigate", &json!({"url": url}));
        assert!(answer.get("errorText").is_none(), "{url}: {answer}");
        self.wait_for("document.readyState === 'complete'");
    }

    /// What an expression is worth; a promise is waited for.
    #[track_caller]
    pub fn eval<T: DeserializeOwned>(&self, js: &str) -> T {
        let value = self.try_eval(js).unwrap_or_else(|error| self.fail(&format!("{js}: {error}")));
        serde_json::from_value(value.clone())
            .unwrap_or_else(|error| self.fail(&format!("{js}: {value} ({error})")))
    }

    /// Does something for its effect.
    #[track_caller]
    pub fn run(&self, js: &str) {
        let done = self.try_eval(&format!("(() => {{ {js}; return null; }})()"));
        done.unwrap_or_else(|error| self.fail(&format!("{js}: {error}")));
    }

    fn try_eval(&self, js: &str) -> Result<Value, String> {
        let params = json!({"expression": js, "returnByValue": true, "awaitPromise": true,
            "userGesture": true});
        let mut answer = self.call("Runtime.evaluate", &params)?;
        match answer.get("exceptionDetails") {
            Some(details) => Err(details["exception"]["description"].to_string()),
            None => Ok(answer["result"]["value"].take()),
        }
    }

    /// Waits until a condition holds; one that cannot be worked out does not hold yet.
    #[track_caller]
    pub fn wait_for(&self, condition: &str) {
        self.wait_long_for(condition, PATIENCE);
    }

    /// [`Tab::wait_for`] with another patience.
    #[track_caller]
    pub fn wait_long_for(&self, condition: &str, patience: Duration) {
        let end = Instant::now() + patience;
        loop {
            let seen = self.try_eval(&format!("!!({condition})"));
            if seen == Ok(Value::Bool(true)) {
                return;
            }
            if Instant::now() > end {
                self.fail(&format!("waited {patience:?} in vain for {condition}: {seen:?}"));
            }
            sleep(LOOK);
        }
    }

    /// Clicks in the middle of an element, which must be the one on top there.
    #[track_caller]
    pub fn click(&self, selector: &str) {
        let [x, y] = self.eval(&format!(
            "(() => {{
                const element = document.querySelector({selector:?});
                if (!element) throw new Error('no such element');
                element.scrollIntoView({{block: 'nearest', inline: 'nearest', behavior: 'instant'}});
                const box = element.getBoundingClientRect();
                const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
                const top = document.elementFromPoint(x, y);
                if (!top || !(element.contains(top) || top.contains(element)))
                    throw new Error('covered by ' + (top ? top.outerHTML.slice(0, 200) : 'nothing'));
                return [x, y];
            }})()"
        ));
        self.click_at(x, y);
    }

    /// Clicks at a point of the window, in CSS pixels.
    #[track_caller]
    pub fn click_at(&self, x: f64, y: f64) {
        let mut mouse = json!({"x": x, "y": y, "type": "mouseMoved"});
        self.ask("Input.dispatchMouseEvent", &mouse);
        mouse["button"] = "left".into();
        mouse["clickCount"] = 1.into();
        for kind in ["mousePressed", "mouseReleased"] {
            mouse["type"] = kind.into();
            self.ask("Input.dispatchMouseEvent", &mouse);
        }
    }

    /// Presses a key by the name that `KeyboardEvent.key` has for it; `Shift+` may stand before.
    #[track_caller]
    pub fn key(&self, name: &str) {
        let (shift, key) = match name.strip_prefix("Shift+") {
            Some(key) => (true, key),
            None => (false, name),
        };
        let (code, number, typed) = match key {
            "Tab" => ("Tab".to_owned(), 9, ""),
            "Enter" => ("Enter".to_owned(), 13, "\r"),
            "Escape" => ("Escape".to_owned(), 27, ""),
            " " => ("Space".to_owned(), 32, " "),
            "PageUp" => (key.to_owned(), 33, ""),
            "PageDown" => (key.to_owned(), 34, ""),
            "End" => (key.to_owned(), 35, ""),
            "Home" => (key.to_owned(), 36, ""),
            "ArrowLeft" => (key.to_owned(), 37, ""),
            "ArrowUp" => (key.to_owned(), 38, ""),
            "ArrowRight" => (key.to_owned(), 39, ""),
            "ArrowDown" => (key.to_owned(), 40, ""),
            "+" => ("NumpadAdd".to_owned(), 107, "+"),
            "-" => ("Minus".to_owned(), 189, "-"),
            _ => {
                let c = key.chars().next().filter(char::is_ascii_alphanumeric).expect("a key");
                let upper = c.to_ascii_uppercase();
                let row = if c.is_ascii_digit() { "Digit" } else { "Key" };
                (format!("{row}{upper}"), u32::from(upper), key)
            }
        };
        let mut event = json!({"key": key, "code": code, "windowsVirtualKeyCode": number,
            "modifiers": if shift { 8 } else { 0 },
            "type": if typed.is_empty() { "rawKeyDown" } else { "keyDown" }});
        if !typed.is_empty() {
            event["text"] = typed.into();
        }
        self.ask("Input.dispatchKeyEvent", &event);
        event["type"] = "keyUp".into();
        self.ask("Input.dispatchKeyEvent", &event);
    }

    /// Types a text into what has the focus, as an input method does.
    #[track_caller]
    pub fn types(&self, text: &str) {
        self.ask("Input.insertText", &json!({"text": text}));
    }

    /// The size of the window's inside in CSS pixels.
    #[track_caller]
    pub fn resize(&self, width: u32, height: u32) {
        let metrics =
            json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": false});
        self.ask("Emulation.setDeviceMetricsOverride", &metrics);
    }

    /// What the reader's system prefers, such as `prefers-color-scheme` `dark`.
    #[track_caller]
    pub fn prefers(&self, name: &str, value: &str) {
        let features = json!({"features": [{"name": name, "value": value}]});
        self.ask("Emulation.setEmulatedMedia", &features);
    }

    /// A picture of the window as PNG.
    #[track_caller]
    pub fn screenshot(&self, path: &Path) {
        self.file("Page.captureScreenshot", &json!({"format": "png"}), path);
    }

    /// The PDF that printing gives, in the paper sizes the page asks for.
    #[track_caller]
    pub fn print(&self, path: &Path) {
        let params = json!({"preferCSSPageSize": true, "printBackground": true});
        self.file("Page.printToPDF", &params, path);
    }

    fn file(&self, method: &str, params: &Value, path: &Path) {
        let answer = self.ask(method, params);
        let bytes = base64(answer["data"].as_str().expect("data"));
        fs::write(path, bytes).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    }

    /// What screen readers are told: the nodes of the accessibility tree.
    #[track_caller]
    pub fn accessibility(&self) -> Vec<Value> {
        self.ask("Accessibility.enable", &json!({}));
        let tree = self.ask("Accessibility.getFullAXTree", &json!({}));
        tree["nodes"].as_array().expect("nodes").clone()
    }

    /// A function of this name in the page, whose calls [`Tab::told`] hears.
    #[track_caller]
    pub fn listen(&self, name: &str) {
        self.ask("Runtime.addBinding", &json!({"name": name}));
    }

    /// The next text that the page said through a function of [`Tab::listen`].
    #[track_caller]
    pub fn told(&self, patience: Duration) -> String {
        let told = self.pipe.event(&self.session, patience, |event| {
            let called = event["method"] == "Runtime.bindingCalled";
            called.then(|| event["params"]["payload"].as_str().unwrap_or_default().to_owned())
        });
        told.unwrap_or_else(|| self.fail("the page said nothing"))
    }

    /// What went wrong in the page since the last time this was asked: exceptions, errors written
    /// to the console, what the content security policy refused, requests that failed.
    pub fn errors(&self) -> Vec<String> {
        let next = || self.pipe.event(&self.session, Duration::ZERO, wrong);
        std::iter::from_fn(next).collect()
    }

    /// Nothing may have gone wrong in the page.
    #[track_caller]
    pub fn is_quiet(&self) {
        let errors = self.errors();
        assert!(errors.is_empty(), "the console says:\n{}", errors.join("\n"));
    }

    /// Asks the browser something about this tab.
    #[track_caller]
    pub fn ask(&self, method: &str, params: &Value) -> Value {
        self.call(method, params).unwrap_or_else(|error| panic!("{method} {params}: {error}"))
    }

    fn call(&self, method: &str, params: &Value) -> Result<Value, String> {
        self.pipe.call(Some(&self.session), method, params)
    }

    /// Panics with all that helps to see why.
    #[track_caller]
    fn fail(&self, why: &str) -> ! {
        let name = thread::current().name().unwrap_or("page").replace("::", "-");
        let picture = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}.png"));
        self.screenshot(&picture);
        let errors = self.errors().join("\n");
        panic!("{why}\nconsole: {errors}\nscreenshot: {}", picture.display());
    }
}

impl Drop for Tab {
    fn drop(&mut self) {
        let _ = self.pipe.call(None, "Target.closeTarget", &json!({"targetId": self.target}));
    }
}

/// What an event tells of something that went wrong.
fn wrong(event: &Value) -> Option<String> {
    let params = &event["params"];
    match event["method"].as_str()? {
        "Runtime.exceptionThrown" => {
            Some(params["exceptionDetails"]["exception"]["description"].to_string())
        }
        "Runtime.consoleAPICalled" if ["error", "assert"].contains(&params["type"].as_str()?) => {
            Some(params["args"].to_string())
        }
        "Log.entryAdded" if params["entry"]["level"] == "error" => {
            let entry = &params["entry"];
            Some(format!("{}: {} ({})", entry["source"], entry["text"], entry["url"]))
        }
        _ => None,
    }
}

fn base64(text: &str) -> Vec<u8> {
    let alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    let (mut bits, mut held) = (0u32, 0);
    for c in text.bytes() {
        let Some(value) = alphabet.iter().position(|other| *other == c) else { break };
        bits = bits << 6 | value as u32;
        held += 6;
        if held >= 8 {
            held -= 8;
            bytes.push((bits >> held) as u8);
        }
    }
    bytes
}
