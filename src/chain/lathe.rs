//! LATHE: what the home-made machine could engrave.
//!
//! Groove velocity in, groove velocity out. In order: cutting characteristic, amplifier, cutting head, the
//! room between two turns, the room in front of the cutter's back edge, the blunt tip, and the mains.
//!
//! ```text
//! v · drive ─ s/(s+ω_t) ─ high-pass ─ amplifier ─ head ─ tip ─ |x| ≤ x_max ─ |v| ≤ σV ─ springback, chips ─ + hum
//! ```
//!
//! | term      | meaning                                                            | value            |
//! |-----------|--------------------------------------------------------------------|------------------|
//! | `ω_t`     | turnover: constant amplitude below, constant velocity above        | 300 Hz           |
//! | amplifier | `u/√(1+u²)`, third harmonic 1 % 6 dB above reference               | by machine       |
//! | head      | two second-order low-passes whose product peaks by `lathe_head` dB and is 3 dB down at `lathe_high_cut` | |
//! | tip       | a cutter of edge radius ρ averages the groove: −3 dB at 0.257 V/ρ  | by machine       |
//! | `x_max`   | half the land between turns, `(p − w)/2`                           | 65 µm            |
//! | chips     | caught under the cutter, tear the groove for a moment              | `lathe/swarf.rs` |
//! | springback| an embossed groove rises again: quieter, −3 dB at V/2πl, l = 50 µm | embosser         |
//! | `σ`       | slope at which the cutter's back edge wipes out the groove         | by machine       |
//!
//! What does not fit between two turns breaks into the neighbour, and is heard a turn later: `overcut` tells the warp how
//! much. Embossing: lower level and dull top are told of embossed polycarbonate and aluminium; the figures are guessed.
//! Home recorders reached 5–7 kHz at best (Recordio, Dead Media Notebook); the figures of the
//! machines are guessed between that and a studio recorder. Measured in `tests/physics/lathe.rs`.

use super::control_frame::ControlFrame;
use super::linear::LinearStage;
use super::parts::cascade::Cascade;
use super::parts::harmonics::Harmonics;
use super::parts::kept::Kept;
use super::parts::ramp::{GRID, Ramp};
use super::parts::section::{Section, gain};
use super::reference::{MAINS_HZ, TURNOVER_HZ, rms_cm_s};
use crate::params::{LATHE_HUM_OFF_DB, Machine, Quality, Settings};

pub mod amplifier;
pub(super) mod head;
mod oversampler;
mod land;
pub mod swarf;
use amplifier::Amplifier;
use land::Land;

/// Harmonics of the mains, in dB re 50 Hz: 100 Hz from the rectifier, odd ones from the transformer.
const HUM_DB: [f64; 6] = [0.0, -1.0, -8.0, -12.0, -16.0, -18.0];

/// How far the song's pitch sags with the weakest machine, as a part of it.
pub(super) const MOST_LABOUR: f64 = 0.004;

/// What distinguishes one machine from another.
struct MachineTable {
    /// Velocity at which the amplifier bends, in cm/s: 57 gives 1 % third harmonic at reference + 6 dB.
    amplifier_cm_s: f32,
    /// Edge radius of the cutter, in µm: sapphire 2–4, turned steel 10–20.
    edge_um: f64,
    /// Highest slope of the groove before the back edge wipes it out.
    slope: f32,
    /// Hum against the knob, in dB.
    hum_db: f64,
    /// Chips caught under the cutter, a second.
    chips_hz: f64,
    /// How far the song's pitch sags at most when loud lows set in, as a part of it.
    labour: f64,
    /// Level that is left when the film has sprung back, in dB, and over what length it does, in µm.
    springback: Option<(f64, f64)>,
}

fn table(machine: Machine) -> MachineTable {
    let cutter = |amplifier_cm_s, edge_um, slope, hum_db, chips_hz, labour| MachineTable {
        amplifier_cm_s,
        edge_um,
        slope,
        hum_db,
        chips_hz,
        labour,
        springback: None,
    };
    match machine {
        Machine::Telefunken => cutter(90.0, 3.0, 1.0, -8.0, 0.02, 0.001),
        Machine::Copy => cutter(57.0, 12.0, 0.8, 0.0, 0.05, 0.003),
        Machine::Blunt => cutter(36.0, 20.0, 0.5, 4.0, 0.2, MOST_LABOUR),
        Machine::Embosser => {
            MachineTable { springback: Some((-6.0, 50.0)), ..cutter(57.0, 8.0, 0.7, 0.0, 0.0, 0.002) }
        }
    }
}

