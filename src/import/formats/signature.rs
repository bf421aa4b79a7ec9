//! What a file is that cannot be read, by its first bytes, and the way out.

/// Why a file is not read: what it is, and what to do.
pub type Refusal = (&'static str, &'static str);

const SAVE: &str = "用 Word 或 WPS 打开，另存为 .docx，再导入";
const TEXT: &str = "请报送单位发 Word 文件；或把文字复制到 Word 里，另存为 .docx";
const SCAN: &str = "先识别成文字，另存为 .docx 或 .txt";
const UNLOCK: &str =
    "在装有加密软件的电脑上用 Word 或 WPS 打开，先解密（或由管理员解密），另存为 .docx 再导入";
const LOCKED: &str = "被单位的加密软件锁住了，这里打不开";
const RESEND: &str = "核对文件，或请报送单位重新发送";
const PACKED: &str = "请解压，再导入解出来的文件或文件夹；或另存为 .zip";
const TABLE: &str = "把文字复制到 Word 里，另存为 .docx；表格可以直接粘贴到 Word 里";

/// Marks near the beginning of files that encryption programs of offices have locked.
const LOCKS: &[&[u8]] =
    &[b"%TSD-Header", b"E-SafeNet", b"IP-guard", b"IPGUARD", b"DLP_HEADER", b"SmartSec", b"LDENC"];
/// How far into a file such a mark stands, in bytes.
const LOCK: usize = 512;

/// What bytes are that cannot be read; `None` where they may be read, or nobody knows.
pub fn refusal(bytes: &[u8], lower_name: &str) -> Option<Refusal> {
    let head = &bytes[..bytes.len().min(LOCK)];
    if LOCKS.iter().any(|lock| head.windows(lock.len()).any(|it| it == *lock)) {
        return Some((LOCKED, UNLOCK));
    }
    Some(match bytes {
        [] => ("是空的", "核对文件；若在网盘里只是占位，先下载到本机；或请报送单位重新发送"),
        // The container of the older formats, and of encrypted new ones.
        [0xD0, 0xCF, 0x11, 0xE0, ..] => compound(bytes, lower_name),
        [b'{', b'\\', b'r', b't', b'f', ..] => ("是 RTF 格式", SAVE),
        _ if head.windows(5).take(100).any(|it| it == b"%PDF-") => ("是 PDF", TEXT),
        [0x89, b'P', b'N', b'G', ..]
        | [0xFF, 0xD8, 0xFF, ..]
        | [b'G', b'I', b'F', b'8', ..]
        | [b'I', b'I', b'*', 0, ..]
        | [b'M', b'M', 0, b'*', ..]
        | [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..]
        | [_, _, _, _, b'f', b't', b'y', b'p', b'h' | b'm', b'e' | b'i', ..] => ("是图片", SCAN),
        [b'B', b'M', _, _, _, _, 0, 0, 0, 0, ..] => ("是图片", SCAN),
        [_, _, _, _, b'f', b't', b'y', b'p', ..]
        | [b'R', b'I', b'F', b'F', ..]
        | [b'I', b'D', b'3', ..]
        | [0x1A, 0x45, 0xDF, 0xA3, ..] => ("是音频或视频", TEXT),
        [b'R', b'a', b'r', b'!', 0x1A, 7, ..]
        | [b'7', b'z', 0xBC, 0xAF, 0x27, 0x1C, ..]
        | [0x1F, 0x8B, ..]
        | [0xFD, b'7', b'z', b'X', b'Z', ..]
        | [b'B', b'Z', b'h', b'1'..=b'9', b'1', ..]
        | [b'M', b'S', b'C', b'F', ..] => ("是压缩包，这种格式打不开", PACKED),
        _ if bytes.get(257..262) == Some(b"ustar") => ("是压缩包，这种格式打不开", PACKED),
        [b'M', b'Z', ..] if bytes.len() > 64 && bytes[2..64].contains(&0) => {
            ("是程序，不是稿件", "来历不明的程序不要打开；请报送单位重新发送稿件")
        }
        [0x4C, 0, 0, 0, 1, 0x14, 2, 0, ..] => {
            ("是快捷方式，不是文件本身", "找到快捷方式所指的文件，导入那个文件")
        }
        [0, 5, 0x16, 7 | 0, ..] => ("是苹果电脑附带的说明文件，不是稿件", "导入同名的稿件本身"),
        [b'b', b'p', b'l', b'i', b's', b't', ..] => {
            ("是网盘或系统的占位文件，不是稿件", "先把文件下载到本机，再导入")
        }
        [b'C', b'A', b'J', ..]
        | [b'H', b'N', 0xC8, 0, ..]
        | [b'F', b'o', b'u', b'n', b'd', b'e', b'r', b' ', b'C', b'E', b'B', ..] => {
            ("是 CAJ 或 CEB 格式", TEXT)
        }
        _ if head.iter().all(|byte| *byte == 0) => (
            "的内容全是空的，可能没有下载完",
            "先把文件完整下载到本机，再导入；或请报送单位重新发送",
        ),
        _ => return None,
    })
}

