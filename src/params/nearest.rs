//! What was meant by a name that is not known: the one most like it, after Jaro and Winkler, where one is like enough.

/// Names less alike, from 0 to 1, are others.
const ALIKE: f64 = 0.8;

/// A list of what is allowed, led by the name nearest to what was requested.
pub fn allowed_like<'a>(requested: &str, names: impl IntoIterator<Item = &'a str>) -> String {
    let names: Vec<&str> = names.into_iter().collect();
    let requested = requested.trim().to_lowercase();
    let alike = names.iter().map(|name| (strsim::jaro_winkler(&requested, name), *name));
    let nearest = alike.max_by(|a, b| a.0.total_cmp(&b.0)).filter(|(alike, _)| *alike >= ALIKE);
    let list = names.join(", ");
    match nearest {
        Some((_, name)) if names.len() > 1 => format!("{list}; the nearest is {name}"),
        _ => list,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_finds_its_name_and_nonsense_none() {
        let names = ["leningrad-1950s", "last-play", "fresh-cut"];
        assert!(allowed_like("Lenningrad-1950", names).ends_with("; the nearest is leningrad-1950s"));
        assert_eq!(allowed_like("xyz", names), "leningrad-1950s, last-play, fresh-cut");
        assert_eq!(allowed_like("on", ["only"]), "only");
        assert_eq!(allowed_like("", []), "");
    }
}
