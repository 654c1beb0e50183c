"""The VST3 in pedalboard: a host whose transport stands, so the needle is set to always.

pedalboard_bits.py BUNDLE FOLDER
"""

import sys

import numpy as np
import pedalboard

import common

bundle, folder = sys.argv[1:]
song, wanted = common.load(folder, "song.f32"), common.load(folder, "wanted.f32")
wanted_silence = common.load(folder, "wanted_silence.f32")
verdict = common.Verdict("pedalboard")


def turntable():
    """An instance with the disc and the plays of the check."""
    plugin = pedalboard.load_plugin(bundle)
    plugin.parameters["disc_serial"].raw_value = 1953 / 9999
    plugin.parameters["wear_plays"].raw_value = float(np.float32(12 / 60))
    plugin.disc_needle = "always"
    return plugin


for size in (1, 7, 64, 480, 1024):
    output = turntable().process(song, common.RATE, buffer_size=size, reset=True)
    verdict.same_bits(f"blocks_of_{size}", output, wanted, song)

quiet = turntable().process(np.zeros_like(song), common.RATE, buffer_size=480, reset=True)
verdict.disc_noise("silence_in_disc_noise_out", quiet)
verdict.check("silence_is_the_same", np.array_equal(quiet.view(np.uint32), wanted_silence.view(np.uint32)), "differs")

plugin = turntable()
first = plugin.process(song, common.RATE, buffer_size=480, reset=True)
again = plugin.process(song, common.RATE, buffer_size=480, reset=True)
verdict.check("two_runs_are_one", np.array_equal(first, again), "differs")

other = pedalboard.load_plugin(bundle)
other.raw_state = plugin.raw_state
restored = other.process(song, common.RATE, buffer_size=480, reset=True)
verdict.check("a_session_comes_back_whole", np.array_equal(restored, first), "differs")

lifted = turntable()
lifted.disc_needle = "transport"
quiet = lifted.process(np.zeros_like(song), common.RATE, buffer_size=480, reset=True)
verdict.check("lifted_it_is_silent", common.level_db(quiet) < -90, f"{common.level_db(quiet):.1f} dBFS")

for round in range(60):
    plugin = turntable()
    for step in range(3):
        plugin.parameters["disc_serial"].raw_value = (round * 31 + step * 977) % 10000 / 9999
        plugin.process(song[:, :512], common.RATE, buffer_size=128, reset=False)
    plugin.raw_state = plugin.raw_state
    del plugin
verdict.check("instances_come_and_go", True)
verdict.done()
