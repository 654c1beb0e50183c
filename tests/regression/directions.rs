//! Dependencies point one way: `{sync, params} ← disc ← chain ← preset ← paint ← {cli, plugin ← editor ← entry}`; `measure` stands
//! alone. And no two files lean on each other.
//!
//! Read off the `use` lines of `src/`, and the names that are said in full (`crate::params::Row`). A head that only passes on
//! what its own files hold (`pub use child::Thing`) does not lean on them; nor do tests inside a file count.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// A file of `src/`, as the path of its module: `["chain", "warp"]`.
type Module = Vec<String>;

/// What each may lean on, besides itself.
const ALLOWED: [(&str, &[&str]); 14] = [
    ("atomic_file", &[]),
    ("bounded_file", &[]),
    ("sync", &[]),
    ("params", &[]),
    ("disc", &["params", "sync"]),
    ("chain", &["params", "disc"]),
    ("preset", &["params", "disc", "chain", "atomic_file", "bounded_file"]),
    ("measure", &[]),
    ("tune", &[]),
    ("paint", &["params", "disc", "chain", "preset", "bounded_file"]),
    (
        "cli",
        &["params", "disc", "chain", "preset", "paint", "measure", "tune", "atomic_file", "bounded_file"],
    ),
    ("plugin", &["params", "disc", "chain", "preset", "paint", "tune", "sync"]),
    ("editor", &["params", "disc", "chain", "preset", "paint", "plugin"]),
    ("entry", &["params", "disc", "chain", "preset", "paint", "plugin", "editor"]),
];

/// The one knot: a row reads and writes the settings that the rows make, and a field's type shows its row to visitors.
const KNOT: [&str; 7] = ["", "parameter", "table", "value", "choice", "scale", "text"];

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// `a::{b, c::{d, e}}` as `a::b`, `a::c::d`, `a::c::e`.
fn paths(tree: &str) -> Vec<String> {
    let Some((before, rest)) = tree.split_once('{') else {
        return vec![tree.split(" as ").next().unwrap_or(tree).trim().to_string()];
    };
    let inside = &rest[..rest.rfind('}').unwrap_or(rest.len())];
    let (mut depth, mut from, mut items) = (0, 0, Vec::new());
    for (at, letter) in inside.char_indices() {
        match letter {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                items.push(&inside[from..at]);
                from = at + 1;
            }
            _ => {}
        }
    }
    items.push(&inside[from..]);
    let items = items.into_iter().map(str::trim).filter(|item| !item.is_empty());
    items.flat_map(|item| paths(&format!("{}{item}", before.trim()))).collect()
}

/// The `use` lines of a file, tests left out: whether each is passed on, and what it names.
fn uses(text: &str) -> Vec<(bool, String)> {
    let code = text.split("\n#[cfg(test)]\nmod ").next().unwrap_or_default();
    let plain: String =
        code.lines().map(|line| line.split("//").next().unwrap_or_default().to_string() + "\n").collect();
    let mut found = Vec::new();
    // Names said in full, wherever they stand.
    for (at, _) in plain.match_indices("crate::") {
        let is_part = |letter: char| letter == ':' || letter == '_' || letter.is_alphanumeric();
        let path = plain[at..].split(|letter| !is_part(letter)).next().unwrap_or_default();
        if !plain[..at].ends_with("in ") && !path.ends_with("::") {
            found.push((false, path.to_string()));
        }
    }
    for statement in plain.split(';') {
        let statement = statement.trim();
        let line = statement
            .rsplit('\n')
            .find(|line| line.trim_start().starts_with("use ") || line.contains("pub use "));
        let Some(start) = line.and_then(|line| statement.rfind(line)) else { continue };
        let (head, tree) = statement[start..].split_once("use ").unwrap();
        found.extend(paths(&tree.replace('\n', " ")).into_iter().map(|path| (head.contains("pub"), path)));
    }
    found
}

