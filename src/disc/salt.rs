//! The register of salts: everything on a disc that is looked up by place has one, told apart from all others.
//!
//! `seed = branch(parent's seed, salt)`, and what is numbered below it is `branch(seed, number)`. Two things of one parent with
//! one salt would be one piece of chance; a test holds that no two have.

/// Raised when the recipe of discs changes: then old serials make other discs, and the changelog says so.
pub const RECIPE: u64 = 2;

/// Below a side's seed.
pub const RADIOGRAPH: u64 = 0x0001_d06e;
/// Hole, curl, phases of flutter, scratches.
pub const BLEMISHES: u64 = 0xb1e3;
/// The film's hiss, by cells along the groove.
pub const HISS: u64 = 0x0f11;
/// Dust, clicks and pops; exclusive-or with the sector.
pub const DIRT: u64 = 0xc4ac_0000_0000;
/// Patches where the film is rough: areas by number, runs by the salts in [`patches`].
pub const PATCHES: u64 = 0x9a7c;
/// Scales of the groove's bottom.
pub const SCALES: u64 = 0x5ca1;
/// A scratch's tick; exclusive-or with the crossing, and with the scratch above it.
pub const SCRATCH_TICK: u64 = 0x5c4a_7c00_0000_0000;
/// The thump of a needle set down, by sector.
pub const FALL: u64 = 0xfa11;
/// Torn spots; exclusive-or with the cell.
pub const TORN: u64 = 0x7042_0000_0000;
/// Chips under the cutter, by sector.
pub const CHIP: u64 = 0x5a4f;
/// Drift of the motor.
pub const DRIFT: u64 = 0xd21f;
/// Slip on the felt, by slot of time.
pub const SLIP: u64 = 0x511b;
/// Where the film leaves the felt, and how it flaps.
pub const FELT: u64 = 0xfe17;
/// Whether a side's film was a disc before, and its scratches.
pub const REUSED: u64 = 0x4e05;
/// Noise of the bearing.
pub const BEARING: u64 = 0xbea7;
/// The record that was copied.
pub const SHELLAC: u64 = 0x0050_4ce0;
/// The station that was copied.
pub const SHORTWAVE: u64 = 0x0050_4ce1;
/// Phase of the copied record's wow.
pub const SOURCE_WOW: u64 = 0x3e11;
/// The cut edge.
pub const EDGE: u64 = 0xed6e;
/// The burnt hole.
pub const HOLE: u64 = 0x401e;
/// Light on the grooves.
pub const BAND: u64 = 0xba2d;

/// Below a disc's own seed, beside its sides: how fast the lathe ran, and when the song is another.
pub const TRUE_SPEED: u64 = 0x0075_9eed;
/// See [`TRUE_SPEED`].
pub const SWAPPED: u64 = 0x50a9_9ed0;

/// The dither of files that are written.
pub const DITHER: u64 = 0xd174;

/// Below a radiograph's seed.
pub const SUBJECT: u64 = 0x50b1;
/// Grain of the film.
pub const GRAIN: u64 = 0x006e_7261;

/// Below the dirt of a sector.
pub mod dirt {
    /// Specks.
    pub const DUST: u64 = 1;
    /// Clicks.
    pub const CLICKS: u64 = 2;
    /// Pops.
    pub const POPS: u64 = 3;
    /// Below each of them: events on their own.
    pub const ALONE: u64 = 10;
    /// Events in bursts.
    pub const BURSTS: u64 = 11;
}

/// Below the patches of a side, far from the numbers of its areas.
pub mod patches {
    /// Long runs along the groove.
    pub const LONG: u64 = 1 << 40;
    /// Short runs.
    pub const SHORT: u64 = (1 << 40) + 1;
    /// Whole turns.
    pub const TURN: u64 = (1 << 40) + 2;
}

/// Below a source.
pub mod source {
    /// Fading of the carrier.
    pub const FADE: u64 = 1;
    /// Where selective fading is.
    pub const NOTCH_HZ: u64 = 2;
    /// How deep it is.
    pub const NOTCH_DB: u64 = 3;
    /// The whistle.
    pub const WHISTLE: u64 = 4;
    /// Clicks, by sector.
    pub const CLICKS: u64 = 5;
}

/// Below a hole.
pub mod hole {
    /// How far it is scorched.
    pub const HEAT: u64 = 11;
    /// How ragged it is.
    pub const RAG: u64 = 12;
}

#[cfg(test)]
mod tests {
    use super::*;

    fn assert_apart(salts: &[u64]) {
        let mut apart = salts.to_vec();
        apart.sort_unstable();
        apart.dedup();
        assert_eq!(apart.len(), salts.len(), "two of {salts:x?} are one");
    }

    #[test]
    fn no_two_things_of_one_parent_share_their_chance() {
        assert_apart(&[
            RADIOGRAPH,
            BLEMISHES,
            HISS,
            DIRT,
            PATCHES,
            SCALES,
            SCRATCH_TICK,
            FALL,
            TORN,
            CHIP,
            DRIFT,
            SLIP,
            FELT,
            REUSED,
            BEARING,
            SHELLAC,
            SHORTWAVE,
            SOURCE_WOW,
            EDGE,
            HOLE,
            BAND,
        ]);
        assert_apart(&[0, 1, 2, 3, 4, 5, 6, 7, TRUE_SPEED, SWAPPED, DITHER]);
        assert_apart(&[SUBJECT, GRAIN]);
        assert_apart(&[dirt::DUST, dirt::CLICKS, dirt::POPS]);
        assert_apart(&[dirt::ALONE, dirt::BURSTS]);
        assert_apart(&[source::FADE, source::NOTCH_HZ, source::NOTCH_DB, source::WHISTLE, source::CLICKS]);
        // The ragged outline takes the numbers from 0 to 4 for its bumps.
        assert_apart(&[0, 1, 2, 3, 4, hole::HEAT, hole::RAG]);
        // What is mixed with a number by exclusive or keeps above all others, whatever the number: there are less than 2^32
        // sectors and crossings.
        let others = [
            RADIOGRAPH, BLEMISHES, HISS, FALL, PATCHES, SCALES, CHIP, DRIFT, SLIP, BEARING, SHELLAC,
            SHORTWAVE,
        ];
        assert!(
            others.iter().all(|salt| *salt < 1 << 32)
                && DIRT >> 32 != 0
                && TORN >> 32 != 0
                && SCRATCH_TICK >> 48 != 0
        );
    }
}
