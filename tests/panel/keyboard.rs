//! The panel without a mouse.

use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable;

use super::kit::{Desk, desk, names};

#[test]
fn the_keyboard_moves_what_has_the_focus() {
    let mut desk = desk();
    desk.harness.get_by_role_and_label(Role::Slider, "Film hiss").focus();
    desk.harness.run_steps(3);
    let before = desk.turn("film_hiss");
    let mut press = |key: Key, modifiers: Modifiers| {
        desk.harness.key_press_modifiers(modifiers, key);
        desk.harness.run_steps(2);
        desk.turn("film_hiss")
    };
    assert!((press(Key::ArrowUp, Modifiers::NONE) - before - 0.02).abs() < 1e-4);
    assert!((press(Key::ArrowDown, Modifiers::NONE) - before).abs() < 1e-4);
    assert!((press(Key::ArrowUp, Modifiers::SHIFT) - before - 0.002).abs() < 1e-4);
    assert!((press(Key::PageUp, Modifiers::NONE) - before - 0.102).abs() < 1e-4);
    assert_eq!(press(Key::Home, Modifiers::NONE), 0.0);
    assert_eq!(press(Key::End, Modifiers::NONE), 1.0);
    press(Key::Delete, Modifiers::NONE);
    assert_eq!(desk.plain("film_hiss"), -27.0);
}

#[test]
fn what_the_mouse_opens_the_keyboard_opens() {
    let mut desk = desk();
    let focus = |desk: &mut Desk, role: Role, name: &str| {
        desk.harness.get_by_role_and_label(role, name).focus();
        desk.harness.run_steps(2);
    };
    // A value is typed, and the knob has the keyboard again.
    focus(&mut desk, Role::Slider, "Film hiss");
    desk.press([Key::Enter]);
    desk.type_in("-41 dB");
    assert_eq!(desk.plain("film_hiss"), -41.0);
    assert_eq!(desk.focused().as_deref(), Some("Film hiss"));
    // The menu of the right button: its first line has the keyboard, and gives it back.
    let menu = |desk: &mut Desk| {
        desk.harness.key_press_modifiers(Modifiers::SHIFT, Key::Enter);
        desk.harness.run_steps(5);
    };
    menu(&mut desk);
    assert_eq!(desk.focused().as_deref(), Some("Default: -27 dB"));
    desk.press([Key::Enter]);
    assert_eq!(desk.plain("film_hiss"), -27.0);
    assert!(desk.harness.query_by_label("Copy as text").is_none(), "the menu is gone");
    assert_eq!(desk.focused().as_deref(), Some("Film hiss"));
    menu(&mut desk);
    desk.press([Key::ArrowUp, Key::Escape]);
    assert_eq!((desk.plain("film_hiss"), desk.focused().as_deref()), (-27.0, Some("Film hiss")));
    menu(&mut desk);
    desk.press([Key::Tab, Key::Enter]);
    desk.type_in("-33 dB");
    assert_eq!((desk.plain("film_hiss"), desk.focused().as_deref()), (-33.0, Some("Film hiss")));
    // A lamp has one too, and stays as it is.
    focus(&mut desk, Role::CheckBox, "Film on");
    menu(&mut desk);
    desk.harness.get_by_label("Copy as text");
    assert_eq!(desk.plain("film_on"), 1.0);
    desk.press([Key::Escape]);
    // And the cards that a roll leaves alone.
    focus(&mut desk, Role::Button, "roll");
    let before = desk.settings();
    menu(&mut desk);
    desk.harness.get_by_label("Keep");
    assert_eq!(desk.settings(), before);
}

#[test]
fn every_control_can_be_reached_with_tab() {
    let mut desk = desk();
    let mut reached = std::collections::BTreeSet::new();
    for _ in 0..140 {
        desk.harness.key_press(Key::Tab);
        desk.harness.run_steps(1);
        if let Some(label) = desk.focused() {
            reached.insert(label);
        }
    }
    for name in names() {
        assert!(reached.iter().any(|label| label.starts_with(&name)), "{name} is not among {reached:?}");
    }
}

#[test]
fn space_is_left_to_the_host() {
    let mut desk = desk();
    desk.harness.get_by_role_and_label(Role::CheckBox, "Film on").focus();
    desk.harness.run_steps(2);
    desk.harness.key_press(Key::Space);
    desk.harness.run_steps(2);
    assert_eq!(desk.plain("film_on"), 1.0);
    desk.harness.key_press(Key::Enter);
    desk.harness.run_steps(2);
    assert_eq!(desk.plain("film_on"), 0.0);
}
