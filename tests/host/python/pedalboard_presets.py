"""The VST3's preset files in pedalboard: each is that sound, and leaves alone what is not a preset's.

pedalboard_presets.py BUNDLE FOLDER
"""

import pathlib
import sys

import numpy as np
import pedalboard

import common

bundle, folder = sys.argv[1:]
song = common.load(folder, "song.f32")[:, : common.RATE].copy()
verdict = common.Verdict("presets")

files = {file.stem: file for file in (pathlib.Path(bundle).parent / "presets").glob("*.vstpreset")}
wanted = {file.stem: file for file in (pathlib.Path(folder) / "presets").glob("*.f32")}
verdict.check("there_is_a_file_for_each", len(wanted) > 40 and files.keys() >= wanted.keys(), f"{sorted(files)}")

plugin = pedalboard.load_plugin(bundle)
plugin.parameters["disc_serial"].raw_value = 1953 / 9999
plugin.disc_needle = "always"
kept = ("disc_serial", "mix", "output", "disc_needle", "wear_rate", "level_match")
plugin.parameters["wear_rate"].raw_value = 0.75
plugin.process(song[:, :512], common.RATE, buffer_size=512, reset=False)
before = [plugin.parameters[name].raw_value for name in kept]

other = []
for name, samples in sorted(wanted.items()):
    plugin.load_preset(str(files[name]))
    output = plugin.process(song, common.RATE, buffer_size=480, reset=True)
    library = np.fromfile(samples, dtype="<f4").reshape(2, -1)
    if not np.array_equal(output.view(np.uint32), library.view(np.uint32)) or common.level_db(output) < -40:
        other.append(name)
verdict.check("each_is_the_librarys_to_the_bit", not other, f"{len(other)} differ: {other[:5]}")
after = [plugin.parameters[name].raw_value for name in kept]
verdict.check("they_leave_the_disc_and_the_mix_alone", before == after, f"{before} became {after}")
verdict.done()
