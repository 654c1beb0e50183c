//! An embedded VST3 host that does what real ones do: with or without a component handler, under any name, on arrangements the
//! plugin has refused, with views that come and go.

#![allow(unsafe_code)]

use std::cell::{Cell, RefCell};
use std::ffi::{CStr, c_void};
use std::path::{Path, PathBuf};
use std::ptr::{null, null_mut};
use std::rc::Rc;

use libloading::Library;
use vst3::Steinberg::Vst::*;
use vst3::Steinberg::*;
use vst3::{Class, ComPtr, ComWrapper, Interface};

use crate::{Result, target_dir};

/// The built library within the bundle.
///
/// # Errors
///
/// If it is not there, with the command that makes it.
pub fn library() -> Result<PathBuf> {
    let system = format!("{}-linux", std::env::consts::ARCH);
    let file = target_dir().join("bundled/Roentgenizdat.vst3/Contents").join(system).join("Roentgenizdat.so");
    if file.exists() {
        return Ok(file);
    }
    Err(format!("{} is not there: `cargo xtask bundle roentgenizdat --release` makes it", file.display())
        .into())
}

/// What the plugin told its host.
#[derive(Default)]
pub struct Told {
    /// `restartComponent`, each time with its flags.
    pub restarts: RefCell<Vec<i32>>,
    /// `setDirty`.
    pub dirty: Cell<u32>,
}

