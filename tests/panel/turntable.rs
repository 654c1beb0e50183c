//! What is done on the disc and seen of it: the needle, the number, the film, the strip, clicks and spectrum.

use std::path::{Path, PathBuf};

use egui::accesskit::Role;
use egui::{Key, Modifiers, PointerButton, vec2};
use egui_kittest::kittest::Queryable;

use super::kit::panel;

#[test]
fn a_click_on_the_groove_sets_the_needle_down_there() {
    let mut panel = panel();
    let disc = panel.harness.get_by_role(Role::Image).rect();
    let spindle = disc.center() - vec2(0.02 * disc.width(), 0.0);
    let mm = disc.height() * 0.465 / 125.0;
    // To the left, half way between the first groove, 109 mm, and the last: the hole is 1.2 mm off at most.
    let middle = spindle - vec2(0.5 * (109.0 + 45.0) * mm, 0.0);
    panel.click_at(middle, PointerButton::Primary, Modifiers::NONE);
    let turns = panel.dropped().unwrap();
    assert!((turns - 128.0).abs() < 6.0, "{turns}");
    panel.click_at(spindle - vec2(30.0 * mm, 0.0), PointerButton::Primary, Modifiers::NONE);
    assert_eq!(panel.dropped(), None, "there is no groove on the label");
    let told = panel.hover(middle);
    let turn = told.split_whitespace().nth(1).and_then(|turn| turn.parse::<f64>().ok());
    assert!(
        turn.is_some_and(|turn| (turn - 128.0).abs() < 6.0)
            && told.contains("density")
            && told.contains("damage 0."),
        "{told}"
    );
}

#[test]
fn keys_set_the_needle_down_where_the_ring_is() {
    let mut panel = panel();
    panel.harness.get_by_role(Role::Image).focus();
    panel.harness.run_steps(2);
    let dark = panel.picture();
    panel.press([Key::PageDown, Key::PageDown, Key::ArrowRight, Key::ArrowRight, Key::ArrowLeft]);
    assert!(panel.picture().bytes() != dark.bytes(), "the ring moves inwards");
    panel.harness.get_by_label_contains("turn 21 · r 10");
    assert_eq!(panel.dropped(), None);
    panel.press([Key::Enter]);
    assert!((panel.dropped().unwrap() - 21.0).abs() < 1e-6);
    panel.press([Key::End, Key::Enter]);
    assert_eq!(panel.dropped().unwrap() as i32, 255);
    // Where the pointer happens to be does not matter.
    let disc = panel.harness.get_by_role(Role::Image).rect();
    panel.hover(disc.center() - vec2(0.3 * disc.width(), 0.0));
    panel.press([Key::Home, Key::Enter]);
    assert_eq!(panel.dropped().unwrap(), 0.0);
    // Nor does the ring matter to a click beside the groove.
    panel.click_at(disc.center(), PointerButton::Primary, Modifiers::NONE);
    assert_eq!(panel.dropped(), None);
}

#[test]
fn keys_wear_a_bar_of_the_strip() {
    let mut panel = panel();
    panel.harness.get_by_label("Damage of the side").focus();
    panel.harness.run_steps(2);
    panel.press([Key::ArrowRight; 7]);
    let before = panel.damage_told();
    // A bar is 256 / 112 turns: the eighth has the 17th and the 18th.
    panel.press([Key::ArrowUp]);
    let worn: Vec<i32> = (0..256).filter(|turn| panel.exposure(*turn) > 0.0).collect();
    assert_eq!(worn, [16, 17]);
    assert!((panel.damage_told() - before - 0.05).abs() < 0.011, "{} from {before}", panel.damage_told());
    panel.harness.key_press_modifiers(Modifiers::SHIFT, Key::ArrowUp);
    panel.harness.run_steps(2);
    assert!((panel.damage_told() - before - 0.06).abs() < 0.011, "{} from {before}", panel.damage_told());
    panel.press([Key::ArrowDown]);
    assert!((panel.damage_told() - before - 0.06).abs() < 0.011, "nothing heals");
    panel.press([Key::End, Key::ArrowRight, Key::ArrowUp]);
    assert_eq!((253..256).map(|turn| panel.exposure(turn) > 0.0).collect::<Vec<_>>(), [true; 3]);
    // The disc's last turn is on the last bar too.
    panel.harness.get_by_role(Role::Image).focus();
    panel.press([Key::End]);
    panel.harness.get_by_label_contains("Damage of the side").focus();
    panel.harness.run_steps(2);
    panel.harness.get_by_label_contains("Damage of the side: turn 253");
}

#[test]
fn another_disc_is_put_on_and_a_number_is_typed() {
    let mut panel = panel();
    let before = panel.serial();
    panel.click("new disc");
    assert_ne!(panel.serial(), before, "one in ten thousand fails here by chance");
    let number = format!("Disc serial: {:04}", panel.serial());
    panel.click(&number);
    panel.type_in("0042");
    assert_eq!(panel.serial(), 42);
}

