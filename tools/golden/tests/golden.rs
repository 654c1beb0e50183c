//! The kept list, held against today's code.

use golden::compare::differences;
use golden::{items, lines};

/// The list.
const KEPT: &str = include_str!("../../../tests/golden/list.txt");

#[test]
fn the_golden_list_holds() {
    let said = differences(KEPT, &lines(&items()).unwrap(), |_| true);
    assert!(said.is_empty(), "{}", said.join("\n"));
}
