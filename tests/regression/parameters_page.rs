//! `docs/parameters.md` is the table of parameters as text. With `UPDATE_DOCS` set it is written anew.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use roentgenizdat::params::{ConditionEffect, Motion, PARAMETERS, Parameter, group_title, groups};

fn motion(row: &Parameter) -> &'static str {
    match row.motion {
        Motion::Glide => "glides",
        Motion::AtOnce => "at once",
        Motion::Swap => "swapped in silence",
        Motion::NewDisc => "another disc",
    }
}

fn condition(row: &Parameter) -> String {
    match row.condition {
        ConditionEffect::None => "-".to_string(),
        ConditionEffect::Amount => "times".to_string(),
        ConditionEffect::AmountInRange => "times, in its range".to_string(),
        ConditionEffect::Strength => "times, below 100".to_string(),
        ConditionEffect::Level => "lowers, below 100".to_string(),
        ConditionEffect::BandEdge(hz) => format!("towards {hz} Hz, below 100"),
    }
}

fn page() -> String {
    let mut page = String::from(
        "# Parameters\n\nMade from the one table, `src/params/table.rs`, by `UPDATE_DOCS=1 cargo test --no-default-features --features cli \
         --test regression page`.\n\n*By a host*: may be drawn over time. *In presets*: presets hold it. *Moves*: how the sound gets from one value \
         to another. *Condition*: what the knob of that name does to it.\n",
    );
    for group in groups() {
        let _ = write!(
            page,
            "\n## {}\n\n| `--set` | values | default | by a host | in presets | moves | condition |\n|---|---|---|---|---|---|---|\n",
            group_title(group)
        );
        for row in PARAMETERS.iter().filter(|row| row.group == group) {
            let yes = |is: bool| if is { "yes" } else { "-" };
            let default = if row.is_rolled_at_birth { "rolled".to_string() } else { row.text(row.default) };
            let _ = writeln!(
                page,
                "| `{}` | {} | {default} | {} | {} | {} | {} |",
                row.dotted(),
                row.allowed(),
                yes(row.is_automatable),
                yes(row.in_presets),
                motion(row),
                condition(row),
            );
        }
        page.push('\n');
        for row in PARAMETERS.iter().filter(|row| row.group == group) {
            let _ = writeln!(page, "- **{}**: {}", row.host_name(), row.about.trim());
        }
    }
    page
}

#[test]
fn the_page_is_the_table() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/parameters.md");
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::write(&path, page()).unwrap();
    }
    let kept = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        kept == page(),
        "docs/parameters.md is not the table's; write it anew with UPDATE_DOCS=1 and look at it"
    );
}
