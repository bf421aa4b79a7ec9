//! Issuing from the page: first what would go out, then that it does.

use std::cell::RefCell;
use std::sync::Mutex;

use super::answer::{Done, Issuing, Planned, Refusal, issue, told};
use super::bench::Workbench;
use crate::batch::{BuildOptions, Event, Outcome};
use crate::diagnostic::Severity;
use crate::export::besides_pdf;
use crate::publish::{Intent, Publishing, publish};
use crate::read::House;

impl From<&Intent> for Planned {
    fn from(intent: &Intent) -> Self {
        Self {
            name: intent.id.spoken(),
            date: intent.date.format("%Y年%-m月%-d日").to_string(),
            pages: intent.pages,
            entries: intent.entries,
            edition: intent.edition,
        }
    }
}

impl Workbench {
    /// Issues, or where it is not `sure`, says what would be.
    pub(super) fn publish(
        &self,
        stem: &str,
        sure: bool,
        reissue: Option<String>,
        unread: Option<String>,
    ) -> Result<Done, Refusal> {
        let id = issue(stem)?;
        let said = |reason: Option<String>| {
            reason.map(|it| it.trim().to_owned()).filter(|reason| !reason.is_empty())
        };
        let how = Publishing {
            reason: said(reissue),
            unread: said(unread),
            attach: false,
            asks: !sure,
            at: (self.now)(),
        };
        let house = House::open(self.workspace.clone())?;
        let outputs = house.settings.value.iter().flat_map(|it| it.outputs.iter().copied());
        let options = BuildOptions {
            outputs: besides_pdf(outputs),
            jobs: Some(1),
            program: self.program.clone(),
            ..BuildOptions::default()
        };
        let planned = Mutex::new(None);
        let report = RefCell::new(None);
        publish(
            &self.workspace,
            &[id],
            &options,
            &how,
            |intent| {
                if let Ok(mut planned) = planned.lock() {
                    *planned = Some(Planned::from(intent));
                }
                sure
            },
            |event| {
                if let Event::Done(done) = event {
                    report.replace(Some(done));
                }
            },
        )?;
        let planned = planned.into_inner().unwrap_or_default();
        let mut issuing = Issuing { planned, ..Issuing::default() };
        let Some(report) = report.into_inner() else {
            return Err(Refusal::Said("没有印发：中途停了，请再试一次".to_owned()));
        };
        issuing.held = report.held;
        match report.outcome {
            Outcome::Issued(..) => {
                let pdf = self.workspace.display(&report.path);
                issuing.pdf = Some(pdf.clone());
                return Ok(Done {
                    issuing: Some(issuing),
                    ..told(format!("{}已印发：{pdf}", id.spoken()))
                });
            }
            Outcome::Failed(error) => return Err(error.into()),
            _ => {}
        }
        if issuing.planned.is_none() {
            let errors = report.diagnostics.iter().filter(|it| it.severity == Severity::Error);
            issuing.stopped = errors
                .map(|finding| match &finding.help {
                    Some(help) => format!("{}：{help}", finding.message),
                    None => finding.message.clone(),
                })
                .collect();
            if issuing.stopped.is_empty() && issuing.held > 0 {
                issuing.stopped.push(format!("还有 {} 处没有核对", issuing.held));
            }
        }
        Ok(Done { issuing: Some(issuing), ..Done::default() })
    }
}
