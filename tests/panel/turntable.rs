//! What is done on the disc and seen of it: the needle, the number, the film, the strip, clicks and spectrum.

use std::path::{Path, PathBuf};

use egui::accesskit::Role;
use egui::{Key, Modifiers, PointerButton, vec2};
use egui_kittest::kittest::Queryable;

use super::kit::desk;

#[test]
fn a_click_on_the_groove_sets_the_needle_down_there() {
    let mut desk = desk();
    let disc = desk.harness.get_by_role(Role::Image).rect();
    let spindle = disc.center() - vec2(0.02 * disc.width(), 0.0);
    let mm = disc.height() * 0.465 / 125.0;
    // To the left, half way between the first groove, 109 mm, and the last: the hole is 1.2 mm off at most.
    let middle = spindle - vec2(0.5 * (109.0 + 45.0) * mm, 0.0);
    desk.click_at(middle, PointerButton::Primary, Modifiers::NONE);
    let turns = desk.dropped().unwrap();
    assert!((turns - 128.0).abs() < 6.0, "{turns}");
    desk.click_at(spindle - vec2(30.0 * mm, 0.0), PointerButton::Primary, Modifiers::NONE);
    assert_eq!(desk.dropped(), None, "there is no groove on the label");
    let told = desk.hover(middle);
    assert!(told.contains("turn 12") && told.contains("density") && told.contains("damage 0."), "{told}");
}

#[test]
fn keys_set_the_needle_down_where_the_ring_is() {
    let mut desk = desk();
    desk.harness.get_by_role(Role::Image).focus();
    desk.harness.run_steps(2);
    let dark = desk.picture();
    desk.press([Key::PageDown, Key::PageDown, Key::ArrowRight, Key::ArrowRight, Key::ArrowLeft]);
    assert!(desk.picture().bytes() != dark.bytes(), "the ring moves inwards");
    desk.harness.get_by_label_contains("turn 21 · r 10");
    assert_eq!(desk.dropped(), None);
    desk.press([Key::Enter]);
    assert!((desk.dropped().unwrap() - 21.0).abs() < 1e-6);
    desk.press([Key::End, Key::Enter]);
    assert_eq!(desk.dropped().unwrap() as i32, 255);
    // Where the pointer happens to be does not matter.
    let disc = desk.harness.get_by_role(Role::Image).rect();
    desk.hover(disc.center() - vec2(0.3 * disc.width(), 0.0));
    desk.press([Key::Home, Key::Enter]);
    assert_eq!(desk.dropped().unwrap(), 0.0);
    // Nor does the ring matter to a click beside the groove.
    desk.click_at(disc.center(), PointerButton::Primary, Modifiers::NONE);
    assert_eq!(desk.dropped(), None);
}

#[test]
fn keys_wear_a_bar_of_the_strip() {
    let mut desk = desk();
    desk.harness.get_by_label("Damage of the side").focus();
    desk.harness.run_steps(2);
    desk.press([Key::ArrowRight; 7]);
    let before = desk.damage_told();
    // A bar is 256 / 112 turns: the eighth has the 17th and the 18th.
    desk.press([Key::ArrowUp]);
    let worn: Vec<i32> = (0..256).filter(|turn| desk.exposure(*turn) > 0.0).collect();
    assert_eq!(worn, [16, 17]);
    assert!((desk.damage_told() - before - 0.05).abs() < 0.011, "{} from {before}", desk.damage_told());
    desk.harness.key_press_modifiers(Modifiers::SHIFT, Key::ArrowUp);
    desk.harness.run_steps(2);
    assert!((desk.damage_told() - before - 0.06).abs() < 0.011, "{} from {before}", desk.damage_told());
    desk.press([Key::ArrowDown]);
    assert!((desk.damage_told() - before - 0.06).abs() < 0.011, "nothing heals");
    desk.press([Key::End, Key::ArrowRight, Key::ArrowUp]);
    assert_eq!((253..256).map(|turn| desk.exposure(turn) > 0.0).collect::<Vec<_>>(), [true; 3]);
    // The disc's last turn is on the last bar too.
    desk.harness.get_by_role(Role::Image).focus();
    desk.press([Key::End]);
    desk.harness.get_by_label_contains("Damage of the side").focus();
    desk.harness.run_steps(2);
    desk.harness.get_by_label_contains("Damage of the side: turn 253");
}

#[test]
fn another_disc_is_put_on_and_a_number_is_typed() {
    let mut desk = desk();
    let before = desk.serial();
    desk.click("new disc");
    assert_ne!(desk.serial(), before, "one in ten thousand fails here by chance");
    let number = format!("Disc serial: {:04}", desk.serial());
    desk.click(&number);
    desk.type_in("0042");
    assert_eq!(desk.serial(), 42);
}

