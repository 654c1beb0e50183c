//! What threads hand over to one another is made of these: the standard library's, or loom's, which tries every order in which two
//! threads may run (`cfg(loom)`; docs/reliability.md has the command).

// Without the plugin there is less to hand over.
#![cfg_attr(not(feature = "plugin"), allow(unused_imports))]

#[cfg(not(loom))]
pub use atomic_float::{AtomicF32, AtomicF64};
#[cfg(not(loom))]
pub use std::sync::{
    Mutex, MutexGuard,
    atomic::{AtomicBool, AtomicI32, AtomicU32, AtomicU64, AtomicUsize},
};
#[cfg(loom)]
pub use {
    in_loom::{AtomicF32, AtomicF64},
    loom::sync::atomic::{AtomicBool, AtomicI32, AtomicU32, AtomicU64, AtomicUsize},
    loom::sync::{Mutex, MutexGuard},
};

/// What loom does not have: `atomic_float`'s numbers, as their bits.
#[cfg(loom)]
mod in_loom {
    use loom::sync::atomic::{AtomicU32, AtomicU64, Ordering};

    macro_rules! float {
        ($name:ident, $bits:ident, $float:ident) => {
            pub struct $name($bits);

            // Not every one is used in every way.
            #[allow(dead_code)]
            impl $name {
                pub fn new(value: $float) -> Self {
                    Self($bits::new(value.to_bits()))
                }
                pub fn load(&self, order: Ordering) -> $float {
                    $float::from_bits(self.0.load(order))
                }
                pub fn store(&self, value: $float, order: Ordering) {
                    self.0.store(value.to_bits(), order);
                }
                pub fn swap(&self, value: $float, order: Ordering) -> $float {
                    $float::from_bits(self.0.swap(value.to_bits(), order))
                }
                pub fn fetch_max(&self, value: $float, order: Ordering) -> $float {
                    self.fetch_update(order, Ordering::Relaxed, |held| Some(held.max(value))).unwrap_or(value)
                }
                pub fn fetch_update(
                    &self,
                    set: Ordering,
                    get: Ordering,
                    mut change: impl FnMut($float) -> Option<$float>,
                ) -> Result<$float, $float> {
                    let change = |bits| change($float::from_bits(bits)).map($float::to_bits);
                    self.0.fetch_update(set, get, change).map($float::from_bits).map_err($float::from_bits)
                }
            }
        };
    }

    float!(AtomicF32, AtomicU32, f32);
    float!(AtomicF64, AtomicU64, f64);
}
