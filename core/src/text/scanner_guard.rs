//! Keeps the YAML scanner's memory small.
//!
//! The scanner holds back every token of the outermost list or mapping in brackets until that
//! ends, and at each token it looks at all that are open (255 at most). So the input counts the
//! elements as the scanner takes them, and ends the text when there are too many.

use alloc::string::String;
use core::cell::Cell;

use saphyr_parser::input::SkipTabs;
use saphyr_parser::{Input, StrInput};

/// The text, as the scanner takes it.
pub(super) struct Guard<'a, 'c> {
    input: StrInput<'a>,
    /// Set when the text was ended.
    stopped: &'c Cell<bool>,
    /// The bracket or comma that the last call took. The scanner skips white space directly
    /// after an indicator, and after no other character that could be taken for one.
    taken: u8,
    depth: usize,
    elements: usize,
    max_elements: usize,
}

impl<'a, 'c> Guard<'a, 'c> {
    pub(super) fn new(text: &'a str, max_elements: usize, stopped: &'c Cell<bool>) -> Self {
        let input = StrInput::new(text);
        Self { input, stopped, taken: 0, depth: 0, elements: 0, max_elements }
    }

    fn count(&mut self) {
        match self.taken {
            b'[' | b'{' => {
                self.depth += 1;
                self.elements += 1;
            }
            b']' | b'}' => self.depth = self.depth.saturating_sub(1),
            b',' => self.elements += 1,
            _ => return,
        }
        self.taken = 0;
        if self.depth == 0 {
            self.elements = 0;
        }
        if self.elements > self.max_elements {
            self.stopped.set(true);
            self.input = StrInput::new("");
        }
    }
}

impl Input for Guard<'_, '_> {
    #[inline]
    fn skip(&mut self) {
        self.taken = match self.input.peek() {
            found @ ('[' | ']' | '{' | '}' | ',') => found as u8,
            _ => 0,
        };
        self.input.skip();
    }

    fn skip_ws_to_eol(&mut self, skip_tabs: SkipTabs) -> (usize, Result<SkipTabs, &'static str>) {
        let skipped = self.input.skip_ws_to_eol(skip_tabs);
        self.count();
        skipped
    }

    #[inline]
    fn lookahead(&mut self, count: usize) {
        self.taken = 0;
        self.input.lookahead(count);
    }

    #[inline]
    fn buflen(&self) -> usize {
        self.input.buflen()
    }

    /// What is asked for at a time. The scanner makes room for as much in each scalar, and begins
    /// one with 32 bytes: with more than fits there, every scalar would be allocated twice.
    #[inline]
    fn bufmaxlen(&self) -> usize {
        24
    }

    #[inline]
    fn raw_read_ch(&mut self) -> char {
        self.input.raw_read_ch()
    }

    #[inline]
    fn raw_read_non_breakz_ch(&mut self) -> Option<char> {
        self.input.raw_read_non_breakz_ch()
    }

    #[inline]
    fn skip_n(&mut self, count: usize) {
        self.taken = 0;
        self.input.skip_n(count);
    }

    #[inline]
    fn peek(&self) -> char {
        self.input.peek()
    }

    #[inline]
    fn peek_nth(&self, n: usize) -> char {
        self.input.peek_nth(n)
    }

    #[inline]
    fn peek_opt(&self) -> Option<char> {
        self.input.peek_opt()
    }

    #[inline]
    fn next_is_document_indicator(&self) -> bool {
        self.input.next_is_document_indicator()
    }

    #[inline]
    fn next_is_document_start(&self) -> bool {
        self.input.next_is_document_start()
    }

    #[inline]
    fn next_is_document_end(&self) -> bool {
        self.input.next_is_document_end()
    }

    #[inline]
    fn next_can_be_plain_scalar(&self, in_flow: bool) -> bool {
        self.input.next_can_be_plain_scalar(in_flow)
    }

    fn skip_while_non_breakz(&mut self) -> usize {
        self.input.skip_while_non_breakz()
    }

    fn skip_while_blank(&mut self) -> usize {
        self.input.skip_while_blank()
    }

    fn fetch_while_is_alpha(&mut self, out: &mut String) -> usize {
        self.input.fetch_while_is_alpha(out)
    }

    fn fetch_while_is_yaml_non_space(&mut self, out: &mut String) -> usize {
        self.input.fetch_while_is_yaml_non_space(out)
    }
}
