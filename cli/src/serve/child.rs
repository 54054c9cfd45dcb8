use std::convert::Infallible;
use std::io;
use std::process::ExitStatus;
use std::sync::mpsc::{Sender, channel};
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};
use tokio::process::{Child, ChildStderr, Command};
use tokio::runtime::Handle;
use tokio::sync::oneshot;

/// How long a process may take to end before it is made to.
const PATIENCE: Duration = Duration::from_secs(5);

/// A child process that does not outlive us, however we end.
///
/// Dropping it kills it. When we are killed outright, the kernel kills it: Linux sends the signal
/// when the *thread* ends that started the child, so the child gets a thread of its own for a parent.
/// Threads of an async runtime come and go.
#[derive(Debug)]
pub(super) struct Process {
    child: Child,
    /// Ends the parent thread when it is dropped.
    _parent: Sender<Infallible>,
}

impl Process {
    pub(super) async fn start(mut command: Command) -> io::Result<Self> {
        // Ctrl-C in a terminal goes to the whole group, and it is for us to end the child.
        command.kill_on_drop(true).process_group(0);
        let runtime = Handle::current();
        let (started, child) = oneshot::channel();
        let (parent, released) = channel::<Infallible>();
        std::thread::Builder::new().name("parent".to_owned()).spawn(move || {
            let _entered = runtime.enter();
            let child = ur_taking_me_with_you::spawn_dying_with_parent_async(command);
            if started.send(child).is_ok() {
                let _ = released.recv();
            }
        })?;
        let child = child.await.map_err(io::Error::other)??;
        Ok(Self { child, _parent: parent })
    }

    pub(super) fn id(&self) -> Option<u32> {
        self.child.id()
    }

    pub(super) fn stderr(&mut self) -> Option<ChildStderr> {
        self.child.stderr.take()
    }

    pub(super) async fn exited(&mut self) -> io::Result<ExitStatus> {
        self.child.wait().await
    }

    /// Asks it to end, so that it can write what it holds back, and sees to it that it does.
    pub(super) async fn stop(mut self) -> io::Result<ExitStatus> {
        let pid = self.child.id().and_then(|id| i32::try_from(id).ok()).and_then(Pid::from_raw);
        if let Some(pid) = pid {
            kill_process(pid, Signal::TERM)?;
            if let Ok(status) = tokio::time::timeout(PATIENCE, self.child.wait()).await {
                return status;
            }
            self.child.start_kill()?;
        }
        self.child.wait().await
    }
}
