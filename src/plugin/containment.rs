//! A panic of ours ends here: none crosses into a host, which would be taken down with it.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};

use nice_plug::prelude::nice_error;

/// Runs `work`. Where it panics that is logged under `name`, and `otherwise` is the answer.
pub fn contained<T>(name: &str, otherwise: T, work: impl FnOnce() -> T) -> T {
    match catch_unwind(AssertUnwindSafe(work)) {
        Ok(answer) => answer,
        Err(panic) => {
            nice_error!("{name} panicked: {}", message(&*panic));
            // Its destructor may be anybody's, and panic again.
            std::mem::forget(panic);
            otherwise
        }
    }
}

/// What was said when it panicked.
fn message(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<&str>().copied();
    text.or_else(|| panic.downcast_ref::<String>().map(String::as_str)).unwrap_or("no message")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_ends_here_and_anything_else_passes() {
        assert_eq!(contained("a sum", 0, || 1 + 1), 2);
        assert_eq!(contained("a fault", 7, || panic!("{}", "text")), 7);
        let panicked = |work: fn()| catch_unwind(work).unwrap_err();
        assert_eq!(message(&*panicked(|| panic!("as it is"))), "as it is");
        assert_eq!(message(&*panicked(|| panic!("{} made", 1))), "1 made");
        assert_eq!(message(&*panicked(|| std::panic::panic_any(1))), "no message");
    }
}
