//! The picture is worn as the sound is.

use roentgenizdat::disc::Recipe;
use roentgenizdat::paint::disc::{View, paint};
use roentgenizdat::params::{Serial, Settings, condition};

const WIDTH_PX: u32 = 200;

fn picture(settings: &Settings) -> Vec<u8> {
    let recipe = Recipe::new(Serial::new(1953).unwrap(), 230.0);
    paint(&View::new(&recipe, settings), WIDTH_PX).to_png().unwrap()
}

#[test]
fn condition_counts_once() {
    // At 90, of three scratches two tick: 2.7, cut off; rounded it would be 3. Counted twice, the hole would be at 81 %.
    let used = Settings { crackle_scratches: 3.0, wear_plays: 20.0, warp_hole: 2.0, ..Settings::default() };
    let at_90 = Settings { condition: 90.0, ..used };
    let heard = condition::applied(&at_90);
    assert_eq!(picture(&at_90), picture(&Settings { condition: 100.0, ..*heard }));
    assert_ne!(picture(&at_90), picture(&used));
    let scratches = |crackle_scratches| picture(&Settings { crackle_scratches, ..used });
    assert_eq!(scratches(2.7), scratches(2.0), "a part of a scratch is none");
}

#[test]
fn what_a_lamp_silences_is_not_drawn() {
    let used = Settings { crackle_scratches: 9.0, warp_hole: 3.0, wear_plays: 40.0, ..Settings::default() };
    assert_eq!(
        picture(&Settings { crackle_on: false, ..used }),
        picture(&Settings { crackle_scratches: 0.0, ..used })
    );
    assert_eq!(picture(&Settings { warp_on: false, ..used }), picture(&Settings { warp_hole: 0.0, ..used }));
    assert_eq!(picture(&Settings { wear_on: false, ..used }), picture(&Settings { wear_plays: 0.0, ..used }));
}
