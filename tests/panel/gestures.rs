//! Each gesture moves the parameter it should, by the right amount, as one whole
//! gesture of the host.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering::SeqCst};

use egui::accesskit::Role;
use egui::{Key, Modifiers, PointerButton, vec2};
use egui_kittest::kittest::{NodeT, Queryable};

use roentgenizdat::plugin::host_menu::number_of;

use super::kit::{Desk, desk};

/// Points of drag from one end of a knob to the other.
const TRAVEL: f32 = 180.0;
/// Points that the pointer goes before a click becomes a drag.
const DEAD: f32 = 6.0;

#[test]
fn a_drag_turns_the_knob_by_its_way_in_one_gesture() {
    let mut desk = desk();
    let before = desk.turn("warp_hole");
    desk.drag("Warp hole", vec2(0.0, -18.0), Modifiers::NONE);
    let moved = desk.turn("warp_hole") - before;
    assert!((moved - (18.0 - DEAD) / TRAVEL).abs() < 1e-4, "{moved}");
    let told = desk.told("warp_hole");
    assert_eq!((told.first().copied(), told.last().copied()), (Some('b'), Some('e')), "{told:?}");
    assert_eq!(told.iter().filter(|told| **told != 's').count(), 2, "{told:?}");
}

#[test]
fn with_shift_it_goes_a_tenth_and_does_not_jump() {
    let mut desk = desk();
    let before = desk.turn("warp_hole");
    desk.drag("Warp hole", vec2(0.0, -18.0), Modifiers::SHIFT);
    let moved = desk.turn("warp_hole") - before;
    assert!((moved - 0.1 * (18.0 - DEAD) / TRAVEL).abs() < 1e-4, "{moved}");
}

#[test]
fn a_double_click_and_a_click_with_ctrl_put_the_default_back() {
    let mut desk = desk();
    for ctrl in [false, true] {
        desk.set("film_hiss", -40.0);
        let at = desk.place("Film hiss");
        if ctrl {
            desk.click_at(at, PointerButton::Primary, Modifiers::CTRL);
        } else {
            desk.click_at(at, PointerButton::Primary, Modifiers::NONE);
            desk.click_at(at, PointerButton::Primary, Modifiers::NONE);
        }
        assert_eq!(desk.plain("film_hiss"), -27.0, "with ctrl: {ctrl}");
    }
}

#[test]
fn a_notch_of_the_wheel_is_a_fiftieth_and_a_count_goes_by_one() {
    let mut desk = desk();
    let before = desk.turn("wear_plays");
    desk.wheel("Wear plays", 1.0);
    assert!((desk.turn("wear_plays") - before - 0.02).abs() < 1e-4);
    let before = desk.plain("crackle_scratches");
    desk.wheel("Crackle scratches", -1.0);
    assert_eq!(desk.plain("crackle_scratches"), before - 1.0);
}

#[test]
fn the_brake_is_on_while_it_is_held() {
    let mut desk = desk();
    desk.hold("Perform brake: off", true);
    assert_eq!(desk.plain("perform_brake"), 1.0);
    desk.harness.run_steps(40);
    desk.hold("Perform brake: on", false);
    assert_eq!(desk.plain("perform_brake"), 0.0);
    desk.click("undo");
    assert_eq!(desk.plain("perform_brake"), 0.0, "nobody would be there to let go");
    desk.harness.get_by_label("Perform brake: off").focus();
    desk.harness.run_steps(2);
    desk.harness.key_down(Key::Enter);
    desk.harness.run_steps(2);
    assert_eq!(desk.plain("perform_brake"), 1.0);
    desk.harness.key_up(Key::Enter);
    desk.harness.run_steps(2);
    assert_eq!(desk.plain("perform_brake"), 0.0);
}

#[test]
fn a_window_that_closes_lets_go_of_everything() {
    let mut desk = desk();
    desk.hold("Perform brake: off", true);
    desk.close();
    assert_eq!(desk.plain("perform_brake"), 0.0);
    assert_eq!(desk.told("perform_brake"), ['b', 's', 's', 'e']);
}

#[test]
fn a_size_is_chosen_from_the_menu() {
    let mut desk = desk();
    desk.click("more");
    desk.click("150 %");
    assert_eq!(desk.harness.state_mut().take_wanted_scale(), Some(1.5));
    assert_eq!(desk.harness.state_mut().take_wanted_scale(), None);
}

#[test]
fn the_version_tells_of_licences() {
    let mut desk = desk();
    desk.click("about");
    desk.harness.get_by_label_contains("MIT OR Apache-2.0. No X-ray");
    desk.click("Licence of the typeface Ubuntu Light");
    desk.harness.get_by_label_contains("UBUNTU FONT LICENCE");
}

