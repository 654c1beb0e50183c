"""The VST3 in DawDreamer: a host whose transport rolls from 0.

dawdreamer_bits.py BUNDLE FOLDER
"""

import sys

import dawdreamer
import numpy as np

import common

bundle, folder = sys.argv[1:]
song, wanted = common.load(folder, "song.f32"), common.load(folder, "wanted.f32")
wanted_silence = common.load(folder, "wanted_silence.f32")
verdict = common.Verdict("dawdreamer")


def render(audio, block):
    """The song from 0, through an instance with the disc and the plays of the check."""
    engine = dawdreamer.RenderEngine(common.RATE, block)
    engine.set_bpm(97.0)
    plugin = engine.make_plugin_processor("disc", bundle)
    index = {row["name"]: row["index"] for row in plugin.get_parameters_description()}
    plugin.set_parameter(index["Disc serial"], 1953 / 9999)
    plugin.set_parameter(index["Wear plays"], float(np.float32(12 / 60)))
    source = engine.make_playback_processor("song", audio)
    engine.load_graph([(source, []), (plugin, ["song"])])
    # The disc is made when a render begins, from what was set before: the first one sets it.
    engine.render(block / common.RATE)
    engine.render(audio.shape[1] / common.RATE)
    return engine.get_audio()[:, : audio.shape[1]]


for size in (64, 512):
    verdict.same_bits(f"rolling_in_blocks_of_{size}", np.ascontiguousarray(render(song, size)), wanted, song)
quiet = np.ascontiguousarray(render(np.zeros_like(song), 512))
verdict.disc_noise("silence_in_disc_noise_out", quiet)
verdict.check("silence_is_the_same", np.array_equal(quiet.view(np.uint32), wanted_silence.view(np.uint32)), "differs")
verdict.done()
