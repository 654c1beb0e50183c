//! Presets of one's own under a user's hands: saved, renamed, deleted, pasted; and cards that a roll leaves alone.

use std::fs;

use egui::Key;
use egui_kittest::kittest::Queryable;
use roentgenizdat::preset::Preset;

use super::kit::{Desk, desk};

/// Names of the presets in the user's folder.
fn own(desk: &Desk) -> Vec<String> {
    let files = fs::read_dir(desk.folder.path()).unwrap().map(|file| file.unwrap().path());
    let presets = files.filter(|path| path.extension().is_some_and(|ending| ending == "toml"));
    let mut names: Vec<String> =
        presets.map(|path| Preset::parse(&fs::read_to_string(path).unwrap()).unwrap().name).collect();
    names.sort();
    names
}

fn save(desk: &mut Desk, name: &str) {
    desk.click("more");
    desk.fill(0, name);
    desk.click("Save");
    desk.harness.key_press(Key::Escape);
    desk.harness.run_steps(5);
}

#[test]
fn a_preset_of_ones_own_is_saved_renamed_and_deleted() {
    let mut desk = desk();
    desk.set("warp_hole", 2.5);
    save(&mut desk, "Мой звук");
    assert_eq!(own(&desk), ["Мой звук"]);
    // Under a name that is taken nothing is written, and that is said.
    desk.set("warp_hole", 0.5);
    save(&mut desk, "1950s Leningrad bootleg");
    assert_eq!(own(&desk), ["Мой звук"]);

    desk.set("warp_hole", 2.5);
    desk.click("name");
    desk.click("Rename…");
    desk.fill(1, "Another name");
    desk.click("Rename");
    assert_eq!(own(&desk), ["Another name"]);
    desk.click("Delete…");
    assert_eq!(own(&desk), ["Another name"], "not before it is meant");
    desk.click("Delete for good");
    assert_eq!(own(&desk), Vec::<String>::new());
}

#[test]
fn settings_as_text_are_used_or_refused_in_a_line() {
    let mut desk = desk();
    let before = desk.settings();
    desk.click("more");
    desk.fill(2, "warp_hole = 3");
    desk.click("Use them");
    assert_eq!(desk.settings(), before);
    let last_play = Preset::find("last-play").unwrap();
    desk.fill(2, &last_play.to_text());
    desk.click("Use them");
    desk.harness.get_by_label("'Last play' is on.");
    let mut wanted = before;
    last_play.apply(&mut wanted);
    assert_eq!(desk.settings(), wanted);
    assert_ne!(wanted, before);
}

#[test]
fn a_roll_leaves_locked_cards_alone() {
    let mut desk = desk();
    let before = desk.settings();
    desk.click_right("roll");
    desk.click("Wear");
    desk.harness.key_press(Key::Escape);
    desk.harness.run_steps(5);
    for _ in 0..6 {
        desk.click("roll");
        let rolled = desk.settings();
        assert_eq!((rolled.wear_plays, rolled.wear_needle), (before.wear_plays, before.wear_needle));
        assert_ne!(rolled, before);
    }
}
