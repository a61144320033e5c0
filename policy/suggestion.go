package policy

import (
	"github.com/prokken/prokken/policy/claim"
	"github.com/prokken/prokken/policy/rendering"
)

// SuggestedWords returns, in a language of [Languages], those texts of the document that the
// program can say by itself: each a phrase of package rendering, or one recognized sentence. What
// they say needs nobody's confirmation.
func (d Document) SuggestedWords(language string, f claim.Evidence) Words {
	said := d.renderings(language, f)
	texts, _ := d.Words()
	words := Words{}
	for key, text := range texts {
		if phrase := rendering.Phrase(language, text); phrase != "" {
			words[key] = phrase
		} else if sentence := said[text]; sentence != "" {
			words[key] = sentence
		}
	}
	return words
}

// renderings returns the recognized sentences of the document in the language, by what they say
// in the original. A sentence that says different things in two places has "".
func (d Document) renderings(language string, f claim.Evidence) map[string]string {
	all := map[string]string{}
	for _, s := range d.Readings(d.Evidence(f)) {
		if !s.isRecognized() {
			continue
		}
		sentence := ""
		if known := rendering.Whole(language, s.Reading.Says); len(known) > 0 {
			sentence = known[0]
		}
		if before, isKnown := all[s.Says]; isKnown && before != sentence {
			sentence = ""
		}
		all[s.Says] = sentence
	}
	return all
}
