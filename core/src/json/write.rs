//! Writing a value as JSON.

use alloc::collections::BTreeMap;
use alloc::string::String;

use super::{Data, Value, write_string};
use crate::go::number::{YamlNumber, yaml};

impl Value<'_> {
    /// The value as JSON in one line, as Kubernetes turns YAML into it: of a name that stands twice
    /// the last value counts, and numbers are written by Go.
    ///
    /// What JSON has no number for, `.inf` and `.nan`, is `null`.
    ///
    /// ```
    /// use pullscope_core::json;
    ///
    /// let value = json::parse(r#"{"a": 1, "b": [true, 1.50], "a": 5.0}"#, 9).unwrap();
    /// assert_eq!(value.to_json(), r#"{"b":[true,1.5],"a":5}"#);
    /// ```
    ///
    /// Upstream: `YAMLToJSON` in `sigs.k8s.io/yaml` `yaml.go`.
    pub fn to_json(&self) -> String {
        let mut out = String::new();
        self.write_json(&mut out);
        out
    }

    fn write_json(&self, out: &mut String) {
        match &self.data {
            Data::Null => out.push_str("null"),
            Data::Bool(true) => out.push_str("true"),
            Data::Bool(false) => out.push_str("false"),
            Data::Number(written) => match yaml(written) {
                YamlNumber::Json(number) => out.push_str(&number),
                YamlNumber::Infinite(_) => out.push_str("null"),
                YamlNumber::TooGreat => write_string(out, written.as_bytes()),
            },
            Data::String(text) => write_string(out, text.as_bytes()),
            Data::Array(items) => {
                out.push('[');
                for (index, item) in items.iter().enumerate() {
                    if index > 0 {
                        out.push(',');
                    }
                    item.write_json(out);
                }
                out.push(']');
            }
            Data::Object(members) => {
                let last: BTreeMap<&str, usize> =
                    members.iter().enumerate().map(|(at, it)| (&*it.key, at)).collect();
                let counts = |at: usize, key: &str| last.get(key) == Some(&at);
                let members = members.iter().enumerate();
                let mut open = '{';
                for (_, member) in members.filter(|(at, it)| counts(*at, &it.key)) {
                    out.push(open);
                    open = ',';
                    write_string(out, member.key.as_bytes());
                    out.push(':');
                    member.value.write_json(out);
                }
                if open == '{' {
                    out.push('{');
                }
                out.push('}');
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::json::{DEFAULT_MAX_DEPTH, parse};

    #[track_caller]
    fn check(text: &str, expect: &str) {
        assert_eq!(parse(text, DEFAULT_MAX_DEPTH).expect("it is JSON").to_json(), expect);
    }

    #[test]
    fn what_is_json_already_stays() {
        for text in ["null", "[]", "{}", r#"{"a":[1,-2.5,true,false,null,"\"x\n"],"b":{}}"#] {
            check(text, text);
        }
    }

    #[test]
    fn of_a_name_that_stands_twice_the_last_value_counts() {
        check(r#"{"a": 1, "b": 2, "a": {"c": 1, "c": 2}}"#, r#"{"b":2,"a":{"c":2}}"#);
    }

    #[test]
    fn a_number_beyond_all_is_a_text() {
        check("[1e999]", r#"["1e999"]"#);
    }
}
