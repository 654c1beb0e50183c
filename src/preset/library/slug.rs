//! A preset's name as a file has it.

use super::error::{LibraryError, MAX_NAME_CHARS};

/// A name as a file has it: letters and figures of any script, small, with hyphens between.
pub(super) fn slugify(name: &str) -> Result<String, LibraryError> {
    let words: Vec<String> = name
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    let is_line = !name.chars().any(char::is_control) && (1..=MAX_NAME_CHARS).contains(&name.chars().count());
    if words.is_empty() || !is_line {
        return Err(LibraryError::Name { requested: name.to_string() });
    }
    let slug = words.join("-");
    // Names that Windows keeps for devices.
    let is_device = ["con", "prn", "aux", "nul"].contains(&slug.as_str())
        || ["com", "lpt"].iter().any(|port| {
            slug.strip_prefix(port)
                .is_some_and(|n| n.len() == 1 && n.chars().all(|digit| digit.is_ascii_digit()))
        });
    Ok(if is_device { format!("{slug}-preset") } else { slug })
}
