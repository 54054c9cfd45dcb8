//! Envoys that run while they are measured, and what is run beside them.

use std::fs::{self, File};
use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::bench::spread::Spread;
use crate::bench::{program, wasm};
use crate::cache;
use crate::checkout::Checkout;
use crate::envoy;
use crate::filter::{Filter, FilterTools};
use crate::process;

/// Under callgrind an Envoy takes its time, and the machine may be busy.
const PATIENCE: Duration = Duration::from_secs(600);

/// What all Envoys have in common.
#[derive(Debug)]
pub(crate) struct Site {
    pub(crate) directory: PathBuf,
    pub(crate) envoy: PathBuf,
    scene: PathBuf,
    load: PathBuf,
    filter: PathBuf,
    idle: PathBuf,
    sdk: PathBuf,
    port: u16,
    backend: u16,
    /// Two that measure at a time would take each other's files, and their processors.
    _lock: File,
}

/// A process that ends with the value.
#[derive(Debug)]
pub(crate) struct Running {
    child: Child,
}

/// What clients saw, in microseconds.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Load {
    pub(crate) p50: f64,
    pub(crate) p99: f64,
    pub(crate) most: f64,
    /// Of Envoy, for each request.
    pub(crate) processor: f64,
}

// === impl Site ===

impl Site {
    pub(crate) fn prepare(checkout: &Checkout) -> Result<Self> {
        let directory = checkout.bench_dir().join("envoy");
        fs::create_dir_all(&directory)?;
        let lock = cache::lock(&directory.join("lock"))?;
        let scene = program::build_plainly(checkout, "scene", "envoy")?;
        let load = program::build_plainly(checkout, "load", "envoy")?;
        let filter = Filter::Lean.build(checkout, &FilterTools::find_or_install(checkout)?)?;
        // The administration's socket is beside the module.
        let beside = directory.join("gatewright.wasm");
        fs::copy(&filter, &beside)?;
        let idle = directory.join("idle.wasm");
        let module = Command::new(&scene).arg("idle").stderr(Stdio::inherit()).output()?;
        fs::write(&idle, module.stdout)?;
        let sdk = wasm::module(checkout, "sdk", &directory.join("sdk.wasm"))?;
        let (port, backend) = (free_port()?, free_port()?);
        let envoy = envoy::find_or_fetch(checkout)?;
        Ok(Site { directory, envoy, scene, load, filter: beside, idle, sdk, port, backend, _lock: lock })
    }

    pub(crate) fn address(&self) -> String {
        SocketAddr::from((Ipv4Addr::LOCALHOST, self.port)).to_string()
    }

    /// Writes an Envoy's configuration: what it does with requests, who decides, on which workload.
    pub(crate) fn bootstrap(
        &self,
        action: &str,
        subject: &str,
        shape: &str,
        rules: usize,
    ) -> Result<PathBuf> {
        let module = match subject {
            "idle" => &self.idle,
            "sdk" => &self.sdk,
            _ => &self.filter,
        };
        let file = self.directory.join("bootstrap.json");
        let mut scene = Command::new(&self.scene);
        scene
            .args([
                action,
                subject,
                shape,
                &rules.to_string(),
                &self.port.to_string(),
                &self.backend.to_string(),
            ])
            .arg(module)
            .stdout(File::create(&file)?);
        process::run(&mut scene)?;
        Ok(file)
    }

    /// Writes, or replaces, the files of an Envoy that follows them; answers where its bootstrap is.
    pub(crate) fn follow(&self, directory: &Path, shape: &str, rules: usize) -> Result<PathBuf> {
        let mut scene = Command::new(&self.scene);
        scene
            .arg("follow")
            .arg(directory)
            .args([shape, &rules.to_string(), &self.port.to_string(), &self.backend.to_string()])
            .arg(&self.filter);
        process::run(&mut scene)?;
        Ok(directory.join("bootstrap.json"))
    }

