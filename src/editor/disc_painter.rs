//! The picture of the disc, painted on a thread of its own: neither sound nor panel waits for it.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, TryRecvError, channel};
use std::thread::{self, JoinHandle};

use egui::{ColorImage, Context, TextureHandle, TextureOptions};

use crate::disc::Recipe;
use crate::disc::imported::Imported;
use crate::disc::radiograph::Radiograph;
use crate::paint::disc::{Light, View, paint_film};
use crate::params::{PARAMETERS, Settings};
use crate::plugin::picture::PersistedPicture;

/// Steps of exposure to a life that are told apart: finer ones are not seen.
const EXPOSURE_STEPS: f32 = 32.0;
/// Side of the picture, in pixels.
const SIZE_PX: u32 = 768;

/// Which picture.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct PaintKey {
    recipe: Recipe,
    side: u8,
    settings: Settings,
    exposures: Vec<f32>,
    light: Light,
}

impl PaintKey {
    /// The picture of a side that remembers these exposures. What is not seen does not count, nor do steps too fine to be.
    pub(super) fn new(
        recipe: Recipe,
        side: u8,
        settings: &Settings,
        exposures: Vec<f32>,
        light: Light,
    ) -> Self {
        let steps = |exposure: f32| (exposure * EXPOSURE_STEPS).round() / EXPOSURE_STEPS;
        let exposures = exposures.into_iter().map(steps).collect();
        Self { recipe, side, settings: visible_settings(settings), exposures, light }
    }
}

/// A picture, where on it the hole is, and what it was taken from.
struct PaintResult {
    image: ColorImage,
    hole_angle: f64,
    radiograph: Radiograph,
}

/// The film as it lies there.
pub(super) struct PaintedFilm {
    wanted: PaintKey,
    /// Its picture.
    pub(super) texture: TextureHandle,
    /// Direction of the hole, in turns.
    pub(super) hole_angle: f64,
    /// For the density at any place.
    pub(super) radiograph: Radiograph,
}

/// A picture under way. Dropping it waits: a host may unload the library a moment later.
struct PaintJob {
    wanted: PaintKey,
    painted: Receiver<PaintResult>,
    painter: Option<JoinHandle<()>>,
}

impl Drop for PaintJob {
    fn drop(&mut self) {
        if let Some(painter) = self.painter.take() {
            // Whatever became of it, it is over.
            let _ = painter.join();
        }
    }
}

/// The picture shown, and the one being painted.
#[derive(Default)]
pub(super) struct FilmPainter {
    shown: Option<PaintedFilm>,
    painting: Option<PaintJob>,
}

impl FilmPainter {
    /// The film, once there is one. While another is being painted the old one stays.
    pub(super) fn update(
        &mut self,
        context: &Context,
        wanted: PaintKey,
        picture: &PersistedPicture,
    ) -> Option<&PaintedFilm> {
        self.receive(context);
        let is_shown = self.shown.as_ref().is_some_and(|shown| shown.wanted == wanted);
        if !is_shown && self.painting.is_none() {
            self.painting = start(context.clone(), wanted, picture.get());
        }
        self.shown.as_ref()
    }

    /// Whether another is being painted.
    pub(super) fn is_painting(&self) -> bool {
        self.painting.is_some()
    }

    /// Forgets the texture: it belongs to a window that is closed.
    pub(super) fn close(&mut self) {
        *self = Self::default();
    }

    fn receive(&mut self, context: &Context) {
        let Some(PaintJob { wanted, painted, .. }) = &self.painting else {
            return;
        };
        match painted.try_recv() {
            Ok(PaintResult { image, hole_angle, radiograph }) => {
                let texture = context.load_texture("disc", image, TextureOptions::LINEAR);
                self.shown = Some(PaintedFilm { wanted: wanted.clone(), texture, hole_angle, radiograph });
                self.painting = None;
            }
            Err(TryRecvError::Empty) => {}
            Err(TryRecvError::Disconnected) => self.painting = None,
        }
    }
}

/// The settings that are seen, plays in whole ones; all others, and those of a stage that is off, stand at their defaults.
fn visible_settings(settings: &Settings) -> Settings {
    let mut seen = Settings::default();
    let is_off = |group: &str| {
        PARAMETERS.iter().any(|row| row.group == group && row.is_lamp() && (row.get)(settings) < 0.5)
    };
    for row in PARAMETERS.iter().filter(|row| row.in_picture && (row.is_lamp() || !is_off(row.group))) {
        (row.set)(&mut seen, (row.get)(settings));
    }
    seen.wear_plays = seen.wear_plays.round();
    seen
}

fn start(context: Context, wanted: PaintKey, own: Option<Arc<Imported>>) -> Option<PaintJob> {
    let (send, painted) = channel();
    let key = wanted.clone();
    let paint = move || {
        let PaintKey { recipe, side, settings, exposures, light } = &key;
        let radiograph = recipe.radiograph(*side, own.as_ref());
        let view = View { recipe, side: *side, settings, exposures, light: *light };
        let picture = paint_film(&view, &radiograph, SIZE_PX);
        let size = [picture.width_px as usize, picture.height_px as usize];
        let image = ColorImage::from_rgba_unmultiplied(size, picture.rgba.as_flattened());
        let hole_angle = recipe.blemishes(*side).hole_angle;
        // A panel that has closed does not want it any more.
        if send.send(PaintResult { image, hole_angle, radiograph }).is_ok() {
            context.request_repaint();
        }
    };
    let painter = thread::Builder::new().name("roentgenizdat panel".to_string()).spawn(paint).ok()?;
    Some(PaintJob { wanted, painted, painter: Some(painter) })
}
