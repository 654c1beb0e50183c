//! Each gesture moves the parameter it should, by the right amount, as one whole
//! gesture of the host.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering::SeqCst};

use egui::accesskit::Role;
use egui::{Key, Modifiers, PointerButton, vec2};
use egui_kittest::kittest::{NodeT, Queryable};

use roentgenizdat::plugin::host_menu::clap_param_id;
use roentgenizdat::plugin::learn::LearnState;

use super::kit::{PanelHarness, panel};

/// Points of drag from one end of a knob to the other.
const TRAVEL: f32 = 180.0;
/// Points that the pointer goes before a click becomes a drag.
const DRAG_THRESHOLD: f32 = 6.0;

#[test]
fn a_drag_turns_the_knob_by_its_way_in_one_gesture() {
    let mut panel = panel();
    let before = panel.turn("warp_hole");
    panel.drag("Warp hole", vec2(0.0, -18.0), Modifiers::NONE);
    let moved = panel.turn("warp_hole") - before;
    assert!((moved - (18.0 - DRAG_THRESHOLD) / TRAVEL).abs() < 1e-4, "{moved}");
    let told = panel.told("warp_hole");
    assert_eq!((told.first().copied(), told.last().copied()), (Some('b'), Some('e')), "{told:?}");
    assert_eq!(told.iter().filter(|told| **told != 's').count(), 2, "{told:?}");
}

#[test]
fn with_shift_it_goes_a_tenth_and_does_not_jump() {
    let mut panel = panel();
    let before = panel.turn("warp_hole");
    panel.drag("Warp hole", vec2(0.0, -18.0), Modifiers::SHIFT);
    let moved = panel.turn("warp_hole") - before;
    assert!((moved - 0.1 * (18.0 - DRAG_THRESHOLD) / TRAVEL).abs() < 1e-4, "{moved}");
}

#[test]
fn a_double_click_and_a_click_with_ctrl_put_the_default_back() {
    let mut panel = panel();
    for ctrl in [false, true] {
        panel.set("film_hiss", -40.0);
        let at = panel.place("Film hiss");
        if ctrl {
            panel.click_at(at, PointerButton::Primary, Modifiers::CTRL);
        } else {
            panel.click_at(at, PointerButton::Primary, Modifiers::NONE);
            panel.click_at(at, PointerButton::Primary, Modifiers::NONE);
        }
        assert_eq!(panel.plain("film_hiss"), -29.0, "with ctrl: {ctrl}");
    }
}

#[test]
fn a_notch_of_the_wheel_is_a_fiftieth_and_a_count_goes_by_one() {
    let mut panel = panel();
    let before = panel.turn("wear_plays");
    panel.wheel("Wear plays", 1.0);
    assert!((panel.turn("wear_plays") - before - 0.02).abs() < 1e-4);
    let before = panel.plain("crackle_scratches");
    panel.wheel("Crackle scratches", -1.0);
    assert_eq!(panel.plain("crackle_scratches"), before - 1.0);
}

#[test]
fn the_brake_is_on_while_it_is_held() {
    let mut panel = panel();
    panel.hold("Perform brake: off", true);
    assert_eq!(panel.plain("perform_brake"), 1.0);
    panel.harness.run_steps(40);
    panel.hold("Perform brake: on", false);
    assert_eq!(panel.plain("perform_brake"), 0.0);
    panel.click("undo");
    assert_eq!(panel.plain("perform_brake"), 0.0, "nobody would be there to let go");
    panel.harness.get_by_label("Perform brake: off").focus();
    panel.harness.run_steps(2);
    panel.harness.key_down(Key::Enter);
    panel.harness.run_steps(2);
    assert_eq!(panel.plain("perform_brake"), 1.0);
    panel.harness.key_up(Key::Enter);
    panel.harness.run_steps(2);
    assert_eq!(panel.plain("perform_brake"), 0.0);
}

#[test]
fn a_window_that_closes_lets_go_of_everything() {
    let mut panel = panel();
    panel.hold("Perform brake: off", true);
    panel.close();
    assert_eq!(panel.plain("perform_brake"), 0.0);
    assert_eq!(panel.told("perform_brake"), ['b', 's', 's', 'e']);
}

#[test]
fn a_size_is_chosen_from_the_menu() {
    let mut panel = panel();
    panel.click("more");
    panel.click("150 %");
    assert_eq!(panel.harness.state_mut().take_wanted_scale(), Some(1.5));
    assert_eq!(panel.harness.state_mut().take_wanted_scale(), None);
}

#[test]
fn the_version_tells_of_licences() {
    let mut panel = panel();
    panel.click("about");
    panel.harness.get_by_label_contains("MIT OR Apache-2.0. No X-ray");
    panel.click("Licence of the typeface Ubuntu Light");
    panel.harness.get_by_label_contains("UBUNTU FONT LICENCE");
}

#[test]
fn the_hosts_menu_is_asked_for_where_the_host_has_one() {
    let mut panel = panel();
    let open = |panel: &mut PanelHarness| {
        let at = panel.place("Film hiss");
        panel.click_at(at, PointerButton::Secondary, Modifiers::NONE);
        panel.harness.run_steps(5);
        panel.harness.query_by_label("The host's menu…").is_some()
    };
    assert!(!open(&mut panel), "this host has none");
    panel.harness.key_press(Key::Escape);
    panel.harness.run_steps(5);
    let woken = Arc::new(AtomicU32::new(0));
    let count = woken.clone();
    panel.host_menu().offer();
    panel.host_waker().connect(move || {
        count.fetch_add(1, SeqCst);
    });
    assert!(open(&mut panel));
    panel.click("The host's menu…");
    let asked = panel.host_menu().take().unwrap();
    assert_eq!((asked.id, woken.load(SeqCst)), (clap_param_id("film_hiss"), 1));
    assert!(asked.at[0] > 0 && asked.at[1] > 0);
}

