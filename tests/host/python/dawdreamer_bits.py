"""The VST3 in DawDreamer: a host whose transport rolls from 0.

dawdreamer_bits.py BUNDLE FOLDER
"""

import sys
import tempfile

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


def drawn(audio, block):
    """Plays drawn from 0 to 40 over the audio, at one radius, warp and source out of the way."""
    engine = dawdreamer.RenderEngine(common.RATE, block)
    plugin = engine.make_plugin_processor("disc", bundle)
    index = {row["name"]: row["index"] for row in plugin.get_parameters_description()}
    for name, value in [("Disc serial", 1953 / 9999), ("Disc travel", 0.0), ("Warp on", 0.0), ("Source amount", 0.0)]:
        plugin.set_parameter(index[name], value)
    plugin.set_automation(index["Wear plays"], np.linspace(0, 40 / 60, audio.shape[1]).astype(np.float32))
    source = engine.make_playback_processor("song", audio)
    engine.load_graph([(source, []), (plugin, ["song"])])
    engine.render(audio.shape[1] / common.RATE)
    return np.ascontiguousarray(engine.get_audio()[:, : audio.shape[1]])


def hiss_db(part):
    """Level of the treble between the clicks: the median over pieces of 20 ms."""
    treble = np.diff(part.astype(np.float64))
    pieces = np.square(treble[: len(treble) // 960 * 960]).reshape(-1, 960).mean(axis=1)
    return 10 * np.log10(np.median(pieces))


def reopened(seed, path):
    """A song twice through an instance with any settings at all, and through another that loads what the first one saved; and
    whether the settings ask for another latency than the one that is active."""
    sounds = []
    for is_first in (True, False):
        engine = dawdreamer.RenderEngine(common.RATE, 256)
        engine.set_bpm(97.0)
        plugin = engine.make_plugin_processor("disc", bundle)
        if is_first:
            anything = np.random.default_rng(seed)
            for row in plugin.get_parameters_description():
                plugin.set_parameter(row["index"], float(np.float32(anything.random())))
        else:
            plugin.load_state(path)
        source = engine.make_playback_processor("song", song)
        engine.load_graph([(source, []), (plugin, ["song"])])
        for _ in range(2 if is_first else 1):
            engine.render(song.shape[1] / common.RATE)
            sounds.append(np.ascontiguousarray(engine.get_audio()[:, : song.shape[1]]))
        if is_first:
            plugin.save_state(path)
    texts = {row["name"]: row["text"] for row in plugin.get_parameters_description()}
    return sounds, texts["Disc latency"] == "aligned"


def same(a, b):
    return np.array_equal(a.view(np.uint32), b.view(np.uint32))


with tempfile.TemporaryDirectory() as scratch:
    for seed in range(8):
        (first, again, loaded), is_aligned = reopened(seed, f"{scratch}/{seed}")
        verdict.check(f"reopened_it_is_the_same_{seed}", same(again, loaded), f"off by {np.abs(again - loaded).max():.2e}")
        # Latency alone waits for the next activation, and the host is told so.
        verdict.check(f"only_another_latency_waits_{seed}", same(first, again) != is_aligned, f"aligned: {is_aligned}")

minutes = 3
music = np.tile(song, (1, minutes * 60 * common.RATE // song.shape[1]))
bounces = [drawn(music, 512) for _ in range(2)]
verdict.check("plays_drawn_over_three_minutes_bounce_the_same", np.array_equal(*bounces), "the second bounce differs")
verdict.check("plays_drawn_are_a_record", common.level_db(bounces[0]) > -40, "no sound")
worn = drawn(np.zeros_like(music), 512)
hiss = [hiss_db(part) for part in np.array_split(worn[0], 12)]
verdict.check("plays_drawn_only_wear", np.all(np.diff(hiss) > 0) and hiss[-1] - hiss[0] > 3, f"hiss in dB: {hiss}")
verdict.check("silence_is_the_same", np.array_equal(quiet.view(np.uint32), wanted_silence.view(np.uint32)), "differs")
verdict.done()
