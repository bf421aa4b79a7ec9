//! Which issue comes next, and the day it is given: what commands tell those who named another.

use chrono::NaiveDate;

use crate::archive::{self, Order};
use crate::error::Error;
use crate::model::{IssueId, IssueNumber};
use crate::read::{self, House};
use crate::workspace::Workspace;

/// The date of an issue that is made: as written, or today's.
pub fn date(written: Option<&str>) -> Result<NaiveDate, Error> {
    let Some(written) = written else { return Ok(super::now::now().date_naive()) };
    read::read_date(written).map_err(|found| Error::Selection {
        problem: found.message,
        remedy: found.help.unwrap_or_default(),
    })
}

/// The number that `new` would give.
pub fn number(house: &House, date: NaiveDate) -> Result<Option<IssueNumber>, Error> {
    archive::sound_ledger(&house.workspace)?;
    let order = Order { date, supplement: false, only: None, begins: false };
    Ok(archive::peek(house, &order)?.map(|next| next.number))
}

/// The question before a series begins with a number that is not 1.
pub fn before(first: IssueNumber) -> String {
    match first.value() {
        1 => format!("从{}编起？", first.spoken()),
        number => format!("这里还没有印过；从{}编起，上一期是第{}期？", first.spoken(), number - 1),
    }
}

/// The newest issue that has not been issued.
pub fn open(workspace: &Workspace) -> Result<Option<IssueId>, Error> {
    let ledger = archive::sound_ledger(workspace)?;
    let is_open = |id: &IssueId| !id.number.is_supplement() && ledger.current(*id).is_none();
    Ok(workspace.issues()?.into_iter().rev().find(is_open))
}

/// An issue that has been issued takes nothing more: says which does. `option` is how it is named.
pub fn refuse_issued(house: &House, id: IssueId, option: &str) -> Result<(), Error> {
    let workspace = &house.workspace;
    let ledger = archive::sound_ledger(workspace)?;
    if ledger.current(id).is_none() {
        return Ok(());
    }
    let remedy = match (open(workspace)?, number(house, date(None)?)?) {
        (Some(open), _) => format!("放到下一期：{option} {open}"),
        (None, Some(next)) => format!("放到下一期：先用 jianbao new 取号，再写 {option} {next}"),
        (None, None) => "放到下一期：先用 jianbao new 取号".to_owned(),
    };
    Err(Error::Selection { problem: format!("{id} 已印发，不能再放进稿件"), remedy })
}
