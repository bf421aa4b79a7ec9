//! A file taken to pieces: head, 本期要目, 编者按, entries, tail; and what is to be told of them.

use std::collections::BTreeSet;

use super::compare;
use super::contents::{self, Contents, Note};
use super::head::{self, Head};
use super::lines::HouseFiles;
use super::parts::{self, Heading, Parts};
use super::tail::{self, Tail};
use crate::import::bare::dense;
use crate::import::document::{self, Block, Document, Paragraph};
use crate::import::recognise::{Dispatch, notes_of};
use crate::read::Settings;

/// The pieces of a file.
pub struct Outline {
    /// What stands above all.
    pub head: Head,
    /// 本期要目.
    pub contents: Option<Contents>,
    /// 编者按.
    pub note: Option<Note>,
    /// Columns and entries.
    pub parts: Parts,
    /// What stands below all.
    pub tail: Tail,
    /// Columns without anything below them.
    pub empty: Vec<Heading>,
}

impl Outline {
    /// Takes a document to pieces.
    pub fn of(document: &Document, known: HouseFiles<'_>) -> Self {
        let mut blocks = document.blocks.clone();
        let tail = tail::take(&mut blocks);
        let head = head::take(&mut blocks, known);
        let (mut contents, mut note) = (None, None);
        // Either may come first.
        for _ in 0..2 {
            contents = contents.or_else(|| contents::take(&mut blocks));
            let items = contents.as_ref().map(|it: &Contents| it.items.clone()).unwrap_or_default();
            let first = |blocks: &[Block]| parts::first(blocks, &items, known);
            note = note.or_else(|| contents::take_note(&mut blocks, &first));
        }
        let items = contents.as_ref().map(|it| it.items.clone()).unwrap_or_default();
        let parts = parts::split(&blocks, &items, known);
        let used = |index: &usize| parts.entries.iter().any(|part| part.column == Some(*index));
        let empty = (0..parts.columns.len()).filter(|index| !used(index));
        let empty = empty.map(|index| parts.columns[index].clone()).collect();
        Self { head, contents, note, parts, tail, empty }
    }

    /// Footnotes whose marks are in no entry.
    pub fn stray_notes(&self, document: &Document) -> Vec<String> {
        let headings = self.parts.entries.iter().flat_map(|part| &part.heading).cloned();
        let headings: Vec<Block> = headings.map(Block::Paragraph).collect();
        let entries = self.parts.entries.iter().flat_map(|part| &part.blocks);
        let own = entries.chain(self.note.iter().flat_map(|note| &note.blocks)).chain(&headings);
        let kept: Vec<Block> = own.cloned().collect();
        let kept: BTreeSet<usize> = notes_of(&kept).into_iter().collect();
        let all = notes_of(&document.blocks).into_iter().filter(|note| !kept.contains(note));
        all.filter_map(|note| document.notes.get(note))
            .map(|note| note.iter().map(Paragraph::text).collect())
            .collect()
    }

    /// What is to be told of it, in sentences.
    pub fn told(&self, settings: &Settings, entries: &[Dispatch]) -> Vec<String> {
        let mut remarks = Vec::new();
        let left = self.head.left_out.iter().chain(&self.tail.left_out);
        let mut by_what: Vec<(&str, Vec<String>)> = Vec::new();
        for (what, text) in left {
            match by_what.iter_mut().find(|(own, _)| own == what) {
                Some((_, texts)) => texts.push(text.clone()),
                None => by_what.push((what, vec![text.clone()])),
            }
        }
        for (what, texts) in by_what {
            remarks.push(format!("{what}没有用：{}", document::quoted(&texts, texts.len())));
        }
        remarks.extend(self.tail.changed.iter().cloned());
        if self.head.pictured {
            remarks.push("报头里的图片没有用，报头按文字和 jianbao.yaml 排，请核对".to_owned());
        }
        if !self.head.struck.is_empty() {
            let shown = document::quoted(&self.head.struck, self.head.struck.len());
            remarks.push(format!("报头里划掉的文字也照写了，请核对：{shown}"));
        }
        for column in &self.empty {
            remarks.push(format!("栏目「{}」下面没有稿件，没有用", column.text));
        }
        let missing = [
            (self.head.name.is_none(), "报头的名称"),
            (self.head.issuers.is_empty(), "编发单位"),
            (self.tail.copies.is_none() && settings.distribution.copies.is_some(), "印数"),
        ];
        for (_, what) in missing.iter().filter(|(missing, _)| *missing) {
            remarks.push(format!("文件里没有找到{what}，印的是 jianbao.yaml 里的，请核对"));
        }
        if let Some(contents) = &self.contents {
            remarks.extend(compare::contents(contents, &self.parts.columns, entries));
        }
        if let Some(note) = &self.note
            && dense(&note.written).trim_end_matches(['：', ':']) != note.label
        {
            remarks.push(format!("「{}」印作「{}：」", note.written, note.label));
        }
        remarks
    }
}
