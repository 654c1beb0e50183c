//! Every function that hosts or nice-plug call of ours contains its panics: one that left an `extern "C"` function would end the host.

use std::fs;

/// What can do no more than give what is there.
const CANNOT_PANIC: [&str; 17] = [
    "callbacks.rs latency",
    "discovery.rs count",
    "discovery.rs describe",
    "discovery.rs get_extension",
    "events.rs inside_size",
    "events.rs inside_get",
    "events.rs late_size",
    "events.rs late_get",
    "factory.rs count",
    "factory.rs deinit",
    "factory.rs factory",
    "factory.rs no_extension",
    "factory.rs nothing",
    "gui.rs is_api_supported",
    "gui.rs suggest_title",
    "host_proxy.rs request_process",
    "host_proxy.rs closed",
];

/// Functions of a file, each with what stands in it.
fn functions(text: &str) -> Vec<(&str, &str)> {
    let parts = text.split("extern \"C\" fn ").skip(1);
    parts.filter_map(|part| part.split_once('(')).map(|(name, rest)| (name, body(rest))).collect()
}

/// Up to the brace that closes the first.
fn body(rest: &str) -> &str {
    let mut depth = 0;
    for (at, letter) in rest.char_indices() {
        match letter {
            '{' => depth += 1,
            '}' if depth == 1 => return &rest[..at],
            '}' => depth -= 1,
            _ => {}
        }
    }
    rest
}

#[test]
fn every_function_that_hosts_call_contains_its_panics() {
    let folder = format!("{}/src/entry", env!("CARGO_MANIFEST_DIR"));
    let (mut seen, mut uncontained) = (0, Vec::new());
    for file in fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        let (name, text) = (path.file_name().unwrap().to_string_lossy(), fs::read_to_string(&path).unwrap());
        for (function, body) in functions(&text) {
            seen += 1;
            if !body.contains("contained(") {
                uncontained.push(format!("{name} {function}"));
            }
        }
    }
    uncontained.sort();
    let mut allowed = CANNOT_PANIC.map(String::from);
    allowed.sort();
    assert!(seen >= 50, "{seen} functions");
    assert_eq!(uncontained, allowed);
}
