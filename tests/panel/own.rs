//! Presets of one's own under a user's hands: saved, renamed, deleted, pasted; and cards that a roll leaves alone.

use std::fs;

use egui::Key;
use egui_kittest::kittest::Queryable;
use roentgenizdat::preset::Preset;

use super::kit::{PanelHarness, panel};

/// Names of the presets in the user's folder.
fn own(panel: &PanelHarness) -> Vec<String> {
    let files = fs::read_dir(panel.folder.path()).unwrap().map(|file| file.unwrap().path());
    let presets = files.filter(|path| path.extension().is_some_and(|ending| ending == "toml"));
    let mut names: Vec<String> =
        presets.map(|path| Preset::parse(&fs::read_to_string(path).unwrap()).unwrap().name).collect();
    names.sort();
    names
}

fn save(panel: &mut PanelHarness, name: &str) {
    panel.click("more");
    panel.fill(0, name);
    panel.click("Save");
    panel.harness.key_press(Key::Escape);
    panel.harness.run_steps(5);
}

#[test]
fn a_preset_of_ones_own_is_saved_renamed_and_deleted() {
    let mut panel = panel();
    panel.set("warp_hole", 2.5);
    save(&mut panel, "Мой звук");
    assert_eq!(own(&panel), ["Мой звук"]);
    // Under a name that is taken nothing is written, and that is said.
    panel.set("warp_hole", 0.5);
    save(&mut panel, "1950s Leningrad bootleg");
    assert_eq!(own(&panel), ["Мой звук"]);

    panel.set("warp_hole", 2.5);
    panel.click("name");
    panel.click("Rename…");
    panel.fill(1, "Another name");
    panel.click("Rename");
    assert_eq!(own(&panel), ["Another name"]);
    panel.click("Delete…");
    assert_eq!(own(&panel), ["Another name"], "not before it is meant");
    panel.click("Delete for good");
    assert_eq!(own(&panel), Vec::<String>::new());
}

#[test]
fn settings_as_text_are_used_or_refused_in_a_line() {
    let mut panel = panel();
    let before = panel.settings();
    panel.click("more");
    panel.fill(2, "warp_hole = 3");
    panel.click("Use them");
    assert_eq!(panel.settings(), before);
    let last_play = Preset::find("last-play").unwrap();
    panel.fill(2, &last_play.to_text());
    panel.click("Use them");
    panel.harness.get_by_label("'Last play' is on.");
    let mut wanted = before;
    last_play.apply(&mut wanted);
    assert_eq!(panel.settings(), wanted);
    assert_ne!(wanted, before);
}

#[test]
fn a_roll_leaves_locked_cards_alone() {
    let mut panel = panel();
    let before = panel.settings();
    panel.click_right("roll");
    panel.click("Wear");
    panel.harness.key_press(Key::Escape);
    panel.harness.run_steps(5);
    for _ in 0..6 {
        panel.click("roll");
        let rolled = panel.settings();
        assert_eq!((rolled.wear_plays, rolled.wear_needle), (before.wear_plays, before.wear_needle));
        assert_ne!(rolled, before);
    }
}
