//! # autoplay
//!
//! Sound or film begins by itself.
//!
//! 音频、视频自动播放。
//!
//! It talks over the voice of a screen reader, which is then of no use to stop it. Basis: WCAG
//! 1.4.2.
//!
//! 声音盖住读屏软件，想关也找不到按钮。依据：WCAG 1.4.2。
//!
//! ## Fails
//!
//! ```text
//! site.toml
//! title = "专栏"
//! [defaults]
//! disclosure = "主动公开"
//! themes/default/footer.html
//! <footer><audio src="{{ page.root }}{{ site.icon }}" autoplay></audio></footer>
//! ```
//!
//! ## Passes
//!
//! ```text
//! site.toml
//! title = "专栏"
//! [defaults]
//! disclosure = "主动公开"
//! themes/default/footer.html
//! <footer><audio src="{{ page.root }}{{ site.icon }}" controls></audio></footer>
//! ```

use crate::check::Rendered;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::say;

/// Warns of each film and sound.
pub fn check(of: &Rendered, out: &mut Diagnostics) {
    for player in &of.outline.players {
        let has = |name: &str| player.get(name).is_some();
        if has("autoplay") && !has("muted") {
            out.push(
                Diagnostic::new(
                    Code::Autoplay,
                    of.place(player.span()),
                    say!("打开网页就自动出声", "sound or film begins by itself as the page opens"),
                )
                .help(say!("去掉 autoplay", "take autoplay out")),
            );
        }
    }
}
