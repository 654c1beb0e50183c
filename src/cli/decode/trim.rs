//! What is cut off decoded sound: samples that a coder put before the song and behind it.

/// What is to be cut off, counted in samples of a channel as they are decoded.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Trim {
    /// Before the song.
    pub(super) before: u64,
    /// The song; `None` where it goes on to the end.
    pub(super) song: Option<u64>,
    /// Behind the song. What follows, as where two files were joined, is sound again.
    pub(super) behind: u64,
    /// What has to be there at least.
    pub(super) promised: Option<u64>,
}

impl Trim {
    /// Nothing is cut off.
    pub(super) const NONE: Self = Self { before: 0, song: None, behind: 0, promised: None };

    /// Which of the next `count` samples are heard: one run, or two about a gap. Counts down what it has seen.
    pub(super) fn take(&mut self, count: usize) -> [std::ops::Range<usize>; 2] {
        let mut at = 0;
        let mut run = |left: &mut u64| {
            let from = at;
            let here = (count - at).min(usize::try_from(*left).unwrap_or(usize::MAX));
            *left -= here as u64;
            at += here;
            from..at
        };
        run(&mut self.before);
        let song = match &mut self.song {
            Some(left) => run(left),
            None => return [at..count, count..count],
        };
        if self.song == Some(0) {
            run(&mut self.behind);
            return [song, at..count];
        }
        [song, count..count]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_about_the_song_is_cut_off_however_it_comes() {
        let trim = Trim { before: 5, song: Some(12), behind: 4, promised: None };
        for piece in [1, 3, 7, 12, 40] {
            let mut left = trim;
            let mut heard = Vec::new();
            let mut at = 0;
            while at < 40 {
                let count = piece.min(40 - at);
                heard.extend(left.take(count).into_iter().flatten().map(|n| at + n));
                at += count;
            }
            assert_eq!(heard, (5..17).chain(21..40).collect::<Vec<_>>(), "{piece}");
        }
    }

    #[test]
    fn nothing_is_cut_off_a_song_that_goes_on_to_the_end() {
        let [mut none, mut before] = [Trim::NONE, Trim { before: 4, ..Trim::NONE }];
        assert_eq!((none.take(9), before.take(9)), ([0..9, 9..9], [4..9, 9..9]));
    }
}
