//! A thread that may not call the system: whoever does, locks a lock that is held, sleeps, wakes a thread or reads a file, has no
//! bound on the time it takes. Linux alone can tell ([`seccomp(2)`](https://man7.org/linux/man-pages/man2/seccomp.2.html)).

#![allow(unsafe_code)]

use std::io;
use std::ptr::null_mut;

use libc::{c_int, c_long, c_void, siginfo_t, sock_filter};

/// The status with which the program ends if the thread calls the system all the same.
pub const ENDED: i32 = 3;
/// The same where something else went wrong.
pub const FAILED: i32 = 4;

/// Where the kernel puts the number of the call, in 32-bit words of its report.
const NUMBER_WORD: usize = 6;

/// From here on a call of the system by this thread, but for [`leave`], ends the program with [`ENDED`] and says which it was.
///
/// # Errors
///
/// If the kernel does not allow to watch.
pub fn forbid_system_calls() -> io::Result<()> {
    let ok = |is_ok: bool| if is_ok { Ok(()) } else { Err(io::Error::last_os_error()) };
    // SAFETY: both are plain data, for which zeros are a value; the handler does nothing that a signal may not.
    unsafe {
        let mut action: libc::sigaction = std::mem::zeroed();
        action.sa_sigaction = report as *const () as usize;
        action.sa_flags = libc::SA_SIGINFO;
        ok(libc::sigaction(libc::SIGSYS, &action, null_mut()) == 0)?;
    }
    let mut filter = program(&[libc::SYS_write, libc::SYS_exit_group]);
    let program = libc::sock_fprog { len: filter.len() as u16, filter: filter.as_mut_ptr() };
    // SAFETY: the kernel copies the filter.
    unsafe {
        ok(libc::prctl(libc::PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0)?;
        ok(libc::prctl(libc::PR_SET_SECCOMP, libc::SECCOMP_MODE_FILTER, &raw const program) == 0)
    }
}

/// Ends the program from a thread that may not call the system otherwise, with what is to be said.
pub fn leave(status: i32, said: &str) -> ! {
    // SAFETY: as long as it says; nothing of the program is used afterwards.
    unsafe {
        libc::write(1, said.as_ptr().cast(), said.len());
        libc::_exit(status)
    }
}

/// A filter for the kernel: these calls pass, every other raises a signal in the thread.
fn program(allowed: &[c_long]) -> Vec<sock_filter> {
    let step = |code: u32, jt: u8, k: u32| sock_filter { code: code as u16, jt, jf: 0, k };
    // The call's number is the first word of what the filter sees.
    let mut filter = vec![step(libc::BPF_LD | libc::BPF_W | libc::BPF_ABS, 0, 0)];
    for (nth, number) in allowed.iter().enumerate() {
        let to_end = (allowed.len() - nth) as u8;
        filter.push(step(libc::BPF_JMP | libc::BPF_JEQ | libc::BPF_K, to_end, *number as u32));
    }
    filter.push(step(libc::BPF_RET | libc::BPF_K, 0, libc::SECCOMP_RET_TRAP));
    filter.push(step(libc::BPF_RET | libc::BPF_K, 0, libc::SECCOMP_RET_ALLOW));
    filter
}

/// Says which call it was, without a call that is not allowed, and ends the program.
extern "C" fn report(_: c_int, about: *mut siginfo_t, _: *mut c_void) {
    // SAFETY: the kernel's report of a call that was filtered.
    let number = unsafe { about.cast::<u32>().add(NUMBER_WORD).read() };
    let mut text = *b"system call 0000 while playing\n";
    let mut rest = number;
    for place in text[12..16].iter_mut().rev() {
        *place = b'0' + (rest % 10) as u8;
        rest /= 10;
    }
    // SAFETY: as long as it says.
    unsafe {
        libc::write(2, text.as_ptr().cast(), text.len());
        libc::_exit(ENDED)
    }
}