/// What lies in a compound file, by the names of its streams.
fn compound(bytes: &[u8], lower_name: &str) -> Refusal {
    // Entries of the directory lie at multiples of their length.
    const ENTRY: usize = 128;
    let holds = |name: &str| {
        let name: Vec<u8> = name.encode_utf16().chain([0]).flat_map(u16::to_le_bytes).collect();
        let mut entries = bytes.chunks(ENTRY);
        let bare = &name[..name.len() - 2];
        entries.any(|entry| entry.starts_with(&name) || entry == bare)
    };
    let is = |ending: &str| lower_name.ends_with(ending);
    match () {
        () if holds("\u{6}DataSpaces") && holds("\tDRMContent")
            || holds("DRMEncryptedDataSpace") =>
        {
            ("设了权限管理（IRM），这里打不开", "请有权限的人用 Word 打开，取消限制，另存为 .docx")
        }
        () if holds("EncryptedPackage") => {
            ("加了密码", "用 Word 或 WPS 打开，去掉密码，另存为 .docx")
        }
        () if holds("Workbook") || holds("Book") || is(".xls") || is(".et") => {
            ("是电子表格（.xls 或 .et），不是文稿", TABLE)
        }
        () if holds("PowerPoint Document") || is(".ppt") || is(".dps") => {
            ("是演示文稿（.ppt 或 .dps），不是文稿", TABLE)
        }
        () if holds("__properties_version1.0") || is(".msg") => {
            ("是 Outlook 的邮件（.msg）", "打开邮件，把附件里的稿件另存下来，再导入")
        }
        () if is(".wps") => ("是 WPS 的旧格式（.wps）", SAVE),
        () if holds("WordDocument") || is(".doc") || is(".docx") || is(".dot") => {
            ("是 Word 的旧格式（.doc）", SAVE)
        }
        () => ("是 Office 的旧格式", SAVE),
    }
}

/// What a zip is that holds no Word document, by the names of its files.
pub fn of_zip(names: &[String]) -> Refusal {
    let has = |start: &str| names.iter().any(|name| name.to_lowercase().starts_with(start));
    match () {
        () if has("ofd.xml") => ("是 OFD 版式文件", TEXT),
        () if has("xl/") => ("是电子表格（.xlsx），不是文稿", TABLE),
        () if has("ppt/") => ("是演示文稿（.pptx），不是文稿", TABLE),
        () if has("mimetype") && has("meta-inf/container.xml") => ("是电子书（.epub）", TEXT),
        () if has("mimetype") && has("content.xml") => (
            "是 LibreOffice 的格式（.odt）",
            "用 Word、WPS 或 LibreOffice 打开，另存为 .docx，再导入",
        ),
        () if has("index/document.iwa") || has("index.xml") || has("index.zip") => {
            ("是苹果电脑的 Pages 文稿", "用 Pages 打开，导出为 Word（.docx），再导入")
        }
        () if has("[content_types].xml") => {
            ("不是 Word 文档", "核对文件；若是表格或演示文稿，把文字复制到 Word 里另存为 .docx")
        }
        () => ("是压缩包，不是 Word 文档", "把后缀改成 .zip 再导入；或解压，导入解出来的文件夹"),
    }
}

