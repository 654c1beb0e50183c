//! Pages of parameters for hardware controllers: a first page of what one reaches for first, then one for each group.

use nice_plug::prelude::*;

use crate::params::{Parameter, group_title, groups, is_stage};
use crate::plugin::params::{HostParam, HostParams, fill_page};

/// A row with its host parameter.
type Row<'a> = (&'static Parameter, &'a dyn HostParam);

/// Defines all pages.
pub fn define(params: &HostParams, context: &mut impl RemoteControlsContext) {
    let rows: Vec<Row> = params.rows().collect();
    let mut first: Vec<Row> = rows.iter().copied().filter(|(row, _)| row.first_page > 0).collect();
    first.sort_by_key(|(row, _)| row.first_page);
    context.add_section("Disc", |section| {
        section.add_page("Bootleg", |page| fill_page(page, &first));
        groups().filter(|group| !is_stage(group)).for_each(|group| add_group(section, group, &rows));
    });
    context.add_section("Stages", |section| {
        groups().filter(|group| is_stage(group)).for_each(|group| add_group(section, group, &rows));
    });
}

fn add_group(section: &mut impl RemoteControlsSection, group: &str, rows: &[Row]) {
    // A disc's number is typed or rolled, not turned.
    let is_on_page = |(row, _): &Row| row.group == group && !row.is_rolled_at_birth;
    let rows: Vec<Row> = rows.iter().copied().filter(is_on_page).collect();
    section.add_page(group_title(group), |page| fill_page(page, &rows));
}
