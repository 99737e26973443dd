//! What a happening about searches, found property, markers or classification comes to.

use super::perform::{Doing, Refusal, ruled};
use super::vocabulary::Deed;
use crate::catalogue::{CrimeClass, Nearness, SearchAbout};
use crate::event::CaseEvent;
use crate::inquiry::{FoundProperty, MarkerRecord, Reclassification, Search, SearchNeeded, WordsNoted};
use crate::risk::flags::left_to_the_person;

impl Doing<'_> {
    /// This does one of them; any other deed does nothing here.
    pub(super) fn inquire(&mut self, deed: Deed) -> Result<Vec<CaseEvent>, Refusal> {
        let (case, actor, occurred_at) = (self.case, self.actor, self.done_at());
        match deed {
            Deed::Search => self.search(),
            Deed::NeedSearch => self.need_search(),
            Deed::Find(kind) => {
                let near = self.details.near.unwrap_or(Nearness::NotKnown);
                let found = FoundProperty { kind, found_at: occurred_at, near, words: self.words() };
                ruled("inquiry", case.record_property(&actor, found, self.chars()))
            }
            Deed::Mark(kind) => {
                let marker = MarkerRecord { kind, occurred_at, words: Some(self.words()) };
                ruled("inquiry", case.record_marker(&actor, marker))
            }
            Deed::Reclassify => {
                let to = self.details.class.unwrap_or(CrimeClass::Stalking);
                let words = self.words();
                let rationale = (!self.details.thin).then_some(words);
                ruled("inquiry", case.reclassify_crime(&actor, Reclassification { to, occurred_at, rationale }))
            }
            // In casework the rule reads the words; a scenario has none, and says what is in them.
            Deed::NotedPhrase(phrase) => {
                let content = self.words();
                let rule = left_to_the_person::FLAG.code.to_owned();
                let noted = CaseEvent::WordsNoted(WordsNoted { rule, phrase, content });
                Ok(case.add_note(content).into_iter().chain([noted]).collect())
            }
            _ => Ok(Vec::new()),
        }
    }

    /// One search a place that the line names.
    fn search(&mut self) -> Result<Vec<CaseEvent>, Refusal> {
        let (details, occurred_at, mut events) = (self.details, self.done_at(), Vec::new());
        let about = details.about.unwrap_or(SearchAbout::Both);
        for place in &details.places {
            let search = Search { place: *place, about, found: details.found, occurred_at, words: Some(self.words()) };
            events.extend(ruled("inquiry", self.case.record_search(&self.actor, search))?);
        }
        Ok(events)
    }

    fn need_search(&mut self) -> Result<Vec<CaseEvent>, Refusal> {
        let (details, mut events) = (self.details, Vec::new());
        for place in &details.places {
            let needed = SearchNeeded { place: *place, words: self.words() };
            events.extend(ruled("inquiry", self.case.need_search(&self.actor, needed, self.chars()))?);
        }
        Ok(events)
    }
}
