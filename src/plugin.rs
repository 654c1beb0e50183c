//! The host's side without the entry: parameters, time, discs handed from thread to thread, what the panel is told. No maths.
//!
//! ```text
//! host ─▶ entry ─▶ Processor ─▶ Chain
//!                    │  ▲
//! params, transport ─┘  └─ disc_loader, on its own thread
//!                    └─▶ telemetry, scope ─▶ panel
//! ```

pub mod containment;
pub mod params;
pub mod session;
pub mod processor;
mod disc_loader;
pub mod transport;
pub mod telemetry;
pub mod scope;
pub mod learn;
pub mod picture;
pub mod host_menu;
pub mod host_waker;
pub mod window;
