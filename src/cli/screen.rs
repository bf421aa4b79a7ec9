//! Whether somebody sits before a screen on which a browser can open.

/// Windows and macOS always have one here; elsewhere the session says so.
pub fn is_there() -> bool {
    let said = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    cfg!(any(windows, target_os = "macos")) || said("DISPLAY") || said("WAYLAND_DISPLAY")
}
