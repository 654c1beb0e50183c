//! The tree of parameters: a group for each stage, in signal order, with the type each row has in a host.
//!
//! Only ids and types stand here; everything else of a row comes from the table by its id.

use nice_plug::prelude::*;

use crate::chain::settings::{
    Beats, Channels, Latency, Listen, Machine, Needle, OfflineQuality, Picture, Player, Quality, Seam,
    SourceKind, Speed,
};
use crate::plugin::handle::{Handle, row};

/// A group of host parameters; fields in the order of the table.
macro_rules! group {
    ($(#[$about:meta])* $group:ident { $($id:tt $field:ident: $type:ty,)+ }) => {
        $(#[$about])*
        #[derive(Params)]
        pub struct $group {
            $(#[id = $id] #[doc = concat!("`", $id, "`")] pub $field: $type,)+
        }
        impl Default for $group {
            fn default() -> Self {
                Self { $($field: <$type as Handle>::new(row($id)),)+ }
            }
        }
        impl $group {
            /// Visits every parameter, in order.
            pub fn each<'a>(&'a self, visit: &mut impl FnMut(&'a dyn Handle)) {
                $(visit(&self.$field);)+
            }
            /// Puts them on a page of a controller.
            pub fn on_page(&self, page: &mut impl RemoteControlsPage) {
                $(page.add_param(&self.$field);)+
            }
        }
    };
}

group! {
    /// What stands above the stages.
    Main {
        "condition" condition: FloatParam,
        "mix" mix: FloatParam,
        "output" output: FloatParam,
        "level_match" level_match: BoolParam,
        "bypass" bypass: BoolParam,
        "listen" listen: EnumParam<Listen>,
        "keep_low" keep_low: FloatParam,
        "follow" follow: FloatParam,
    }
}
group! {
    /// What was copied.
    Source {
        "source_kind" kind: EnumParam<SourceKind>,
        "source_amount" amount: FloatParam,
    }
}
group! {
    /// LATHE.
    Lathe {
        "lathe_on" on: BoolParam,
        "lathe_machine" machine: EnumParam<Machine>,
        "lathe_drive" drive: FloatParam,
        "lathe_low_cut" low_cut: FloatParam,
        "lathe_high_cut" high_cut: FloatParam,
        "lathe_head" head: FloatParam,
        "lathe_hum" hum: FloatParam,
    }
}
group! {
    /// FILM.
    Film {
        "film_on" on: BoolParam,
        "film_hiss" hiss: FloatParam,
        "film_tone" tone: FloatParam,
        "film_bones" bones: FloatParam,
        "film_picture" picture: EnumParam<Picture>,
    }
}
group! {
    /// CRACKLE.
    Crackle {
        "crackle_on" on: BoolParam,
        "crackle_dust" dust: FloatParam,
        "crackle_clicks" clicks: FloatParam,
        "crackle_scratches" scratches: IntParam,
        "crackle_level" level: FloatParam,
        "crackle_clustering" clustering: FloatParam,
    }
}
group! {
    /// WARP.
    Warp {
        "warp_on" on: BoolParam,
        "warp_hole" hole: FloatParam,
        "warp_curl" curl: FloatParam,
        "warp_flutter" flutter: FloatParam,
        "warp_slip" slip: FloatParam,
        "warp_speed" speed: EnumParam<Speed>,
        "warp_beats" beats: EnumParam<Beats>,
    }
}
group! {
    /// WEAR.
    Wear {
        "wear_on" on: BoolParam,
        "wear_plays" plays: FloatParam,
        "wear_by_playing" by_playing: BoolParam,
        "wear_rate" rate: FloatParam,
        "wear_needle" needle: FloatParam,
    }
}
group! {
    /// PICKUP.
    Pickup {
        "pickup_on" on: BoolParam,
        "pickup_player" player: EnumParam<Player>,
        "pickup_force" force: FloatParam,
        "pickup_tracing" tracing: FloatParam,
        "pickup_tone" tone: FloatParam,
        "pickup_rumble" rumble: FloatParam,
    }
}
group! {
    /// The disc as an object.
    DiscParams {
        "disc_diameter" diameter: FloatParam,
        "disc_start" start: FloatParam,
        "disc_travel" travel: FloatParam,
        "disc_needle" needle: EnumParam<Needle>,
        "disc_seam" seam: EnumParam<Seam>,
        "disc_channels" channels: EnumParam<Channels>,
        "disc_latency" latency: EnumParam<Latency>,
        "disc_quality" quality: EnumParam<Quality>,
        "disc_offline_quality" offline_quality: EnumParam<OfflineQuality>,
    }
}
group! {
    /// What is played on it by hand.
    Perform {
        "perform_brake" brake: BoolParam,
    }
}
