//! The panel under the hands of a user, without a host or a screen.

mod gestures;
mod host;
mod keyboard;
mod kit;
mod looks;
mod own;
mod raster;
mod turntable;