/// The host as the plugin sees it.
struct Application(&'static str);

impl Class for Application {
    type Interfaces = (IHostApplication,);
}

impl IHostApplicationTrait for Application {
    unsafe fn getName(&self, name: *mut String128) -> tresult {
        // SAFETY: the plugin gives room for 128.
        let name = unsafe { &mut *name };
        let text = self.0.encode_utf16().chain([0]);
        name.iter_mut().zip(text).for_each(|(to, from)| *to = from as _);
        kResultOk
    }
    unsafe fn createInstance(&self, _: *mut TUID, _: *mut TUID, _: *mut *mut c_void) -> tresult {
        kNotImplemented
    }
}

/// What a host is told through; without the third kind, which has menus.
struct Handler(Rc<Told>);

impl Class for Handler {
    type Interfaces = (IComponentHandler, IComponentHandler2);
}

impl IComponentHandlerTrait for Handler {
    unsafe fn beginEdit(&self, _: ParamID) -> tresult {
        kResultOk
    }
    unsafe fn performEdit(&self, _: ParamID, _: ParamValue) -> tresult {
        kResultOk
    }
    unsafe fn endEdit(&self, _: ParamID) -> tresult {
        kResultOk
    }
    unsafe fn restartComponent(&self, flags: i32) -> tresult {
        self.0.restarts.borrow_mut().push(flags);
        kResultOk
    }
}

impl IComponentHandler2Trait for Handler {
    unsafe fn setDirty(&self, _: TBool) -> tresult {
        self.0.dirty.set(self.0.dirty.get() + 1);
        kResultOk
    }
    unsafe fn requestOpenEditor(&self, _: FIDString) -> tresult {
        kResultFalse
    }
    unsafe fn startGroupEdit(&self) -> tresult {
        kResultOk
    }
    unsafe fn finishGroupEdit(&self) -> tresult {
        kResultOk
    }
}

/// Bytes as a stream.
#[derive(Default)]
struct Stream {
    bytes: RefCell<Vec<u8>>,
    at: Cell<usize>,
}

impl Class for Stream {
    type Interfaces = (IBStream,);
}

impl IBStreamTrait for Stream {
    unsafe fn read(&self, to: *mut c_void, most: i32, read: *mut i32) -> tresult {
        let bytes = self.bytes.borrow();
        let rest = &bytes[self.at.get()..];
        let count = rest.len().min(most.max(0) as usize);
        // SAFETY: the plugin gives room for `most`.
        unsafe { to.cast::<u8>().copy_from_nonoverlapping(rest.as_ptr(), count) };
        self.at.set(self.at.get() + count);
        // SAFETY: the plugin gives a place or null.
        unsafe { read.as_mut() }.into_iter().for_each(|read| *read = count as i32);
        kResultOk
    }
    unsafe fn write(&self, from: *mut c_void, count: i32, written: *mut i32) -> tresult {
        // SAFETY: the plugin gives `count` bytes.
        let bytes = unsafe { std::slice::from_raw_parts(from.cast::<u8>(), count.max(0) as usize) };
        self.bytes.borrow_mut().extend_from_slice(bytes);
        // SAFETY: the plugin gives a place or null.
        unsafe { written.as_mut() }.into_iter().for_each(|written| *written = count);
        kResultOk
    }
    unsafe fn seek(&self, _: i64, _: i32, _: *mut i64) -> tresult {
        kNotImplemented
    }
    unsafe fn tell(&self, _: *mut i64) -> tresult {
        kNotImplemented
    }
}

/// One plugin, and its host.
pub struct Vst3Host {
    component: ComPtr<IComponent>,
    processor: ComPtr<IAudioProcessor>,
    controller: ComPtr<IEditController>,
    _application: ComPtr<IHostApplication>,
    /// What it told.
    pub told: Rc<Told>,
}

fn ok(result: tresult, what: &str) -> Result<()> {
    if result == kResultOk { Ok(()) } else { Err(format!("{what}: {result}").into()) }
}

impl Vst3Host {
    /// Loads the plugin as a host of this name; `has_handler` says whether it gives a component handler.
    ///
    /// # Errors
    ///
    /// If the file is not there, or the plugin does not begin.
    pub fn load(file: &Path, name: &'static str, has_handler: bool) -> Result<Self> {
        // SAFETY: the file is a plugin that this workspace has built. It stays loaded: hosts unload at their end.
        unsafe {
            let library: &'static Library = Box::leak(Box::new(Library::new(file)?));
            let enter = library.get::<unsafe extern "system" fn(*mut c_void) -> bool>(b"ModuleEntry")?;
            if !enter(null_mut()) {
                return Err("the module does not begin".into());
            }
            let factory =
                library.get::<unsafe extern "system" fn() -> *mut IPluginFactory>(b"GetPluginFactory")?;
            let factory = ComPtr::from_raw(factory()).ok_or("no factory")?;
            let mut info: PClassInfo = std::mem::zeroed();
            ok(factory.getClassInfo(0, &mut info), "the class")?;
            let mut made = null_mut();
            let id: *const i8 = IComponent::IID.as_ptr().cast();
            ok(factory.createInstance(info.cid.as_ptr().cast(), id.cast(), &mut made), "an instance")?;
            let component = ComPtr::from_raw(made.cast::<IComponent>()).ok_or("no instance")?;
            let application =
                ComWrapper::new(Application(name)).to_com_ptr::<IHostApplication>().ok_or("no host")?;
            ok(component.initialize(application.as_ptr().cast()), "initialize")?;
            let (processor, controller) = (
                component.cast().ok_or("no processor")?,
                component.cast::<IEditController>().ok_or("no controller")?,
            );
            let told = Rc::<Told>::default();
            if has_handler {
                let handler = ComWrapper::new(Handler(told.clone()))
                    .to_com_ptr::<IComponentHandler>()
                    .ok_or("no handler")?;
                ok(controller.setComponentHandler(handler.as_ptr()), "the handler")?;
            }
            Ok(Self { component, processor, controller, _application: application, told })
        }
    }

    /// Asks for as many channels on either side.
    pub fn arrange(&self, mut arrangement: SpeakerArrangement) -> tresult {
        let mut output = arrangement;
        // SAFETY: both live through the call.
        unsafe { self.processor.setBusArrangements(&mut arrangement, 1, &mut output, 1) }
    }

    /// Activates and starts.
    pub fn start(&self, rate_hz: f64, max_block: i32) -> Result<()> {
        let mut setup = ProcessSetup {
            processMode: ProcessModes_::kRealtime as i32,
            symbolicSampleSize: SymbolicSampleSizes_::kSample32 as i32,
            maxSamplesPerBlock: max_block,
            sampleRate: rate_hz,
        };
        // SAFETY: all of it lives through the calls.
        unsafe {
            ok(self.processor.setupProcessing(&mut setup), "setup")?;
            ok(self.component.setActive(1), "activation")?;
            ok(self.processor.setProcessing(1), "processing")
        }
    }

    /// Stops and deactivates.
    pub fn stop(&self) {
        // SAFETY: the plugin lives.
        unsafe {
            self.processor.setProcessing(0);
            self.component.setActive(0);
        }
    }

    /// Samples it says it is late.
    pub fn latency(&self) -> u32 {
        // SAFETY: the plugin lives.
        unsafe { self.processor.getLatencySamples() }
    }

    /// Plays a block in place, with as many channels as are given. Without a transport.
    pub fn process(&self, channels: &mut [Vec<f32>]) -> Result<()> {
        let frames = channels.first().map_or(0, Vec::len);
        let mut inputs: Vec<*mut f32> = channels.iter_mut().map(|channel| channel.as_mut_ptr()).collect();
        let mut outputs = inputs.clone();
        let bus = |channels: &mut Vec<*mut f32>| AudioBusBuffers {
            numChannels: channels.len() as i32,
            silenceFlags: 0,
            __field0: AudioBusBuffers__type0 { channelBuffers32: channels.as_mut_ptr() },
        };
        let (mut input, mut output) = (bus(&mut inputs), bus(&mut outputs));
        let mut data = ProcessData {
            processMode: ProcessModes_::kRealtime as i32,
            symbolicSampleSize: SymbolicSampleSizes_::kSample32 as i32,
            numSamples: frames as i32,
            numInputs: 1,
            numOutputs: 1,
            inputs: &mut input,
            outputs: &mut output,
            inputParameterChanges: null_mut(),
            outputParameterChanges: null_mut(),
            inputEvents: null_mut(),
            outputEvents: null_mut(),
            processContext: null_mut(),
        };
        // SAFETY: all of it lives through the call.
        ok(unsafe { self.processor.process(&mut data) }, "a block")
    }

    /// The session's bytes.
    pub fn save(&self) -> Result<Vec<u8>> {
        let stream = ComWrapper::new(Stream::default());
        let pointer = stream.to_com_ptr::<IBStream>().ok_or("no stream")?;
        // SAFETY: the stream lives through the call.
        ok(unsafe { self.component.getState(pointer.as_ptr()) }, "saving")?;
        Ok(stream.bytes.borrow().clone())
    }

    /// Loads a session.
    pub fn restore(&self, bytes: &[u8]) -> Result<()> {
        let stream = ComWrapper::new(Stream { bytes: RefCell::new(bytes.to_vec()), at: Cell::new(0) });
        let pointer = stream.to_com_ptr::<IBStream>().ok_or("no stream")?;
        // SAFETY: the stream lives through the call.
        ok(unsafe { self.component.setState(pointer.as_ptr()) }, "loading")
    }

    /// A parameter as the host has it, and as the plugin shows that: by its number.
    pub fn shown(&self, id: ParamID) -> Result<(f64, String)> {
        // SAFETY: the plugin lives.
        let value = unsafe { self.controller.getParamNormalized(id) };
        Ok((value, self.text_of(id, value)?))
    }

    /// A value of a parameter as the plugin shows it.
    pub fn text_of(&self, id: ParamID, value: f64) -> Result<String> {
        let mut text: String128 = [0; 128];
        // SAFETY: there is room for 128.
        ok(unsafe { self.controller.getParamStringByValue(id, value, &mut text) }, "a text")?;
        let letters = text.iter().copied().take_while(|letter| *letter != 0);
        Ok(char::decode_utf16(letters).filter_map(std::result::Result::ok).collect())
    }

    /// What the plugin makes of a text.
    pub fn parsed(&self, id: ParamID, text: &str) -> Option<f64> {
        let mut letters: Vec<TChar> = text.encode_utf16().chain([0]).map(|letter| letter as TChar).collect();
        let mut value = 0.0;
        // SAFETY: both live through the call.
        let result = unsafe { self.controller.getParamValueByString(id, letters.as_mut_ptr(), &mut value) };
        (result == kResultOk).then_some(value)
    }

    /// Makes a view and takes it away at once, as hosts do that ask for its size only: what it then is, in pixels, or none.
    ///
    /// # Errors
    ///
    /// If no view is made.
    pub fn flash_view(&self, asks_size: bool) -> Result<[i32; 2]> {
        let editor: &CStr = c"editor";
        // SAFETY: the view lives until it is dropped.
        unsafe {
            let view = ComPtr::from_raw(self.controller.createView(editor.as_ptr())).ok_or("no view")?;
            let mut size: ViewRect = std::mem::zeroed();
            if asks_size {
                view.getSize(&mut size);
            }
            Ok([size.right - size.left, size.bottom - size.top])
        }
    }
}

impl Drop for Vst3Host {
    fn drop(&mut self) {
        // SAFETY: once, before the interfaces are let go.
        unsafe {
            self.controller.setComponentHandler(null::<c_void>().cast_mut().cast());
            self.component.terminate();
        }
    }
}
