package main

import "regexp"

func regexpKind() *kind {
	return &kind{
		Name:    "go_regexp",
		Source:  "Go regexp: Compile, NumSubexp, FindStringSubmatchIndex, ReplaceAllString",
		Modules: []string{},
		Fields: row{
			{"pattern", "the regular expression"},
			{"replacement", "what a match is replaced with"},
			{"text", "the text, of ASCII as the name of a repository is"},
			{"error", "exact error of compiling or null"},
			{"groups", "how many groups there are; null beside an error"},
			{"first", "the first match and its groups, null for one that takes no part; null where nothing matches"},
			{"replaced", "the text with every match replaced; null beside an error"},
		},
		Answer:   answerRegexp,
		Generate: generateRegexp,
	}
}

func answerRegexp(in input) (row, error) {
	out := row{}
	var texts [3]string
	for i, field := range []string{"pattern", "replacement", "text"} {
		text, err := in.Text(field)
		if err != nil {
			return nil, err
		}
		texts[i] = text
		out.Text(field, text)
	}
	pattern, replacement, text := texts[0], texts[1], texts[2]
	program, wrong := regexp.Compile(pattern)
	if wrong != nil {
		out.Text("error", wrong.Error())
		out.Add("groups", nil)
		out.Add("first", nil)
		out.Add("replaced", nil)
		return out, nil
	}
	out.Add("error", nil)
	out.Add("groups", program.NumSubexp())
	if found := program.FindStringSubmatchIndex(text); found == nil {
		out.Add("first", nil)
	} else {
		groups := make([]*string, len(found)/2)
		for i := range groups {
			if start, end := found[2*i], found[2*i+1]; start >= 0 {
				group := text[start:end]
				groups[i] = &group
			}
		}
		out.Add("first", groups)
	}
	out.Text("replaced", program.ReplaceAllString(text, replacement))
	return out, nil
}