/// How far a labouring machine lets the song's pitch sag at most, as a part of it, `0.0..=MOST_LABOUR`: its motor is hardly stronger
/// than the cut, whose widest swings are the lows'. Sizes are guessed.
pub(super) fn labour(machine: Machine) -> f64 {
    table(machine).labour
}

/// What a chip does to the groove at this place; none on a clean copy.
pub(super) fn swarf(frame: &ControlFrame) -> swarf::Swarf {
    let share = f64::from(frame.colour(frame.enable.lathe));
    let swarf = swarf::at(frame.side, &frame.place, table(frame.settings.lathe_machine).chips_hz);
    swarf::Swarf { noise_db: swarf.noise_db * share, dip_db: swarf.dip_db * share }
}

/// Everything linear that does not depend on the place, in order; the first two come before the amplifier.
///
/// The turnover is no colour of the machine's: whatever cuts a record cuts with it, and a player undoes it or is made for it.
/// So it is there as far as the player is, and neither lamp leaves half of the pair behind.
fn sections(frame: &ControlFrame) -> [Section; 4] {
    let settings = frame.settings;
    let turnover = Section::high_pass_1(TURNOVER_HZ);
    let [resonance, second] = head::sections(settings.lathe_high_cut, settings.lathe_head);
    let machine = [
        Section::high_pass(f64::from(settings.lathe_low_cut), std::f64::consts::FRAC_1_SQRT_2),
        resonance,
        second,
    ];
    let [low_cut, resonance, second] =
        machine.map(|section| section.weighted(f64::from(frame.colour(frame.enable.lathe))));
    [turnover.weighted(f64::from(frame.colour(frame.enable.pickup))), low_cut, resonance, second]
}

/// What the level match and the dry path know of the stage.
pub(super) const LINEAR: LinearStage = LinearStage {
    sections_at: |frame, spot, list| {
        let (settings, enable) = (frame.settings, frame.colour(frame.enable.lathe));
        list.extend([
            cutter_edge(settings, spot.speed_m_s, enable),
            springback(settings, spot.speed_m_s, enable),
        ]);
    },
    sections: |frame, list| list.extend(sections(frame)),
    delay_samples: |frame| {
        Lathe::delay_samples(frame.settings.disc_quality, frame.colour(frame.enable.lathe))
    },
    // Hard driven, the groove's walls take away what the drive gives.
    mean_loss_db: |frame| {
        let over_db = |knee_db: f64| (drive_db(frame) - knee_db).max(0.0);
        0.13 * over_db(2.0) + 0.025 * over_db(4.0) * over_db(4.0)
    },
};

/// How hard the groove is cut, as far as the stage is on, in dB.
pub(super) fn drive_db(frame: &ControlFrame) -> f64 {
    f64::from(frame.settings.lathe_drive * frame.enable.lathe)
}

/// The averaging of the cutter's edge, as the low-pass nearest to 2J₁(x)/x.
fn cutter_edge(settings: &Settings, speed_m_s: f64, enable: f32) -> Section {
    Section::patch(table(settings.lathe_machine).edge_um, speed_m_s).weighted(f64::from(enable))
}

/// What is left of an embossed groove when the film has sprung back.
fn springback(settings: &Settings, speed_m_s: f64, enable: f32) -> Section {
    let section =
        table(settings.lathe_machine).springback.map_or(Section::PASS_THROUGH, |(level_db, length_um)| {
            let f_hz = speed_m_s / (std::f64::consts::TAU * length_um * 1e-6);
            Section::low_pass_1(f_hz).scaled(gain(level_db))
        });
    section.weighted(f64::from(enable))
}

/// Numbers the loop needs.
#[derive(Clone, Copy, Debug, Default)]
struct Coefficients {
    quality: Quality,
    springs_back: bool,
    drive: Ramp,
    /// Programme left beside a caught chip.
    dip: Ramp,
    enable: Ramp,
    /// One over the amplifier's bend, per cm/s.
    amplifier: Ramp,
    /// One over the highest velocity the slope allows, per cm/s.
    slope: Ramp,
    /// Rms of the hum, in cm/s.
    hum: Ramp,
    drive_gain: Kept,
    hum_gain: Kept,
}

/// What past samples left behind.
#[derive(Clone, Debug)]
struct FilterState {
    before: Cascade<2, 1>,
    amplifier: Amplifier,
    head: Cascade<3, 1>,
    springback: Cascade<1, 1>,
    land: Land,
}

/// The stage.
#[derive(Clone, Debug)]
pub struct Lathe {
    coefficients: Coefficients,
    state: FilterState,
    hum: Harmonics<6>,
}