    /// What the Envoy that runs has counted.
    pub(crate) fn statistic(&self, name: &str) -> Result<u64> {
        let socket = self.directory.join(format!("admin-{}.sock", self.port));
        let mut stream =
            UnixStream::connect(&socket).with_context(|| format!("cannot reach {}", socket.display()))?;
        let request =
            format!("GET /stats?filter={name} HTTP/1.1\r\nhost: envoy\r\nconnection: close\r\n\r\n");
        stream.write_all(request.as_bytes())?;
        let mut text = String::new();
        stream.read_to_string(&mut text)?;
        let value = text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "));
        value.and_then(|value| value.parse().ok()).with_context(|| format!("Envoy does not count `{name}`"))
    }

    /// Runs clients to their end.
    pub(crate) fn load(&self, arguments: &[&str]) -> Result<Vec<(String, Vec<f64>)>> {
        program::run(Command::new(&self.load).args(arguments))
    }

    /// Clients that run meanwhile.
    pub(crate) fn clients(&self, arguments: &[&str]) -> Result<Child> {
        let mut load = Command::new(&self.load);
        load.args(arguments).stdout(Stdio::piped()).spawn().context("cannot start clients")
    }

    /// The only endpoint of all clusters.
    pub(crate) fn backend(&self) -> Result<Running> {
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, self.backend));
        let child = Command::new(&self.load).args(["backend", &address.to_string()]).spawn()?;
        let mut backend = Running { child };
        backend.listens(address)?;
        Ok(backend)
    }
}

/// One that nobody has at the moment.
fn free_port() -> Result<u16> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port())
}

// === impl Running ===

impl Running {
    /// Starts an Envoy, alone or under another program, and waits until it listens.
    pub(crate) fn start(site: &Site, mut command: Command, bootstrap: &Path) -> Result<Self> {
        let log = site.directory.join("envoy.log");
        command
            .arg("--config-path")
            .arg(bootstrap)
            .args(["--concurrency", "1", "--disable-hot-restart", "--log-level", "warning"])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(File::create(&log)?);
        let child = command.spawn().context("cannot start Envoy")?;
        let mut envoy = Running { child };
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, site.port));
        envoy.listens(address).with_context(|| fs::read_to_string(&log).unwrap_or_default())?;
        Ok(envoy)
    }

    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    fn listens(&mut self, address: SocketAddr) -> Result<()> {
        let deadline = Instant::now() + PATIENCE;
        while TcpStream::connect(address).is_err() {
            if let Some(status) = self.child.try_wait()? {
                bail!("it ended before it listened on {address} ({status})");
            }
            if Instant::now() > deadline {
                bail!("it does not listen on {address}");
            }
            thread::sleep(Duration::from_millis(2));
        }
        Ok(())
    }

    /// Of all threads, in microseconds.
    pub(crate) fn processor_time(&self) -> Result<f64> {
        let mut nanoseconds = 0.0;
        for task in fs::read_dir(format!("/proc/{}/task", self.id()))? {
            // A thread may have ended since.
            let text = fs::read_to_string(task?.path().join("schedstat")).unwrap_or_default();
            nanoseconds +=
                text.split(' ').next().and_then(|word| word.parse::<f64>().ok()).unwrap_or_default();
        }
        Ok(nanoseconds / 1e3)
    }

    /// Resident bytes.
    pub(crate) fn memory(&self) -> Result<f64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let kibibytes = line.and_then(|line| line.split_whitespace().next()?.parse::<f64>().ok());
        Ok(kibibytes.context("the kernel does not say how much memory it has")? * 1024.0)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended before.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

// === impl Load ===

impl Load {
    pub(crate) fn of(figures: &[(String, Vec<f64>)], processor: f64) -> Self {
        let of = |name: &str| {
            let found = figures.iter().find(|(it, _)| it == name);
            found.and_then(|(_, numbers)| numbers.first().copied()).unwrap_or_default()
        };
        Load {
            p50: of("p50"),
            p99: of("p99"),
            most: of("most"),
            processor: processor / of("requests").max(1.0),
        }
    }

    /// The medians of several runs, and how far they lie apart.
    pub(crate) fn median(loads: &[Self]) -> String {
        let spread = |of: fn(&Self) -> f64| Spread::of(loads.iter().map(of));
        format!(
            "p50 {:.0} µs, p99 {:.0} µs, CPU {:.0} µs",
            spread(|load| load.p50),
            spread(|load| load.p99),
            spread(|load| load.processor)
        )
    }
}