#[test]
fn a_drag_over_the_strip_wears_the_groove_out() {
    let mut desk = desk();
    let strip = desk.harness.get_by_label("Damage of the side").rect();
    let from = strip.left_top() + vec2(0.25 * strip.width(), 6.0);
    desk.drag_from(from, vec2(0.25 * strip.width(), 0.0), Modifiers::NONE);
    let worn: Vec<i32> = (0..256).filter(|turn| desk.exposure(*turn) > 0.0).collect();
    assert!((62..=66).contains(&worn[0]), "{}", worn[0]);
    assert!((126..=130).contains(&worn[worn.len() - 1]), "{}", worn[worn.len() - 1]);
    assert_eq!(worn.len() as i32, worn[worn.len() - 1] - worn[0] + 1, "turns are left out");
    // Lower down it heals nothing; higher up it wears more.
    let before = desk.exposure(100);
    let over_it = strip.center_top() - vec2(0.11 * strip.width(), 0.0);
    desk.drag_from(over_it + vec2(0.0, 10.0), vec2(2.0, 0.0), Modifiers::NONE);
    assert_eq!(desk.exposure(100), before);
    desk.drag_from(over_it + vec2(0.0, 3.0), vec2(2.0, 0.0), Modifiers::NONE);
    assert!(desk.exposure(100) > before);
    desk.click("fresh copy");
    assert_eq!(desk.exposure(100), 0.0);
}

#[test]
fn what_goes_in_and_out_is_seen_while_the_panel_is_open() {
    let mut desk = desk();
    let still = desk.picture();
    assert!(desk.meters().scope.is_watched());
    let song: Vec<f32> = (0..4096).map(|n| (n as f32 * 0.1).sin()).collect();
    for _ in 0..6 {
        desk.meters().scope.write_input(&song);
        desk.meters().scope.finish(&song, 48_000.0);
        desk.harness.run_steps(1);
    }
    assert!(desk.picture().bytes() != still.bytes());
    desk.settle();
    assert!(desk.picture().bytes() == still.bytes(), "the lines fall again");
    desk.close();
    assert!(!desk.meters().scope.is_watched());
}

#[test]
fn a_click_that_is_heard_is_seen_for_a_moment() {
    let mut desk = desk();
    let dark = desk.picture();
    desk.meters().tell_clicks(1);
    desk.harness.run_steps(1);
    let flashing = desk.picture();
    assert!(flashing.bytes() != dark.bytes());
    desk.settle();
    assert!(desk.picture().bytes() == dark.bytes(), "the light goes out again");
}

#[test]
fn a_picture_of_ones_own_goes_on_the_film_and_off_again() {
    let mut desk = desk();
    let folder = tempfile::tempdir().unwrap();
    let (good, bad) = (grey_picture(folder.path()), folder.path().join("bad.png"));
    std::fs::write(&bad, "no picture").unwrap();
    let before = desk.picture();

    desk.click("picture");
    desk.type_in(bad.to_str().unwrap());
    desk.settle();
    assert_eq!((desk.own_picture(), desk.plain("film_picture")), (None, 0.0));
    desk.harness.get_by_label_contains("allowed are PNG and JPEG");
    desk.click("picture");
    desk.click("picture");
    desk.type_in(&format!("file://{}", good.display()));
    desk.settle();
    assert!(desk.own_picture().is_some());
    assert_eq!(desk.plain("film_picture"), 9.0);
    assert_eq!(desk.told("film_picture"), ['b', 's', 'e']);
    assert!(desk.picture().bytes() != before.bytes());

    desk.click("picture");
    desk.click("take it off");
    desk.settle();
    assert_eq!((desk.own_picture(), desk.plain("film_picture")), (None, 0.0));
}

#[test]
fn a_picture_is_pasted_from_another_program() {
    let mut desk = desk();
    desk.copy_elsewhere(false);
    desk.click("picture");
    desk.click("paste");
    desk.settle();
    desk.harness.get_by_label_contains("the clipboard: ");
    assert_eq!((desk.own_picture(), desk.plain("film_picture")), (None, 0.0));
    desk.copy_elsewhere(true);
    // Text that is pasted is a path.
    desk.paste_text("/some/picture.png");
    assert!(!desk.harness.state().is_painting() && desk.own_picture().is_none());
    desk.harness.key_press_modifiers(Modifiers::COMMAND, Key::V);
    desk.settle();
    assert!(desk.own_picture().is_some());
    assert_eq!((desk.plain("film_picture"), desk.told("film_picture")), (9.0, vec!['b', 's', 'e']));
    assert!(desk.harness.query_by_label("paste").is_none(), "the chooser has done its work");
    // With the chooser closed the keys are the host's.
    desk.click("undo");
    desk.harness.key_press_modifiers(Modifiers::COMMAND, Key::V);
    desk.settle();
    assert_eq!(desk.plain("film_picture"), 0.0);
}

#[test]
fn a_picture_is_dropped_on_the_panel() {
    let mut desk = desk();
    let folder = tempfile::tempdir().unwrap();
    desk.drop_file(&folder.path().join("none.png"));
    desk.settle();
    desk.harness.get_by_label_contains("none.png: ");
    desk.drop_file(&grey_picture(folder.path()));
    desk.settle();
    assert!(desk.own_picture().is_some());
    assert_eq!(desk.plain("film_picture"), 9.0);
}

fn grey_picture(folder: &Path) -> PathBuf {
    let path = folder.join("own.png");
    let mut encoder = png::Encoder::new(std::fs::File::create(&path).unwrap(), 64, 64);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.write_header().unwrap().write_image_data(&[200; 64 * 64]).unwrap();
    path
}
