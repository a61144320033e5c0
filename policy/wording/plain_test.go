package wording_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/prokken/prokken/policy/wording"
)

// TestPlainSentences: what is read is what the page shows, and words of links are known as such.
func TestPlainSentences(t *testing.T) {
	tests := map[string]struct {
		markdown wording.Markdown
		want     []wording.PlainSentence
	}{
		"emphasis goes": {
			"We do *not* use **any** cookies.",
			[]wording.PlainSentence{{"We do not use any cookies.", false}},
		},
		"entities are resolved": {
			"We do &#110;ot &amp; will not.",
			[]wording.PlainSentence{{"We do not & will not.", false}},
		},
		"escapes are resolved": {`Not \*here\*.`, []wording.PlainSentence{{"Not *here*.", false}}},
		"HTML is text": {
			"We do <b>not</b>.",
			[]wording.PlainSentence{{"We do <b>not</b>.", false}},
		},
		"struck words stay": {
			"We do ~~not~~ use it.",
			[]wording.PlainSentence{{"We do ~~not~~ use it.", false}},
		},
		"a link": {
			"One. See [this](/a). Three.",
			[]wording.PlainSentence{{"One.", false}, {"See this.", true}, {"Three.", false}},
		},
		"a link of two sentences": {
			"[One. Two](/a) too. Three.",
			[]wording.PlainSentence{{"One.", true}, {"Two too.", true}, {"Three.", false}},
		},
		"a link over three": {
			"[One. Two. Three](/a). Four.",
			[]wording.PlainSentence{{"One.", true}, {"Two.", true}, {"Three.", true}, {"Four.", false}},
		},
		"paragraphs": {
			"One\n\nTwo",
			[]wording.PlainSentence{{"One", false}, {"Two", false}},
		},
		"Bangla": {
			"আমরা দুটি কুকি ব্যবহার করি। prokken_access httpOnly। তিন",
			[]wording.PlainSentence{
				{"আমরা দুটি কুকি ব্যবহার করি।", false}, {"prokken_access httpOnly।", false}, {"তিন", false},
			},
		},
		"a broken line": {"One  \ntwo.", []wording.PlainSentence{{"One\ntwo.", false}}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, tt.markdown.PlainSentences()); diff != "" {
				t.Error(diff)
			}
		})
	}
}
