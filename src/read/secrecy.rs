//! 密级: the program sets it and protects nothing by it.

use crate::diagnostic::{Diagnostic, Text, code};

/// The grades of secrets, which 工作秘密 and 商业秘密 bear in their names too.
const SECRET: [&str; 3] = ["秘密", "机密", "绝密"];

/// A warning where a marking says more than 内部: nobody should take the word on the page for a lock.
pub(super) fn warning(classification: &Text) -> Option<Diagnostic> {
    // 机　密★1年: spread over the row with blanks.
    let dense: String = classification.as_str().chars().filter(|c| !c.is_whitespace()).collect();
    let secret = SECRET.iter().any(|word| dense.contains(word));
    secret.then(|| {
        let message = format!("密级是「{dense}」，而本程序不提供任何保密措施");
        Diagnostic::warning(code::CLASSIFICATION, message).at(classification.whole()).help(
            "涉密的简报只能在涉密计算机上，按保密规定制作、传递和保存，不能放在联网的电脑上；不涉密的，请改正密级",
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_above_internal_is_warned_of() {
        for (written, told) in [
            ("秘密", true),
            ("机密★1年", true),
            ("绝　密★长期", true),
            ("工作秘密", true),
            ("内部资料　注意保存", false),
            ("内部", false),
            ("注意保密", false),
            ("", false),
        ] {
            assert_eq!(warning(&Text::unplaced(written)).is_some(), told, "{written}");
        }
    }
}