/// Which files each file leans on.
fn edges() -> BTreeMap<Module, BTreeSet<Module>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut all = Vec::new();
    files(&root, &mut all);
    let name = |path: &Path| -> Module {
        let inside = path.strip_prefix(&root).unwrap().with_extension("");
        inside.iter().map(|part| part.to_string_lossy().into_owned()).filter(|part| part != "lib").collect()
    };
    let texts: BTreeMap<Module, String> = all
        .iter()
        .map(|path| (name(path), fs::read_to_string(path).unwrap()))
        .filter(|(module, _)| module.first().is_none_or(|first| first != "bin"))
        .collect();
    let file_of =
        |path: &[String]| (0..=path.len()).rev().map(|n| path[..n].to_vec()).find(|m| texts.contains_key(m));
    let mut edges = BTreeMap::new();
    for (module, text) in &texts {
        let mut to = BTreeSet::new();
        for (is_passed_on, path) in uses(text) {
            let mut words: Vec<String> = path.split("::").map(str::to_string).collect();
            let mut base = module.clone();
            match words[0].as_str() {
                "crate" => base.clear(),
                "super" => {}
                "self" => {}
                child if texts.contains_key(&[module.clone(), vec![child.to_string()]].concat()) => {}
                _ => continue,
            }
            while words.first().is_some_and(|word| ["crate", "super", "self"].contains(&word.as_str())) {
                if words.remove(0) == "super" {
                    base.pop();
                }
            }
            base.extend(words.into_iter().filter(|word| word != "self"));
            let Some(file) = file_of(&base).filter(|file| file != module && !file.is_empty()) else {
                continue;
            };
            if !(is_passed_on && file.starts_with(module)) {
                to.insert(file);
            }
        }
        edges.insert(module.clone(), to);
    }
    assert!(edges.len() > 150, "{} files were read", edges.len());
    edges
}

#[test]
fn no_arrow_runs_back() {
    let mut back = Vec::new();
    for (module, to) in edges() {
        let Some(from) = module.first() else { continue };
        let (_, allowed) =
            ALLOWED.iter().find(|(name, _)| name == from).unwrap_or_else(|| panic!("{from} is new here"));
        for file in to.iter().filter(|file| file[0] != *from && !allowed.contains(&file[0].as_str())) {
            back.push(format!("{} leans on {}", module.join("/"), file.join("/")));
        }
    }
    assert!(back.is_empty(), "{back:#?}");
}

#[test]
fn no_two_files_lean_on_each_other() {
    let edges = edges();
    let reaches = |from: &Module| {
        let (mut seen, mut next) = (BTreeSet::new(), vec![from]);
        while let Some(module) = next.pop() {
            for to in edges.get(module).into_iter().flatten() {
                if seen.insert(to) {
                    next.push(to);
                }
            }
        }
        seen
    };
    let is_knot =
        |module: &Module| module[0] == "params" && KNOT.contains(&module.get(1).map_or("", String::as_str));
    let circles: Vec<String> = edges
        .keys()
        .filter(|module| !module.is_empty() && reaches(module).contains(module) && !is_knot(module))
        .map(|module| module.join("/"))
        .collect();
    assert!(circles.is_empty(), "in circles: {circles:#?}");
}

#[test]
fn no_file_is_too_long_to_be_one_thing() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut all = Vec::new();
    files(&root.join("src"), &mut all);
    let mut lengths: Vec<(usize, PathBuf)> =
        all.into_iter().map(|path| (fs::read_to_string(&path).unwrap().lines().count(), path)).collect();
    lengths.sort();
    let (longest, path) = lengths.last().unwrap();
    assert!(*longest <= 350, "{} has {longest} lines", path.display());
    assert!(
        lengths[lengths.len() / 2].0 <= 140,
        "half of the files are longer than {}",
        lengths[lengths.len() / 2].0
    );
}