#[test]
fn a_drag_over_the_strip_wears_the_groove_out() {
    let mut panel = panel();
    let strip = panel.harness.get_by_label("Damage of the side").rect();
    let from = strip.left_top() + vec2(0.25 * strip.width(), 6.0);
    panel.drag_from(from, vec2(0.25 * strip.width(), 0.0), Modifiers::NONE);
    let worn: Vec<i32> = (0..256).filter(|turn| panel.exposure(*turn) > 0.0).collect();
    assert!((62..=66).contains(&worn[0]), "{}", worn[0]);
    assert!((126..=130).contains(&worn[worn.len() - 1]), "{}", worn[worn.len() - 1]);
    assert_eq!(worn.len() as i32, worn[worn.len() - 1] - worn[0] + 1, "turns are left out");
    // Lower down it heals nothing; higher up it wears more.
    let before = panel.exposure(100);
    let over_it = strip.center_top() - vec2(0.11 * strip.width(), 0.0);
    panel.drag_from(over_it + vec2(0.0, 10.0), vec2(2.0, 0.0), Modifiers::NONE);
    assert_eq!(panel.exposure(100), before);
    panel.drag_from(over_it + vec2(0.0, 3.0), vec2(2.0, 0.0), Modifiers::NONE);
    assert!(panel.exposure(100) > before);
    panel.click("fresh copy");
    assert_eq!(panel.exposure(100), 0.0);
}

#[test]
fn what_goes_in_and_out_is_seen_while_the_panel_is_open() {
    let mut panel = panel();
    let still = panel.picture();
    assert!(panel.telemetry().scope.is_watched());
    let song: Vec<f32> = (0..4096).map(|n| (n as f32 * 0.1).sin()).collect();
    for _ in 0..6 {
        panel.telemetry().scope.write_input(&song);
        panel.telemetry().scope.finish(&song, 48_000.0);
        panel.harness.run_steps(1);
    }
    assert!(panel.picture().bytes() != still.bytes());
    panel.settle();
    assert!(panel.picture().bytes() == still.bytes(), "the lines fall again");
    panel.close();
    assert!(!panel.telemetry().scope.is_watched());
}

#[test]
fn a_click_that_is_heard_is_seen_for_a_moment() {
    let mut panel = panel();
    let dark = panel.picture();
    panel.telemetry().publish_clicks(1);
    panel.harness.run_steps(1);
    let flashing = panel.picture();
    assert!(flashing.bytes() != dark.bytes());
    panel.settle();
    assert!(panel.picture().bytes() == dark.bytes(), "the light goes out again");
}

#[test]
fn a_picture_of_ones_own_goes_on_the_film_and_off_again() {
    let mut panel = panel();
    let folder = tempfile::tempdir().unwrap();
    let (good, bad) = (grey_picture(folder.path()), folder.path().join("bad.png"));
    std::fs::write(&bad, "no picture").unwrap();
    let before = panel.picture();

    panel.click("picture");
    panel.type_in(bad.to_str().unwrap());
    panel.settle();
    assert_eq!((panel.own_picture(), panel.plain("film_picture")), (None, 0.0));
    panel.harness.get_by_label_contains("allowed are PNG and JPEG");
    panel.click("picture");
    panel.click("picture");
    panel.type_in(&format!("file://{}", good.display()));
    panel.settle();
    assert!(panel.own_picture().is_some());
    assert_eq!(panel.plain("film_picture"), 9.0);
    assert_eq!(panel.told("film_picture"), ['b', 's', 'e']);
    assert!(panel.picture().bytes() != before.bytes());

    panel.click("picture");
    panel.click("take it off");
    panel.settle();
    assert_eq!((panel.own_picture(), panel.plain("film_picture")), (None, 0.0));
}

#[test]
fn a_picture_is_pasted_from_another_program() {
    let mut panel = panel();
    panel.copy_elsewhere(false);
    panel.click("picture");
    panel.click("paste");
    panel.settle();
    panel.harness.get_by_label_contains("the clipboard: ");
    assert_eq!((panel.own_picture(), panel.plain("film_picture")), (None, 0.0));
    panel.copy_elsewhere(true);
    // Text that is pasted is a path.
    panel.paste_text("/some/picture.png");
    assert!(!panel.harness.state().is_painting() && panel.own_picture().is_none());
    panel.harness.key_press_modifiers(Modifiers::COMMAND, Key::V);
    panel.settle();
    assert!(panel.own_picture().is_some());
    assert_eq!((panel.plain("film_picture"), panel.told("film_picture")), (9.0, vec!['b', 's', 'e']));
    assert!(panel.harness.query_by_label("paste").is_none(), "the chooser has done its work");
    // With the chooser closed the keys are the host's.
    panel.click("undo");
    panel.harness.key_press_modifiers(Modifiers::COMMAND, Key::V);
    panel.settle();
    assert_eq!(panel.plain("film_picture"), 0.0);
}

#[test]
fn a_picture_is_dropped_on_the_panel() {
    let mut panel = panel();
    let folder = tempfile::tempdir().unwrap();
    panel.drop_file(&folder.path().join("none.png"));
    panel.settle();
    panel.harness.get_by_label_contains("none.png: ");
    panel.drop_file(&grey_picture(folder.path()));
    panel.settle();
    assert!(panel.own_picture().is_some());
    assert_eq!(panel.plain("film_picture"), 9.0);
}

fn grey_picture(folder: &Path) -> PathBuf {
    let path = folder.join("own.png");
    let mut encoder = png::Encoder::new(std::fs::File::create(&path).unwrap(), 64, 64);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.write_header().unwrap().write_image_data(&[200; 64 * 64]).unwrap();
    path
}
