//! Support for the tests: corpora and how they are compared.
