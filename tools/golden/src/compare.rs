//! Two lists beside each other.

use std::collections::BTreeMap;

/// What differs between a kept list and the lines of now, a line for each; of the kept one only what `takes` a name.
/// Remarks begin with `#`.
pub fn differences(kept: &str, now: &[String], takes: impl Fn(&str) -> bool) -> Vec<String> {
    let kept = kept.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty());
    let mut kept: BTreeMap<String, Vec<&str>> = kept.map(read).filter(|(name, _)| takes(name)).collect();
    let mut said = Vec::new();
    for line in now {
        let (name, hashes) = read(line);
        match kept.remove(&name) {
            None => said.push(format!("{name}: not in the list")),
            Some(wanted) => said.extend(words(&name, &wanted, &hashes)),
        }
    }
    said.extend(kept.into_keys().map(|name| format!("{name}: in the list and nowhere else")));
    said
}

/// A line's name, and its hashes.
fn read(line: &str) -> (String, Vec<&str>) {
    let (hashes, name): (Vec<&str>, Vec<&str>) = line.split_whitespace().partition(|word| word.contains('='));
    (name.join(" "), hashes)
}

/// What differs within a line.
fn words(name: &str, wanted: &[&str], hashes: &[&str]) -> Option<String> {
    let other: Vec<&str> = hashes.iter().filter(|hash| !wanted.contains(hash)).copied().collect();
    let gone: Vec<&str> = wanted.iter().filter(|hash| !hashes.contains(hash)).copied().collect();
    let differs = !other.is_empty() || !gone.is_empty();
    differs.then(|| format!("{name}: {} where the list has {}", other.join(" "), gone.join(" ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_differs_is_named() {
        let kept = "# made\naudio a 1 mono x=1 y=2\naudio b 1 mono x=3\naudio c 1 mono x=4\n";
        let now = ["audio a 1 mono x=1 y=5", "audio c 1 mono x=4", "audio d 1 mono x=6"].map(str::to_string);
        let all = differences(kept, &now, |_| true);
        let wanted = [
            "audio a 1 mono: y=5 where the list has y=2",
            "audio d 1 mono: not in the list",
            "audio b 1 mono: in the list and nowhere else",
        ];
        assert_eq!(all, wanted);
        assert_eq!(differences(kept, &now[1..2], |name| name.contains(" c ")), Vec::<String>::new());
    }
}
