"""What both hosts of the VST3 share: the song, what the library makes of it, and the verdict."""

import os
import pathlib
import sys

import numpy as np

RATE = 48000

# The VST3 wrapper writes to the C library's error stream; Python's own errors stay visible.
sys.stderr = os.fdopen(os.dup(2), "w")
os.dup2(os.open(os.devnull, os.O_WRONLY), 2)


def load(folder, name):
    """Two channels of samples, one after the other in the file."""
    return np.fromfile(pathlib.Path(folder) / name, dtype="<f4").reshape(2, -1)


def level_db(audio):
    """Root mean square in dB re full scale."""
    return 10 * np.log10(np.mean(np.square(audio.astype(np.float64))) + 1e-30)


class Verdict:
    """Prints a line for each check, as cargo does, and remembers whether any failed."""

    def __init__(self, host):
        self.host, self.passed, self.failed = host, 0, 0

    def check(self, name, holds, why=""):
        word = "ok" if holds else f"FAILED: {why}"
        self.passed += bool(holds)
        self.failed += not holds
        print(f"test {self.host}::{name} ... {word}", flush=True)

    def same_bits(self, name, output, wanted, song):
        """Same samples to the bit; and sound, and not what went in, or the comparison would show nothing."""
        same = output.shape == wanted.shape and np.array_equal(output.view(np.uint32), wanted.view(np.uint32))
        why = f"{output.shape} against {wanted.shape}"
        if output.shape == wanted.shape:
            differing = np.flatnonzero(output.view(np.uint32) != wanted.view(np.uint32))
            why = f"{len(differing)} samples differ, the first at {differing[:1]}"
        self.check(name, same, why)
        self.check(f"{name}_is_a_record", level_db(output) > -40 and level_db(output - song) > -40, "no sound")

    def disc_noise(self, name, output):
        self.check(name, -75 < level_db(output) < -15, f"{level_db(output):.1f} dBFS")

    def done(self):
        print(f"test result: {'FAILED' if self.failed else 'ok'}. {self.passed} passed; {self.failed} failed", flush=True)
        sys.exit(1 if self.failed else 0)
