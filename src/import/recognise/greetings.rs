//! What a letter says around a dispatch: 各位领导好, 现报上信息一条，请审用, 祝好.

use crate::import::bare::plain;

/// The most characters of such a line.
const LONGEST: usize = 40;

/// Whether a line is a greeting, a thanks, or what asks somebody to read the rest.
pub fn is_one(line: &str) -> bool {
    if asks(line) || closes(line) {
        return true;
    }
    let short = line.chars().count() <= 40 && !line.contains('。');
    let polite = ["请审阅", "请查收", "请审核", "请审示", "请领导审阅"];
    let sends = ["您好", "你好", "报送", "信息", "领导"];
    if short
        && polite.iter().any(|word| line.contains(word))
        && sends.iter().any(|word| line.contains(word))
    {
        return true;
    }
    let starts = ["各位领导", "尊敬的", "领导好", "领导您好", "您好", "你好"];
    let hello = starts.iter().any(|start| line.starts_with(start)) && line.chars().count() <= 16;
    let sent = line.contains("报送如下") || line.contains("汇报如下") && line.starts_with("现将");
    let thanks = ["请查收", "请审阅", "请领导审阅", "妥否，请批示", "收到请回复", "谢谢"];
    let thanked = thanks.iter().any(|word| line.starts_with(word)) && line.chars().count() <= 12;
    short && (hello || (sent && line.starts_with("现将") && line.contains("信息")) || thanked)
}

/// 现报上信息一条，请审用。
fn asks(line: &str) -> bool {
    const ASKS: &[&str] = &[
        "请审用",
        "请查收",
        "请审阅",
        "请采用",
        "请编发",
        "请刊用",
        "请审核",
        "请审定",
        "请予采用",
        "请予刊用",
        "请领导审阅",
        "请批评指正",
        "请斧正",
        "请用稿",
        "请收阅",
        "敬请查阅",
    ];
    const SENDS: &[&str] = &[
        "报上",
        "报送",
        "报来",
        "呈上",
        "呈报",
        "上报",
        "附上",
        "发来",
        "发送",
        "信息一条",
        "信息1条",
        "稿件",
        "附后",
        "随信",
        "现将",
        "附件",
    ];
    let sentence = line.strip_suffix(['。', '！', '!']).unwrap_or(line);
    line.chars().count() <= LONGEST
        && !sentence.contains('。')
        && ASKS
            .iter()
            .any(|word| sentence.ends_with(word) || sentence.contains(&format!("，{word}")))
        && SENDS.iter().any(|word| sentence.contains(word))
}

/// 祝好！, 此致, 敬礼！, 顺颂商祺: how letters close.
fn closes(line: &str) -> bool {
    const WISHES: &[&str] = &[
        "祝好",
        "祝您",
        "祝你",
        "祝工作",
        "祝各位",
        "祝商祺",
        "祝万事",
        "祝一切",
        "祝身体",
        "祝安",
        "顺颂",
        "顺祝",
        "敬祝",
        "即颂",
        "专此",
        "谨此",
    ];
    const WHOLE: &[&str] =
        &["此致", "敬礼", "此致敬礼", "致礼", "谢谢", "谢谢领导", "感谢", "辛苦了", "领导辛苦了"];
    let bare = plain(line);
    let wish = WISHES.iter().any(|wish| bare.starts_with(wish)) && bare.chars().count() <= 12;
    (wish && !line.trim_end_matches(['。', '！', '!']).contains('。'))
        || WHOLE.contains(&bare.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn greetings_and_what_is_none() {
        for line in [
            "各位领导好：",
            "现报上信息一条，请审用。",
            "现将我县秋收信息报送如下，请查收！",
            "附上石梁镇稿件一篇，请予采用",
            "祝好！",
            "祝您工作顺利！",
            "此致",
            "敬礼！",
            "顺颂 商祺",
            "谢谢！",
        ] {
            assert!(is_one(line), "{line}");
        }
        for line in [
            "祝贺望河县荣获先进",
            "感谢信一封接一封",
            "请审核各乡镇上报的台账，逐户核实，确保数据真实，不漏一户，不错一人，按期完成审定工作任务。",
            "群众送来锦旗，感谢干部",
            "现报送材料300份",
        ] {
            assert!(!is_one(line), "{line}");
        }
    }
}
