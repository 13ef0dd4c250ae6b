//! Why a configuration says what it says, in the words of whoever runs a server.

use crate::diagnostic::Text;
use crate::say;

pub(super) fn policy() -> Text {
    say!(
        "页面只能加载本站的脚本、样式、图片，不能有内嵌的：页面即使被篡改，也载不进外站的代码；wasm 供站内搜索用",
        "pages load scripts, styles and pictures from this site only, and none inline: even a page that was tampered with gets no code from elsewhere; wasm is for the search"
    )
}

pub(super) fn pdf() -> Text {
    say!(
        "PDF 由浏览器自带的页面打开，上面的限制会使它打不开，只留“不得被外站嵌套”",
        "a browser shows a PDF by a page of its own, which the policy above would stop; what stays is that no other site may frame it"
    )
}

pub(super) fn no_sniff() -> Text {
    say!(
        "浏览器按声明的类型处理，不猜：附件不会被当成脚本",
        "browsers go by the declared type and do not guess: an attachment is never run as a script"
    )
}

pub(super) fn frames() -> Text {
    say!(
        "不许外站嵌套，给不认识 frame-ancestors 的旧浏览器",
        "no frames by other sites, for old browsers that do not know frame-ancestors"
    )
}

pub(super) fn referrer() -> Text {
    say!(
        "点到外站去时，只告诉对方来自哪个站，不告诉哪一页",
        "other sites learn from which site a reader comes, not from which page"
    )
}

pub(super) fn permissions() -> Text {
    say!("页面用不到的设备一律不给", "no device that the pages do not need")
}

pub(super) fn opener() -> Text {
    say!(
        "外站打开的窗口拿不到本站的窗口",
        "a window opened by another site gets no hold of this one's"
    )
}

pub(super) fn resources() -> Text {
    say!(
        "外站的页面不得盗用本站的图片和脚本；同一域名下的门户可以",
        "pages of other sites may not embed pictures and scripts from here; the portal's own may"
    )
}

pub(super) fn ask_again() -> Text {
    say!(
        "每次都先问有没有变（没变只答304），切换版本后不会看到旧页",
        "asked each time whether it changed (304 if not), so nobody sees an old page after a switch of releases"
    )
}

pub(super) fn for_ever() -> Text {
    say!(
        "文件名里带内容的校验值，内容变了名字就变，可以一直缓存",
        "the name holds a digest of the content and changes with it, so it may be kept for ever"
    )
}

pub(super) fn hsts() -> Text {
    say!(
        "只有整个域名（含其他栏目）都已用 HTTPS 时才能去掉下一行的注释：它管的是整个域名，而且收不回来",
        "take the comment off the next line only if the whole host, other parts of the portal too, is HTTPS: it binds the whole host and cannot be taken back"
    )
}

pub(super) fn types() -> Text {
    say!(
        "各类文件的类型，服务器自带的表里没有的（OFD、WPS等）也在内；表里没有的只能下载",
        "the types of files, also of those that servers do not know (OFD, WPS); what is not listed is only downloaded"
    )
}

pub(super) fn charset() -> Text {
    say!(
        "文字都是 UTF-8，写明了旧浏览器和表格软件才不乱码",
        "all text is UTF-8; where that is said, old browsers and spreadsheets show it right"
    )
}

pub(super) fn compressed() -> Text {
    say!(
        "旁边有压缩好的 .gz 就发它，不必每次现压",
        "where a compressed copy, .gz, lies beside a file it is sent, and nothing is compressed on demand"
    )
}

pub(super) fn vary() -> Text {
    say!(
        "告诉中间的缓存：压缩的和没压缩的是两份",
        "tells caches in between that the compressed and the plain one are two"
    )
}

pub(super) fn brotli() -> Text {
    say!(
        "有 .br 并装有 brotli 模块时，去掉下面的注释",
        "take the comment off where there are copies as .br and the server has a brotli module"
    )
}

pub(super) fn etag() -> Text {
    say!(
        "“变没变”按修改时间和大小判断，所以每次发布的文件都要是新的时间，不能固定",
        "whether a file changed is told by its time and size, so each publication must write new times, never fixed ones"
    )
}

pub(super) fn not_found() -> Text {
    say!(
        "没有的网址，答404并显示本站的说明页；没有目录页的文件夹也一样",
        "what is not there is answered 404 with the site's own page; so is a folder without a page"
    )
}

pub(super) fn page_of_not_found() -> Text {
    say!("直接打开说明页也是404", "asked for by itself, that page is a 404 too")
}

pub(super) fn no_listing() -> Text {
    say!("不列文件夹里的文件", "no folder is listed")
}

pub(super) fn methods() -> Text {
    say!("网站只供阅读，其他请求方法一律不答", "the site is only read; no other method is answered")
}

pub(super) fn dots() -> Text {
    say!(
        "点开头的文件（.git、.liangshai 等）不给看，答404",
        "files that begin with a dot (.git, .liangshai) are not shown: 404"
    )
}

pub(super) fn manifest() -> Text {
    say!("文件清单和它的签名不公开", "the list of files and its signature are not public")
}

pub(super) fn scripts() -> Text {
    say!(
        "这里只有静态文件，上级为 PHP、CGI、SSI 做的设置在这里不起作用",
        "there are only static files: what the server sets for PHP, CGI and SSI does not hold here"
    )
}

pub(super) fn moved() -> Text {
    say!(
        "旧网址永久转到新网址；不重新生成也能转，只是由页面来转",
        "old addresses lead to the new ones for good; without this they still do, by a page"
    )
}

pub(super) fn last_slash() -> Text {
    say!("少写了最后的“/”，补上", "the last `/` is added where it is left out")
}

pub(super) fn links() -> Text {
    say!(
        "发布目录本身可以是链接（current），它下面的一律不许：链接会把别处的文件露出来",
        "the site's folder may itself be a link (current), nothing below it may: a link would show files from elsewhere"
    )
}

pub(super) fn version() -> Text {
    say!("不报服务器的版本号", "the server's version is nobody's business")
}
