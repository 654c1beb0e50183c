"""Whether the VST3's library is what its moduleinfo.json says, asked of the library itself.

vst3_class.py BUNDLE FOLDER
"""

import ctypes
import json
import pathlib
import sys

import common

bundle = pathlib.Path(sys.argv[1])
verdict = common.Verdict("vst3")


class ClassInfo2(ctypes.Structure):
    """VST3's PClassInfo2."""

    _fields_ = [
        ("cid", ctypes.c_ubyte * 16),
        ("cardinality", ctypes.c_int32),
        ("category", ctypes.c_char * 32),
        ("name", ctypes.c_char * 64),
        ("flags", ctypes.c_uint32),
        ("sub_categories", ctypes.c_char * 128),
        ("vendor", ctypes.c_char * 64),
        ("version", ctypes.c_char * 64),
        ("sdk", ctypes.c_char * 64),
    ]


class FactoryInfo(ctypes.Structure):
    """VST3's PFactoryInfo."""

    _fields_ = [
        ("vendor", ctypes.c_char * 64),
        ("url", ctypes.c_char * 256),
        ("email", ctypes.c_char * 128),
        ("flags", ctypes.c_int32),
    ]


binary = next(bundle.glob("Contents/*-linux/*.so"))
library = ctypes.CDLL(str(binary))
library.ModuleEntry(None)
library.GetPluginFactory.restype = ctypes.c_void_p
factory = ctypes.c_void_p(library.GetPluginFactory())
table = ctypes.cast(factory, ctypes.POINTER(ctypes.POINTER(ctypes.c_void_p))).contents


def method(place, *kinds):
    """A function of the factory by its place in the table."""
    call = ctypes.CFUNCTYPE(ctypes.c_int32, ctypes.c_void_p, *kinds)(table[place])
    return lambda *values: call(factory, *values)


count = method(4)()
maker, found = FactoryInfo(), ClassInfo2()
method(3, ctypes.c_void_p)(ctypes.addressof(maker))
method(7, ctypes.c_int32, ctypes.c_void_p)(0, ctypes.addressof(found))

told = json.loads((bundle / "Contents/Resources/moduleinfo.json").read_text())
said, itself = told["Classes"][0], told["Factory Info"]
for name, given, wanted in [
    ("it_has_one_class", len(told["Classes"]), count),
    ("its_class_is_frozen", said["CID"], bytes(found.cid).hex().upper()),
    ("its_name_is_told", said["Name"], found.name.decode()),
    ("its_category_is_told", said["Category"], found.category.decode()),
    ("its_vendor_is_told", [said["Vendor"], itself["Vendor"]], [found.vendor.decode(), maker.vendor.decode()]),
    ("its_version_is_told", [said["Version"], told["Version"]], [found.version.decode()] * 2),
    ("its_sdk_is_told", said["SDKVersion"], found.sdk.decode()),
    ("its_kinds_are_told", "|".join(said["Sub Categories"]), found.sub_categories.decode()),
    ("its_flags_are_told", [said["Class Flags"], said["Cardinality"]], [found.flags, found.cardinality]),
]:
    verdict.check(name, given == wanted, f"{given} is told, {wanted} it is")
flags = itself["Flags"]
given = [flags["Classes Discardable"], flags["Component Non Discardable"], flags["Unicode"]]
wanted = [bool(maker.flags & bit) for bit in (1 << 0, 1 << 3, 1 << 4)]
verdict.check("its_factory_is_told", given == wanted, f"{given} is told, {wanted} it is")
picture = bundle / said["Snapshots"][0]["Path"]
verdict.check("its_picture_is_there", picture.read_bytes()[:4] == b"\x89PNG", "no PNG")
# Without NDEBUG the wrapper's C++ asserts, which ends the host, and logs to its output.
verdict.check("it_asserts_nothing", b"__assert_fail" not in binary.read_bytes(), "it was built without NDEBUG")
verdict.done()
