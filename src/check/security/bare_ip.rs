//! # bare-ip
//!
//! A link leads to an IP address and no name.
//!
//! 链接直接写IP地址，没有用域名。
//!
//! It breaks when the machine moves, has no certificate, hides who runs it, and often leads into a
//! network readers cannot reach.
//!
//! 服务器一换就断，没有证书，看不出是谁的，往往还是外人访问不到的内网地址。
//!
//! ## Fails
//!
//! ```text
//! content/news/a.md
//! ---
//! 标题: 工作动态
//! 发布日期: 2023-03-03
//! ---
//! 详见[系统](http://10.20.30.40:8080/login)。
//! ```
//!
//! ## Passes
//!
//! ```text
//! content/news/a.md
//! ---
//! 标题: 工作动态
//! 发布日期: 2023-03-03
//! ---
//! 详见[系统](https://zwfw.example.gov.cn/login)。
//! ```

use crate::check::Subject;
use crate::check::text::hosts::{is_number, outgoing};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::say;

/// Warns of each link.
pub fn check(of: &Subject, out: &mut Diagnostics) {
    for link in outgoing(of.model).into_iter().filter(|link| is_number(&link.host)) {
        let host = &link.host;
        out.push(
            Diagnostic::new(
                Code::BareIp,
                link.place(),
                say!("链接指向IP地址{host}", "a link leads to the IP address {host}"),
            )
            .help(say!("改用域名；内网地址不要公开", "use a name; publish no inner address")),
        );
    }
}
