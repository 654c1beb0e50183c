//! Two lists of events that stand between the host and nice-plug.
//!
//! On the way out, stepped values are made whole. On the way in, a block's events are split: those inside the block
//! go to `process`, those past its end (and all of an empty block) go to `flush` behind it, because nice-plug would
//! lose the ones at its very end and run past the buffers for any later one.

use clap_sys::events::{
    CLAP_CORE_EVENT_SPACE_ID, CLAP_EVENT_PARAM_VALUE, clap_event_header, clap_event_param_value,
    clap_input_events, clap_output_events,
};
use std::ptr::null;

use super::instance::Inner;
use crate::plugin::containment::contained;

/// The host's output list, with stepped values made whole.
pub struct RoundedOutputEvents<'a> {
    inner: &'a Inner,
    host: *const clap_output_events,
}

impl<'a> RoundedOutputEvents<'a> {
    /// In front of `host`, which may be null.
    pub fn new(inner: &'a Inner, host: *const clap_output_events) -> Self {
        Self { inner, host }
    }

    /// The list for nice-plug; valid while `self` is.
    pub fn list(&self) -> clap_output_events {
        clap_output_events { ctx: (&raw const *self).cast_mut().cast(), try_push: Some(push) }
    }
}

unsafe extern "C" fn push(list: *const clap_output_events, event: *const clap_event_header) -> bool {
    contained("an output event", false, || {
        // SAFETY: `list` was made by `RoundedOutputEvents::list`; an event is as long as its type says.
        unsafe {
            let to = &*(*list).ctx.cast::<RoundedOutputEvents>();
            let Some(push) = to.host.as_ref().and_then(|host| host.try_push) else {
                return false;
            };
            let header = &*event;
            if header.space_id == CLAP_CORE_EVENT_SPACE_ID && header.type_ == CLAP_EVENT_PARAM_VALUE {
                let mut value = *event.cast::<clap_event_param_value>();
                value.value = to.inner.round_stepped(value.param_id, value.value);
                return push(to.host, &value.header);
            }
            push(to.host, event)
        }
    })
}

/// The host's input list, cut at the end of the block.
pub struct SplitInputEvents {
    host: *const clap_input_events,
    /// Events inside the block, and all of them.
    inside: u32,
    all: u32,
}

impl SplitInputEvents {
    /// Looks through the host's list, which may be null. It is sorted by time; what comes after an earlier one is late.
    ///
    /// # Safety
    ///
    /// `host` must be null or valid while the split is used.
    pub unsafe fn new(host: *const clap_input_events, frames: u32) -> Self {
        // SAFETY: the caller's: `host` is null or valid while the split is used.
        let Some(list) = (unsafe { host.as_ref() }) else {
            return Self { host, inside: 0, all: 0 };
        };
        // SAFETY: the caller's: `host` is null or valid while the split is used.
        let all = list.size.map_or(0, |size| unsafe { size(host) });
        // SAFETY: the caller's: `host` is null or valid while the split is used.
        let time = |index: u32| unsafe {
            let event = list.get.map_or(null(), |get| get(host, index));
            event.as_ref().map(|event: &clap_event_header| event.time)
        };
        // A list ends where it says so, or at an event that is not there, which nice-plug would read all the same.
        let (mut inside, mut is_inside, mut last) = (0, true, 0);
        for index in 0..all {
            let Some(time) = time(index) else { return Self { host, inside, all: index } };
            is_inside &= time < frames && time >= last;
            inside += u32::from(is_inside);
            last = time;
        }
        Self { host, inside, all }
    }

    /// Whether any event lies past the block.
    pub fn has_late(&self) -> bool {
        self.inside < self.all
    }

    /// The events inside the block; valid while `self` is.
    pub fn inside(&self) -> clap_input_events {
        clap_input_events { ctx: self.context(), size: Some(inside_size), get: Some(inside_get) }
    }

    /// The events past it.
    pub fn late(&self) -> clap_input_events {
        clap_input_events { ctx: self.context(), size: Some(late_size), get: Some(late_get) }
    }

    fn context(&self) -> *mut std::ffi::c_void {
        (&raw const *self).cast_mut().cast()
    }

    fn get(&self, index: u32) -> *const clap_event_header {
        // SAFETY: valid by `SplitInputEvents::new`.
        let get = unsafe { self.host.as_ref() }.and_then(|host| host.get);
        match get {
            // SAFETY: `list` was made here and is alive, and the host's list is valid for the call.
            Some(get) if index < self.all => unsafe { get(self.host, index) },
            _ => null(),
        }
    }
}

// SAFETY, of all below: `list` was made by `SplitInputEvents::inside` or `SplitInputEvents::late`.

unsafe fn split<'a>(list: *const clap_input_events) -> &'a SplitInputEvents {
    // SAFETY: `list` was made here and is alive, and the host's list is valid for the call.
    unsafe { &*(*list).ctx.cast::<SplitInputEvents>() }
}

unsafe extern "C" fn inside_size(list: *const clap_input_events) -> u32 {
    // SAFETY: `list` was made here and is alive, and the host's list is valid for the call.
    unsafe { split(list).inside }
}

unsafe extern "C" fn inside_get(list: *const clap_input_events, index: u32) -> *const clap_event_header {
    // SAFETY: `list` was made here and is alive, and the host's list is valid for the call.
    unsafe { split(list).get(index) }
}

unsafe extern "C" fn late_size(list: *const clap_input_events) -> u32 {
    // SAFETY: `list` was made here and is alive, and the host's list is valid for the call.
    unsafe { split(list).all - split(list).inside }
}

unsafe extern "C" fn late_get(list: *const clap_input_events, index: u32) -> *const clap_event_header {
    // SAFETY: `list` was made here and is alive, and the host's list is valid for the call.
    unsafe { split(list).get(split(list).inside + index) }
}
