//! Why a server could not be asked, in words: what a library says of it stays in parentheses.

use std::error::Error;
use std::fmt;
use std::io::{self, ErrorKind};

use crate::diagnostic::Text;
use crate::say;

/// Why something could not be looked at.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Trouble {
    /// Nobody knows the host.
    Host,
    /// No connection came about, or it broke.
    Connection(Cut),
    Timeout,
    /// The certificate is of nobody who is trusted, or of another host.
    Certificate(String),
    /// The server is at fault, or asks to be left alone.
    Status(u16),
    /// What came is no HTTP.
    Protocol(String),
    /// Not asked for any more, after so much went unanswered.
    GivenUp,
}

/// Where a connection ended.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cut {
    /// The machine is there, and nothing listens at the port.
    Refused,
    /// It was there and is no more.
    Broken,
    /// No way leads to the machine.
    NoRoute,
    Other(String),
}

impl Trouble {
    /// What a fault of the network is, however it is wrapped: the system's own word for it, else a
    /// text by which it is known.
    pub fn of(error: &(dyn Error + 'static)) -> Option<Self> {
        let chain = || anyhow::Chain::new(error);
        let told: Vec<String> = chain().map(ToString::to_string).collect();
        let says = |words: &str| told.iter().any(|told| told.contains(words));
        if says("invalid peer certificate") {
            return Some(Self::Certificate(told.last().cloned().unwrap_or_default()));
        }
        if says("failed to lookup address") || says("dns error") || says("host not found") {
            return Some(Self::Host);
        }
        let faults = || chain().filter_map(|error| error.downcast_ref::<io::Error>());
        // What one of these wraps is not among its sources.
        let inner = || faults().find_map(|fault| Self::of(fault.get_ref()?));
        faults()
            .find_map(|fault| Self::of_kind(fault.kind()))
            .or_else(inner)
            .or_else(|| says("timed out").then_some(Self::Timeout))
    }

    fn of_kind(kind: ErrorKind) -> Option<Self> {
        Some(match kind {
            ErrorKind::TimedOut | ErrorKind::WouldBlock => Self::Timeout,
            ErrorKind::ConnectionRefused => Self::Connection(Cut::Refused),
            ErrorKind::ConnectionReset
            | ErrorKind::ConnectionAborted
            | ErrorKind::NotConnected
            | ErrorKind::BrokenPipe
            | ErrorKind::UnexpectedEof => Self::Connection(Cut::Broken),
            ErrorKind::HostUnreachable
            | ErrorKind::NetworkUnreachable
            | ErrorKind::NetworkDown
            | ErrorKind::AddrNotAvailable => Self::Connection(Cut::NoRoute),
            _ => return None,
        })
    }

    /// In words.
    pub fn text(&self) -> Text {
        match self {
            Self::Host => say!(
                "查不到这个主机名：核对写法，看域名解析是否正常",
                "no such host is known: look at its spelling, and whether names are resolved here"
            ),
            Self::Connection(Cut::Refused) => say!(
                "服务器拒绝连接：核对端口，看网站服务是否在运行",
                "the connection was refused: look at the port, and whether the server runs"
            ),
            Self::Connection(Cut::Broken) => {
                say!("连接中途断开", "the connection broke")
            }
            Self::Connection(Cut::NoRoute) => say!(
                "到不了那台机器：看本机的网络是否接通",
                "no way leads to the machine: look whether this one is on the network"
            ),
            Self::Connection(Cut::Other(why)) => say!("连不上（{why}）", "no connection ({why})"),
            Self::Timeout => say!("等得太久，没有应答", "no answer in time"),
            Self::Certificate(why) => {
                say!("证书不可信（{why}）", "the certificate is not to be trusted ({why})")
            }
            Self::Status(status) => {
                say!("服务器出错，HTTP {status}", "the server fails, HTTP {status}")
            }
            Self::Protocol(why) => {
                say!("应答不合规矩（{why}）", "the answer is no HTTP ({why})")
            }
            Self::GivenUp => {
                say!("一直没有应答，不再问了", "not asked for, after so many silences")
            }
        }
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(&self.text().en)
    }
}

impl Error for Trouble {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_of_the_network_is_known_however_it_is_wrapped() {
        let of = |error: anyhow::Error| Trouble::of(&*error);
        let refused = || io::Error::from(ErrorKind::ConnectionRefused);
        let wrapped = anyhow::Error::from(refused()).context("error sending request");
        assert_eq!(of(wrapped), Some(Trouble::Connection(Cut::Refused)));
        let nested = io::Error::other(refused());
        assert_eq!(of(nested.into()), Some(Trouble::Connection(Cut::Refused)));
        let unknown =
            io::Error::other("failed to lookup address information: Name or service not known");
        assert_eq!(of(anyhow::Error::from(unknown).context("dns")), Some(Trouble::Host));
        let certificate = io::Error::other("invalid peer certificate: UnknownIssuer");
        assert!(matches!(of(certificate.into()), Some(Trouble::Certificate(_))));
        assert_eq!(of(anyhow::Error::msg("operation timed out")), Some(Trouble::Timeout));
        assert_eq!(of(anyhow::Error::msg("the disk is full")), None);
    }
}
