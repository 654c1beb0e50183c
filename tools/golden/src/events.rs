//! What happens seldom: a locked groove, a song of garbage, a brake that is held from the start, one channel for two tracks.

use roentgenizdat::params::{Channels, Player};

use crate::discs::Discs;
use crate::fnv::Fnv;
use crate::scenes::late;
use crate::take::{Deck, Step, take};

/// A turn and more before the needle is caught on disc 1953, worn to pieces: from 56 s to 59 s.
const LOCKED_S: f64 = 55.0;

/// An event: its name, how the deck is set up, how the take goes.
type Event = (&'static str, fn(&mut Deck), fn(f64, &mut Step));

const EVENTS: [Event; 4] = [
    ("locked", to_pieces, |_, step| step.from_s = Some(LOCKED_S)),
    ("garbage", |deck| deck.is_garbage = true, |_, _| ()),
    (
        "held",
        |deck| deck.settings.keep_low = 120.0,
        |seconds, step| step.settings.perform_brake = seconds < 0.3,
    ),
    ("one-channel", one_channel, |_, _| ()),
];

/// All of them on this deck.
pub fn events(discs: &Discs, deck: &Deck) -> Vec<(String, Fnv)> {
    let play = |(name, set_up, plan): Event| {
        let mut deck = Deck { seconds: 1.2, ..*deck };
        set_up(&mut deck);
        let heard = take(discs, &deck, |seconds| {
            let mut step = late(&deck);
            plan(seconds, &mut step);
            step
        });
        (name.to_string(), heard)
    };
    EVENTS.map(play).into()
}

fn to_pieces(deck: &mut Deck) {
    deck.seconds = 2.0;
    deck.settings.wear_plays = 60.0;
    deck.settings.pickup_player = Player::Gramophone;
}

fn one_channel(deck: &mut Deck) {
    deck.channels = 1;
    deck.settings.disc_channels = Channels::Stereo;
}
