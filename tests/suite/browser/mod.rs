//! A headless Chromium, driven as a reader would use it.
//!
//! One browser serves all tests of the binary; each tab lives in a context (cookies, cache,
//! connections) and a window of its own, so that no test disturbs another. Knows nothing of the
//! program: that is `preview` beside it.

mod pipe;
mod preview;
mod tab;

use std::env;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, OnceLock};

use serde_json::{Value, json};
use tempfile::TempDir;

use pipe::Pipe;
pub use preview::Preview;
pub use tab::{PATIENCE, Tab};

/// A running browser. It ends when it is dropped, and also when this process does, however that
/// comes about: it reads the end of its pipe.
pub struct Browser {
    pipe: Arc<Pipe>,
    _shell: Child,
}

impl Browser {
    /// The browser that all tests share; `None`, and loud words about it, where there is none.
    pub fn shared() -> Option<&'static Self> {
        static SHARED: OnceLock<Option<Browser>> = OnceLock::new();
        SHARED.get_or_init(|| program().map(|program| Self::start(&program))).as_ref()
    }

    /// Starts a browser of one's own.
    pub fn start(program: &str) -> Self {
        let profile = TempDir::new().expect("a temporary folder").keep();
        // The protocol is spoken over the file descriptors 3 and 4, which only a shell can make of
        // its standard input and output without unsafe code. It outlives the browser, to take the
        // profile away: a static value is never dropped.
        let script = r#"
            trap : INT TERM HUP
            profile=$1 program=$2
            "$program" --remote-debugging-pipe --user-data-dir="$profile" --headless=new \
                --no-sandbox --no-first-run --no-proxy-server --disable-gpu \
                --disable-dev-shm-usage --disable-background-networking --disable-component-update \
                --disable-sync --disable-extensions --disable-features=Translate,MediaRouter \
                --disable-background-timer-throttling --disable-renderer-backgrounding \
                --disable-backgrounding-occluded-windows --hide-scrollbars=false \
                --force-color-profile=srgb --window-size=1280,800 \
                3<&0 4>&1 </dev/null >/dev/null 2>/dev/null
            rm -rf "$profile""#;
        let mut shell = Command::new("sh")
            .args(["-c", script, "sh"])
            .arg(profile)
            .arg(program)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("a shell");
        let to = shell.stdin.take().expect("a pipe");
        let from = shell.stdout.take().expect("a pipe");
        let pipe = Pipe::new(to, from);
        // Answers when the browser is up, and fails with words when it does not come up.
        pipe.call(None, "Browser.getVersion", &json!({})).expect("the browser starts");
        Self { pipe, _shell: shell }
    }

    /// A new window at an address; returns when the document is loaded.
    pub fn tab(&self, url: &str) -> Tab {
        let tab = self.blank();
        tab.go(url);
        tab
    }

    /// A new window of which nothing has been asked yet.
    pub fn blank(&self) -> Tab {
        let context = self.ask("Target.createBrowserContext", &json!({}));
        let id = text(&context, "browserContextId");
        self.window(Arc::new(Context { pipe: self.pipe.clone(), id }))
    }

    /// One more tab in the window of another, in front of it; the other one is not seen any more.
    pub fn tab_before(&self, tab: &Tab, url: &str) -> Tab {
        tab.has_its_own_focus(false);
        let context = tab.context().clone();
        let wish = json!({"url": "about:blank", "browserContextId": context.id});
        let other = self.open(context, &wish);
        other.has_its_own_focus(false);
        other.go(url);
        other
    }

    fn window(&self, context: Arc<Context>) -> Tab {
        // A window of its own: a tab behind another one is not painted.
        let wish = json!({"url": "about:blank", "browserContextId": context.id,
            "newWindow": true, "width": 1280, "height": 800});
        self.open(context, &wish)
    }

    fn open(&self, context: Arc<Context>, wish: &Value) -> Tab {
        let target = text(&self.ask("Target.createTarget", wish), "targetId");
        let attached =
            self.ask("Target.attachToTarget", &json!({"targetId": target, "flatten": true}));
        Tab::new(self.pipe.clone(), target, context, text(&attached, "sessionId"))
    }

    fn ask(&self, method: &str, params: &Value) -> Value {
        self.pipe.call(None, method, params).unwrap_or_else(|error| panic!("{method}: {error}"))
    }
}

/// Where a reader's cache, connections and storage are. Thrown away with the last of its tabs.
struct Context {
    pipe: Arc<Pipe>,
    id: String,
}

impl Drop for Context {
    fn drop(&mut self) {
        let context = json!({"browserContextId": self.id});
        let _ = self.pipe.call(None, "Target.disposeBrowserContext", &context);
    }
}

/// The browser's name: `CHROMIUM`, or what the systems call it.
pub fn program() -> Option<String> {
    let named = env::var("CHROMIUM").ok();
    let known = ["chromium", "chromium-browser", "google-chrome"].map(str::to_owned);
    named.into_iter().chain(known).find(|name| on_path(name))
}

fn on_path(name: &str) -> bool {
    let path = env::var_os("PATH").unwrap_or_default();
    // A name with a slash is a path of its own.
    Path::new(name).components().count() > 1 && Path::new(name).is_file()
        || env::split_paths(&path).any(|dir| dir.join(name).is_file())
}

fn text(value: &Value, key: &str) -> String {
    value[key].as_str().unwrap_or_else(|| panic!("no {key} in {value}")).to_owned()
}