#[test]
fn a_value_is_typed_with_its_unit() {
    let mut panel = panel();
    for (text, value) in [("3.2 kHz", 3200.0), ("nonsense", 3200.0)] {
        let below = panel.place("Lathe high cut") + vec2(0.0, 28.0);
        panel.click_at(below, PointerButton::Primary, Modifiers::NONE);
        panel.type_in(text);
        assert_eq!(panel.plain("lathe_high_cut"), value, "{text}");
    }
}

#[test]
fn a_lamp_goes_out_with_a_click() {
    let mut panel = panel();
    panel.click("Warp on");
    assert_eq!(panel.plain("warp_on"), 0.0);
    panel.click("Warp on");
    assert_eq!(panel.plain("warp_on"), 1.0);
}

#[test]
fn the_right_button_opens_a_menu_with_the_default() {
    let mut panel = panel();
    panel.set("film_hiss", -40.0);
    panel.set("lathe_machine", 0.0);
    for (at, id) in [
        (panel.place("Film hiss"), "film_hiss"),
        (panel.harness.get_by_label("Lathe machine: Telefunken").rect().center(), "lathe_machine"),
    ] {
        panel.click_at(at, PointerButton::Secondary, Modifiers::NONE);
        panel.harness.run_steps(5);
        let item = format!("Default: {}", panel.default_text(id));
        panel.click(&item);
        assert_eq!(panel.plain(id), panel.default(id), "{id}");
    }
}

#[test]
fn presets_go_by_leave_the_mix_alone_and_can_be_undone() {
    let mut panel = panel();
    panel.set("mix", 55.0);
    let before = panel.settings();
    panel.click("next");
    let after = panel.settings();
    assert_ne!(after, before);
    assert_eq!(after.mix, 55.0);
    panel.click("undo");
    assert_eq!(panel.settings(), before);
    panel.click("redo");
    assert_eq!(panel.settings(), after);
    panel.click("previous");
    assert_eq!(panel.settings(), before);
}

#[test]
fn a_turned_knob_can_be_undone() {
    let mut panel = panel();
    let before = panel.settings();
    panel.drag("Warp hole", vec2(0.0, -30.0), Modifiers::NONE);
    panel.drag("Film hiss", vec2(0.0, 40.0), Modifiers::NONE);
    assert_ne!(panel.settings(), before);
    panel.click("undo");
    panel.click("undo");
    assert_eq!(panel.settings(), before);
}

#[test]
fn b_begins_as_a_and_then_is_its_own() {
    let mut panel = panel();
    let a = panel.settings();
    panel.click("compare");
    assert_eq!(panel.settings(), a);
    panel.drag("Warp hole", vec2(0.0, -30.0), Modifiers::NONE);
    let b = panel.settings();
    panel.click("compare");
    assert_eq!(panel.settings(), a);
    panel.click("compare");
    assert_eq!(panel.settings(), b);
}

#[test]
fn a_roll_is_one_step_and_leaves_disc_and_mix_alone() {
    let mut panel = panel();
    panel.set("mix", 70.0);
    let (before, serial) = (panel.settings(), panel.serial());
    panel.click("roll");
    let rolled = panel.settings();
    assert_ne!(rolled, before);
    assert_eq!((rolled.mix, rolled.disc_diameter, panel.serial()), (70.0, before.disc_diameter, serial));
    panel.click("undo");
    assert_eq!(panel.settings(), before);
}

#[test]
fn what_the_host_automates_is_shown_and_not_undone() {
    let mut panel = panel();
    panel.automate("wear_plays", 44.0);
    panel.harness.run_steps(2);
    let node = panel.harness.get_by_role_and_label(Role::Slider, "Wear plays");
    assert_eq!(node.accesskit_node().numeric_value(), Some(44.0));
    panel.click("undo");
    assert_eq!(panel.plain("wear_plays"), 44.0);
}

#[test]
fn nothing_is_painted_again_while_nothing_moves() {
    let mut panel: PanelHarness = panel();
    panel.settle();
    let delay = panel.repaint_delay();
    assert!(delay > std::time::Duration::from_secs(1), "{delay:?}");
}

#[test]
fn what_is_learnt_is_a_trim_that_can_be_taken_back() {
    let mut panel = panel();
    panel.click("learn");
    assert!(matches!(panel.telemetry().learn.state(), LearnState::Listening { is_heard: false, .. }));
    // The same button gives up.
    panel.click("stop");
    assert_eq!(panel.telemetry().learn.state(), LearnState::Idle);
    panel.telemetry().learn.finish(9.0);
    panel.settle();
    assert_eq!(panel.plain("level_trim"), 0.0, "nobody asked");
    panel.click("learn");
    panel.telemetry().learn.finish(2.5);
    panel.settle();
    assert_eq!(panel.plain("level_trim"), 2.5);
    assert_eq!(panel.telemetry().learn.state(), LearnState::Idle);
    // Learnt again, it counts from where it is; a trim keeps its range.
    panel.click("learn");
    panel.telemetry().learn.finish(40.0);
    panel.settle();
    assert_eq!(panel.plain("level_trim"), 24.0);
    panel.click("undo");
    assert_eq!(panel.plain("level_trim"), 2.5);
    // For another sound than the one that was listened to it tells nothing.
    panel.click("learn");
    panel.set("film_hiss", -20.0);
    panel.telemetry().learn.finish(3.0);
    panel.settle();
    assert_eq!(panel.plain("level_trim"), 2.5);
}
