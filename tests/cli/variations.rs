//! A song on several discs, discs drawn by lot, and what helps at the command line: nearest names, completions, pages for `man`.

use std::collections::BTreeSet;

use super::kit::{Workspace, refused, song};

/// A line of JSON for each song of a run.
fn run(workspace: &Workspace, args: &[&str]) -> Vec<serde_json::Value> {
    let outcome = workspace.run(&[&["cut", "--json"], args].concat());
    assert_eq!(outcome.code, 0, "{args:?}: {}", outcome.stderr);
    let lines = String::from_utf8(outcome.stdout).unwrap();
    lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn serials(lines: &[serde_json::Value]) -> BTreeSet<u64> {
    lines.iter().filter_map(|line| line["serial"].as_u64()).collect()
}

fn two_songs() -> Workspace {
    let workspace = Workspace::new();
    std::fs::create_dir(workspace.path("songs")).unwrap();
    workspace.write_song("songs/a.wav", &song(8000, 1, 0.3));
    workspace.write_song("songs/b.wav", &song(8000, 1, 0.4));
    workspace
}

#[test]
fn a_song_is_cut_on_one_disc_after_another() {
    let workspace = two_songs();
    let lines = run(&workspace, &["songs", "--out-dir", "out", "--variations", "3", "--serial", "9999"]);
    assert_eq!((lines.len(), serials(&lines)), (6, BTreeSet::from([9999, 0, 1])));
    for name in ["a-9999.wav", "a-0000.wav", "b-0001.wav"] {
        assert!(workspace.path("out").join(name).exists(), "{name}");
    }
    assert!(lines.iter().all(|line| line["seconds"].as_f64().unwrap() > 0.29 && line["peak_dbfs"].as_f64().unwrap() < 0.0));
    // Each on its own, from its name on.
    let lines =
        run(&workspace, &["songs", "--out-dir", "named", "--variations", "2", "--serial", "from-name"]);
    assert_eq!(serials(&lines).len(), 4);
    let wrong = ["cut", "songs", "--out-dir", "x", "--variations"];
    refused(&workspace, &[&wrong[..], &["0"]].concat(), &["--variations '0'", "1 to 10000"]);
    refused(
        &workspace,
        &[&wrong[..], &["2", "--name", "{name}.wav"]].concat(),
        &["a.wav", "over another song"],
    );
}

#[test]
fn discs_that_were_drawn_are_kept() {
    let workspace = two_songs();
    let options = ["songs", "--out-dir", "out", "--serial", "random", "--variations", "4"];
    let first = run(&workspace, &options);
    let drawn: BTreeSet<u64> = serials(&first);
    assert!(drawn.len() >= 6, "{drawn:?}");
    let again = run(&workspace, &options);
    assert!(again.len() == 8 && again.iter().all(|line| line["known"] == true), "{again:?}");
    // One more of each is drawn beside them.
    let more = run(&workspace, &[&options[..6], &["5"]].concat());
    assert_eq!(more.iter().filter(|line| line["known"] == true).count(), 8, "{more:?}");
    // Another folder draws others: that all eight are the same is one chance of very many.
    let other = run(&workspace, &["songs", "--out-dir", "other", "--serial", "random", "--variations", "4"]);
    assert_ne!(serials(&other), drawn);
}

#[test]
fn a_slip_is_told_the_nearest_name() {
    let workspace = two_songs();
    let wrong = |args: &[&str], word: &str| {
        refused(&workspace, &[&["cut", "songs/a.wav", "-o", "x.wav"], args].concat(), &[word]);
    };
    wrong(&["--preset", "lenningrad-1950"], "the nearest is leningrad-1950s");
    wrong(&["--set", "warp.hol=2"], "the nearest is warp.hole");
    wrong(&["--set", "pickup.player=gramofone"], "the nearest is gramophone");
}

#[test]
fn shells_and_man_are_served() {
    let workspace = Workspace::new();
    for shell in ["bash", "zsh", "fish", "powershell"] {
        let script = workspace.run(&["completions", shell]);
        let text = String::from_utf8_lossy(&script.stdout);
        assert!(script.code == 0 && text.contains("variations") && text.contains("measure"), "{shell}");
    }
    assert_eq!(workspace.run(&["man", "pages"]).code, 0);
    let page = String::from_utf8(workspace.read("pages/roentgenizdat-cut.1")).unwrap();
    assert!(page.contains("\\-\\-variations") && page.contains(".TH"), "{page}");
}
