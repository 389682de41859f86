//! The JavaScript module and the admission policy, chosen by target.