impl Lathe {
    /// Samples from input to output, without the filters' own delay.
    pub fn delay_samples(quality: Quality, enable: f32) -> f64 {
        let lanes = (Cascade::<2, 1>::DELAY_SAMPLES + Cascade::<3, 1>::DELAY_SAMPLES) as f64;
        let amplifier = Amplifier::delay_samples(quality);
        // Off, the amplifier passes what it keeps in step with itself.
        lanes
            + Land::delay_samples(quality) as f64
            + libm::floor(amplifier)
            + (amplifier - libm::floor(amplifier)) * f64::from(enable)
    }

    /// A machine at rest.
    pub fn new() -> Self {
        let state = FilterState {
            before: Cascade::new(),
            amplifier: Amplifier::INITIAL,
            head: Cascade::new(),
            springback: Cascade::new(),
            land: Land::INITIAL,
        };
        Self { coefficients: Coefficients::default(), state, hum: Harmonics::new(MAINS_HZ, HUM_DB) }
    }

    /// Forgets the past.
    pub fn reset(&mut self) {
        self.state.before.reset();
        self.state.head.reset();
        self.state.springback.reset();
        self.state.amplifier = Amplifier::INITIAL;
        self.state.land = Land::INITIAL;
    }

    /// By how much the programme since the last call would have gone over its share of land, as a part of that share;
    /// 0 where it fits.
    pub fn overcut(&mut self) -> f32 {
        self.state.land.overcut() * self.coefficients.enable.at(0)
    }

    /// Aims at the next grid point.
    pub fn update(&mut self, frame: &ControlFrame) {
        let (settings, enable, rate) = (frame.settings, frame.enable.lathe, frame.sample_rate_hz);
        let c = &mut self.coefficients;
        let machine = table(settings.lathe_machine);
        c.quality = settings.disc_quality;
        let drive = 1.0 + (c.drive_gain.at(f64::from(settings.lathe_drive), gain) as f32 - 1.0) * enable;
        c.drive.set_target(drive, frame.snap);
        c.enable.set_target(frame.colour(enable), frame.snap);
        c.dip.set_target(gain(-swarf(frame).dip_db) as f32, frame.snap);
        c.amplifier.set_target(1.0 / machine.amplifier_cm_s, frame.snap);
        c.slope.set_target(1.0 / (machine.slope * frame.place.speed_m_s as f32 * 100.0), frame.snap);
        let hum = rms_cm_s(settings.lathe_hum, LATHE_HUM_OFF_DB, machine.hum_db, &mut c.hum_gain);
        c.hum.set_target(hum * enable * frame.dirt, frame.snap);
        self.state.land.set(settings.disc_quality, rate);
        if !c.hum.is_zero() {
            self.hum.fill(frame.seconds - GRID as f64 / rate, rate);
        }

        if frame.is_smoothing || frame.snap {
            let [turnover, low_cut, resonance, second] = sections(frame);
            self.state.before.set_all(0, &[turnover, low_cut], rate);
            self.state.head.set_all(0, &[resonance, second], rate);
        }
        self.state.head.set(2, &cutter_edge(settings, frame.place.speed_m_s, frame.colour(enable)), rate);
        c.springs_back = machine.springback.is_some();
        if c.springs_back {
            self.state.springback.set(
                0,
                &springback(settings, frame.place.speed_m_s, frame.colour(enable)),
                rate,
            );
        }
    }

    /// Cuts: programme in cm/s, in place.
    #[inline(always)]
    pub fn process(&mut self, samples: &mut [f32], first: usize) {
        let Coefficients { quality, springs_back, drive, dip, enable, amplifier, slope, .. } =
            self.coefficients;
        for (i, v) in samples.iter_mut().enumerate() {
            *v *= drive.at(first + i);
        }
        self.state.before.process(samples, first);
        self.state.amplifier.process(samples, first, amplifier, enable, quality);
        self.state.head.process(samples, first);

        self.state.land.process(samples, first, slope, enable, quality);
        if springs_back {
            self.state.springback.process(samples, first);
        }
        if !dip.is_one() {
            for (i, v) in samples.iter_mut().enumerate() {
                *v *= dip.at(first + i);
            }
        }
    }

    /// Cuts the mains into the groove: dirt, not programme.
    #[inline(always)]
    pub fn add_hum(&self, groove: &mut [f32], first: usize) {
        let hum = self.coefficients.hum;
        if !hum.is_zero() {
            for (i, v) in groove.iter_mut().enumerate() {
                *v += self.hum.at(first + i) * hum.at(first + i);
            }
        }
    }
}

impl Default for Lathe {
    fn default() -> Self {
        Self::new()
    }
}
