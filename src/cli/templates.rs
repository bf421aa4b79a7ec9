//! `--builtin-templates`, which every command has that sets pages.

use std::path::Path;

use clap::Args;

use crate::error::Error;
use crate::read::House;

/// Whose templates set the pages.
#[derive(Debug, Default, Args)]
pub struct TemplateArgs {
    /// 只用内置模板，不用工作区 templates 里的（来历不明的工作区先这样看）
    #[arg(long)]
    builtin_templates: bool,
}

impl TemplateArgs {
    /// The house as these templates set its pages.
    ///
    /// # Errors
    /// [`Error::NoWorkspace`] when there is none; [`Error::Read`] when the folder cannot be looked at.
    pub fn open(&self, directory: Option<&Path>) -> Result<House, Error> {
        let mut house = super::open(directory)?;
        house.workspace = house.workspace.with_built_in_templates(self.builtin_templates);
        Ok(house)
    }
}