/// What a text is that is no dispatch, by how it begins (in lower case).
pub fn of_text(start: &str) -> Option<Refusal> {
    let start = start.trim_start();
    Some(match () {
        () if start.starts_with("version https://git-lfs.github.com/") => {
            ("只是大文件的指针（Git LFS），不是文件本身", "先用 git lfs pull 取回文件，再导入")
        }
        () if start.contains("progid=\"word.document\"") || start.contains("<w:worddocument") => {
            ("是 Word 2003 的 XML 格式", SAVE)
        }
        () if start.contains("progid=\"excel.sheet\"") => {
            ("是 Excel 2003 的 XML 格式，不是文稿", TABLE)
        }
        () if start.starts_with("<?xml") && start.contains("<office:document") => {
            ("是 LibreOffice 的 XML 格式", "用 Word、WPS 或 LibreOffice 打开，另存为 .docx，再导入")
        }
        () if start.starts_with("<?xml") && start.contains("<uof:") => {
            ("是标文通（UOF）格式", "用 WPS 打开，另存为 .docx，再导入")
        }
        () if start.starts_with("<?xml") && !start.contains("<html") => {
            ("是 XML 文件，不是文稿", RESEND)
        }
        () if start.starts_with("[internetshortcut]") => {
            ("是网址的快捷方式，不是网页本身", "用浏览器打开网址，把网页另存下来，再导入")
        }
        () if start.starts_with("{\\rtf") => ("是 RTF 格式", SAVE),
        () => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A compound file with such streams.
    fn compound_of(names: &[&str]) -> Vec<u8> {
        let mut bytes = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
        bytes.resize(512, 0);
        for name in names {
            let start = bytes.len();
            bytes.extend(name.encode_utf16().flat_map(u16::to_le_bytes));
            bytes.resize(start + 128, 0);
        }
        bytes
    }

    #[test]
    fn files_by_their_bytes() {
        let cases: Vec<(Vec<u8>, &str, &str)> = vec![
            (vec![], "a.docx", "是空的"),
            (compound_of(&["Root Entry", "WordDocument"]), "a.docx", "是 Word 的旧格式（.doc）"),
            (compound_of(&["WordDocument"]), "a.wps", "是 WPS 的旧格式（.wps）"),
            (compound_of(&["Workbook"]), "a.doc", "是电子表格（.xls 或 .et），不是文稿"),
            (compound_of(&["PowerPoint Document"]), "a", "是演示文稿（.ppt 或 .dps），不是文稿"),
            (compound_of(&["EncryptedPackage", "\u{6}DataSpaces"]), "a.docx", "加了密码"),
            (compound_of(&["__properties_version1.0"]), "a", "是 Outlook 的邮件（.msg）"),
            (compound_of(&["某"]), "a", "是 Office 的旧格式"),
            (b"%TSD-Header-###%\0\x01".to_vec(), "a.docx", LOCKED),
            (b"b\x14#e\x01\0\x0bE-SafeNet\0\0\0LOCK".to_vec(), "a.docx", LOCKED),
            (b"\xEF\xBB\xBF%PDF-1.7".to_vec(), "a.docx", "是 PDF"),
            (b"{\\rtf1".to_vec(), "a.doc", "是 RTF 格式"),
            (b"Rar!\x1A\x07\x01\0".to_vec(), "a.zip", "是压缩包，这种格式打不开"),
            (b"\0\0\0\x18ftypheic".to_vec(), "a.docx", "是图片"),
            (b"\0\0\0\x18ftypmp42".to_vec(), "a.docx", "是音频或视频"),
            (vec![0; 5000], "a.docx", "的内容全是空的，可能没有下载完"),
        ];
        for (bytes, name, wanted) in cases {
            assert_eq!(refusal(&bytes, name).map(|it| it.0), Some(wanted), "{name}");
        }
        for text in ["MZ 县", "BM 工作", "山阴县", "II 级响应", "CA"] {
            assert_eq!(refusal(text.as_bytes(), "a.txt"), None, "{text}");
        }
    }

    #[test]
    fn texts_by_their_beginning() {
        let cases = [
            (
                "<?xml version=\"1.0\"?><?mso-application progid=\"word.document\"?>",
                "是 Word 2003 的 XML 格式",
            ),
            (
                "version https://git-lfs.github.com/spec/v1\noid",
                "只是大文件的指针（Git LFS），不是文件本身",
            ),
            ("\n<?xml version='1.0'?><a/>", "是 XML 文件，不是文稿"),
            ("<?xml?><office:document office:version", "是 LibreOffice 的 XML 格式"),
        ];
        for (start, wanted) in cases {
            assert_eq!(of_text(start).map(|it| it.0), Some(wanted), "{start}");
        }
        assert_eq!(of_text("<?xml version='1.0'?><!doctype html><html>"), None);
        assert_eq!(of_text("山阴县"), None);
    }
}
