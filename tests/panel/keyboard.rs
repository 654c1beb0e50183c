//! The panel without a mouse.

use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable;

use super::kit::{PanelHarness, names, panel};

#[test]
fn the_keyboard_moves_what_has_the_focus() {
    let mut panel = panel();
    panel.harness.get_by_role_and_label(Role::Slider, "Film hiss").focus();
    panel.harness.run_steps(3);
    let before = panel.turn("film_hiss");
    let mut press = |key: Key, modifiers: Modifiers| {
        panel.harness.key_press_modifiers(modifiers, key);
        panel.harness.run_steps(2);
        panel.turn("film_hiss")
    };
    assert!((press(Key::ArrowUp, Modifiers::NONE) - before - 0.02).abs() < 1e-4);
    assert!((press(Key::ArrowDown, Modifiers::NONE) - before).abs() < 1e-4);
    assert!((press(Key::ArrowUp, Modifiers::SHIFT) - before - 0.002).abs() < 1e-4);
    assert!((press(Key::PageUp, Modifiers::NONE) - before - 0.102).abs() < 1e-4);
    assert_eq!(press(Key::Home, Modifiers::NONE), 0.0);
    assert_eq!(press(Key::End, Modifiers::NONE), 1.0);
    press(Key::Delete, Modifiers::NONE);
    assert_eq!(panel.plain("film_hiss"), -29.0);
}

#[test]
fn what_the_mouse_opens_the_keyboard_opens() {
    let mut panel = panel();
    let focus = |panel: &mut PanelHarness, role: Role, name: &str| {
        panel.harness.get_by_role_and_label(role, name).focus();
        panel.harness.run_steps(2);
    };
    // A value is typed, and the knob has the keyboard again.
    focus(&mut panel, Role::Slider, "Film hiss");
    panel.press([Key::Enter]);
    panel.type_in("-41 dB");
    assert_eq!(panel.plain("film_hiss"), -41.0);
    assert_eq!(panel.focused().as_deref(), Some("Film hiss"));
    // The menu of the right button: its first line has the keyboard, and gives it back.
    let menu = |panel: &mut PanelHarness| {
        panel.harness.key_press_modifiers(Modifiers::SHIFT, Key::Enter);
        panel.harness.run_steps(5);
    };
    menu(&mut panel);
    assert_eq!(panel.focused().as_deref(), Some("Default: -29 dB"));
    panel.press([Key::Enter]);
    assert_eq!(panel.plain("film_hiss"), -29.0);
    assert!(panel.harness.query_by_label("Copy as text").is_none(), "the menu is gone");
    assert_eq!(panel.focused().as_deref(), Some("Film hiss"));
    menu(&mut panel);
    panel.press([Key::ArrowUp, Key::Escape]);
    assert_eq!((panel.plain("film_hiss"), panel.focused().as_deref()), (-29.0, Some("Film hiss")));
    menu(&mut panel);
    panel.press([Key::Tab, Key::Enter]);
    panel.type_in("-33 dB");
    assert_eq!((panel.plain("film_hiss"), panel.focused().as_deref()), (-33.0, Some("Film hiss")));
    // A lamp has one too, and stays as it is.
    focus(&mut panel, Role::CheckBox, "Film on");
    menu(&mut panel);
    panel.harness.get_by_label("Copy as text");
    assert_eq!(panel.plain("film_on"), 1.0);
    panel.press([Key::Escape]);
    // And the cards that a roll leaves alone.
    focus(&mut panel, Role::Button, "roll");
    let before = panel.settings();
    menu(&mut panel);
    panel.harness.get_by_label("Keep");
    assert_eq!(panel.settings(), before);
}

#[test]
fn every_control_can_be_reached_with_tab() {
    let mut panel = panel();
    let mut reached = std::collections::BTreeSet::new();
    for _ in 0..140 {
        panel.harness.key_press(Key::Tab);
        panel.harness.run_steps(1);
        if let Some(label) = panel.focused() {
            reached.insert(label);
        }
    }
    for name in names() {
        assert!(reached.iter().any(|label| label.starts_with(&name)), "{name} is not among {reached:?}");
    }
}

#[test]
fn space_is_left_to_the_host() {
    let mut panel = panel();
    panel.harness.get_by_role_and_label(Role::CheckBox, "Film on").focus();
    panel.harness.run_steps(2);
    panel.harness.key_press(Key::Space);
    panel.harness.run_steps(2);
    assert_eq!(panel.plain("film_on"), 1.0);
    panel.harness.key_press(Key::Enter);
    panel.harness.run_steps(2);
    assert_eq!(panel.plain("film_on"), 0.0);
}
