//! The pieces of a part, each with the bytes that it stands in.

use std::ops::Range;

use quick_xml::Reader;
use quick_xml::events::Event;

/// The pieces in order. `None` stands for what a part of a workbook does not hold, bad XML or a document type: nothing
/// comes behind it, and nothing behind the end.
pub(super) struct Pieces<'x> {
    reader: Reader<&'x [u8]>,
    from: usize,
    over: bool,
}

impl<'x> Pieces<'x> {
    /// Those of a part.
    pub(super) fn of(xml: &'x [u8]) -> Self {
        Self { reader: Reader::from_reader(xml), from: 0, over: false }
    }
}

impl<'x> Iterator for Pieces<'x> {
    type Item = Option<(Event<'x>, Range<usize>)>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.over {
            return None;
        }
        let event = self.reader.read_event().ok();
        let to = usize::try_from(self.reader.buffer_position()).ok();
        self.over = matches!(event, None | Some(Event::Eof | Event::DocType(_))) || to.is_none();
        match (event, to) {
            (Some(Event::Eof), _) => None,
            (Some(event), Some(to)) if !self.over => {
                let at = self.from..to;
                self.from = to;
                Some(Some((event, at)))
            }
            _ => Some(None),
        }
    }
}