#[test]
fn the_hosts_menu_is_asked_for_where_the_host_has_one() {
    let mut desk = desk();
    let open = |desk: &mut Desk| {
        let at = desk.place("Film hiss");
        desk.click_at(at, PointerButton::Secondary, Modifiers::NONE);
        desk.harness.run_steps(5);
        desk.harness.query_by_label("The host's menu…").is_some()
    };
    assert!(!open(&mut desk), "this host has none");
    desk.harness.key_press(Key::Escape);
    desk.harness.run_steps(5);
    let woken = Arc::new(AtomicU32::new(0));
    let count = woken.clone();
    desk.host_menu().offer(move || {
        count.fetch_add(1, SeqCst);
    });
    assert!(open(&mut desk));
    desk.click("The host's menu…");
    let asked = desk.host_menu().take().unwrap();
    assert_eq!((asked.id, woken.load(SeqCst)), (number_of("film_hiss"), 1));
    assert!(asked.at[0] > 0 && asked.at[1] > 0);
}

#[test]
fn a_value_is_typed_with_its_unit() {
    let mut desk = desk();
    for (text, value) in [("3.2 kHz", 3200.0), ("nonsense", 3200.0)] {
        let below = desk.place("Lathe high cut") + vec2(0.0, 28.0);
        desk.click_at(below, PointerButton::Primary, Modifiers::NONE);
        desk.type_in(text);
        assert_eq!(desk.plain("lathe_high_cut"), value, "{text}");
    }
}

#[test]
fn a_lamp_goes_out_with_a_click() {
    let mut desk = desk();
    desk.click("Warp on");
    assert_eq!(desk.plain("warp_on"), 0.0);
    desk.click("Warp on");
    assert_eq!(desk.plain("warp_on"), 1.0);
}

#[test]
fn the_right_button_opens_a_menu_with_the_default() {
    let mut desk = desk();
    desk.set("film_hiss", -40.0);
    desk.set("lathe_machine", 0.0);
    for (at, id) in [
        (desk.place("Film hiss"), "film_hiss"),
        (desk.harness.get_by_label("Lathe machine: Telefunken").rect().center(), "lathe_machine"),
    ] {
        desk.click_at(at, PointerButton::Secondary, Modifiers::NONE);
        desk.harness.run_steps(5);
        let item = format!("Default: {}", desk.default_text(id));
        desk.click(&item);
        assert_eq!(desk.plain(id), desk.default(id), "{id}");
    }
}

#[test]
fn presets_go_by_leave_the_mix_alone_and_can_be_undone() {
    let mut desk = desk();
    desk.set("mix", 55.0);
    let before = desk.settings();
    desk.click("next");
    let after = desk.settings();
    assert_ne!(after, before);
    assert_eq!(after.mix, 55.0);
    desk.click("undo");
    assert_eq!(desk.settings(), before);
    desk.click("redo");
    assert_eq!(desk.settings(), after);
    desk.click("previous");
    assert_eq!(desk.settings(), before);
}

#[test]
fn a_turned_knob_can_be_undone() {
    let mut desk = desk();
    let before = desk.settings();
    desk.drag("Warp hole", vec2(0.0, -30.0), Modifiers::NONE);
    desk.drag("Film hiss", vec2(0.0, 40.0), Modifiers::NONE);
    assert_ne!(desk.settings(), before);
    desk.click("undo");
    desk.click("undo");
    assert_eq!(desk.settings(), before);
}

#[test]
fn b_begins_as_a_and_then_is_its_own() {
    let mut desk = desk();
    let a = desk.settings();
    desk.click("compare");
    assert_eq!(desk.settings(), a);
    desk.drag("Warp hole", vec2(0.0, -30.0), Modifiers::NONE);
    let b = desk.settings();
    desk.click("compare");
    assert_eq!(desk.settings(), a);
    desk.click("compare");
    assert_eq!(desk.settings(), b);
}

#[test]
fn a_roll_is_one_step_and_leaves_disc_and_mix_alone() {
    let mut desk = desk();
    desk.set("mix", 70.0);
    let (before, serial) = (desk.settings(), desk.serial());
    desk.click("roll");
    let rolled = desk.settings();
    assert_ne!(rolled, before);
    assert_eq!((rolled.mix, rolled.disc_diameter, desk.serial()), (70.0, before.disc_diameter, serial));
    desk.click("undo");
    assert_eq!(desk.settings(), before);
}

#[test]
fn what_the_host_automates_is_shown_and_not_undone() {
    let mut desk = desk();
    desk.automate("wear_plays", 44.0);
    desk.harness.run_steps(2);
    let node = desk.harness.get_by_role_and_label(Role::Slider, "Wear plays");
    assert_eq!(node.accesskit_node().numeric_value(), Some(44.0));
    desk.click("undo");
    assert_eq!(desk.plain("wear_plays"), 44.0);
}

#[test]
fn nothing_is_painted_again_while_nothing_moves() {
    let mut desk: Desk = desk();
    desk.settle();
    let delay = desk.repaint_delay();
    assert!(delay > std::time::Duration::from_secs(1), "{delay:?}");
}
